// A request's way: its envelope, the login, what a fault does to it, the operation, the answer.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Camera } from '../camera.ts'
import { type Fault, type Faults, garble } from '../faults.ts'
import type { Account, Login, Verdict } from '../login.ts'
import type { Pictures } from '../pictures.ts'
import { isOpen, operationOf, serviceOf } from '../services/index.ts'
import type { Question } from '../services/operation.ts'
import { envelope, faultEnvelope, notAuthorized, notSupported, SoapFault } from '../soap.ts'
import type { StatsBook } from '../stats.ts'
import { type Element, find, readXml } from '../xml-read.ts'

export interface ServeDeps {
  camera: Camera
  login: Login
  faults: Faults
  stats: StatsBook
  pictures: Pictures
  /** Divides the waits of pull points. */
  speed: number
  reboot(): void
}

interface Answer {
  status: number
  type: string
  body: string | Uint8Array
  challenge?: string | null
}

/** More than any client has to say. */
const MOST_BYTES = 1 << 20
const SOAP = 'application/soap+xml; charset=utf-8'

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request) {
    parts.push(part as Buffer)
    length += (part as Buffer).length
    if (length > MOST_BYTES) throw new Error('The request is too long.')
  }
  return Buffer.concat(parts).toString('utf8')
}

export function createServe({ camera, login, faults, stats, pictures, speed, reboot }: ServeDeps) {
  const { prefix } = camera.model
  const soapFault = (fault: SoapFault): Answer => ({
    status: fault.side === 'Sender' ? 400 : 500,
    type: SOAP,
    body: faultEnvelope(prefix, fault),
  })

  /** What somebody hears who may not come in; a wrong login counts, a question without one does not. */
  function turnAway(verdict: 'none' | 'wrong' | 'stale'): Answer {
    if (verdict === 'wrong') {
      stats.refused('http')
      login.refused()
    } else stats.challenged()
    const challenge = login.challenge(verdict === 'stale')
    const answer = soapFault(notAuthorized())
    return challenge ? { ...answer, status: 401, challenge } : answer
  }

  function judge(request: IncomingMessage, letter?: Element): Verdict {
    const { method = '', url = '', headers } = request
    return login.judge({ method, url, authorization: headers.authorization, envelope: letter })
  }

  async function picture(request: IncomingMessage, token: string): Promise<Answer> {
    const verdict = judge(request)
    if (typeof verdict === 'string') return turnAway(verdict)
    const wanted = camera.profiles().find(({ profile }) => profile.token === token)
    const jpeg =
      wanted && !camera.lacks.has('snapshot') && (await pictures.of(wanted.lens.number, wanted.profile.quality))
    return jpeg
      ? { status: 200, type: 'image/jpeg', body: jpeg }
      : { status: 404, type: 'text/plain', body: 'No such picture' }
  }

  async function operate(request: IncomingMessage, path: string, letter: Element | null, fault: Fault | null) {
    const body = find(letter ?? undefined, 'Body')?.children[0]
    if (!letter || !body) return soapFault(new SoapFault('Sender', ['ter:WellFormed'], 'Well-formed error'))
    const service = serviceOf(path, camera)
    let account: Account | null = null
    if (!isOpen(service, body.name)) {
      const verdict = judge(request, letter)
      if (typeof verdict === 'string') return turnAway(verdict)
      account = verdict.account
    }
    if (fault?.refused === 'login') return turnAway('wrong')
    stats.asked(body.name)
    const operation = service && operationOf(service, body.name)
    if (!operation || fault?.refused === 'unsupported') return soapFault(notSupported(body.name))
    if (fault?.refused === 'busy')
      return soapFault(new SoapFault('Receiver', ['ter:Action', 'ter:Busy'], 'The device is busy'))
    const host = (request.headers.host ?? '127.0.0.1').replace(/:\d+$/, '')
    const question: Question = { camera, body, account, host, path, reboot, waitMs: (s) => (s * 1000) / speed }
    try {
      return { status: 200, type: SOAP, body: envelope(prefix, await operation(question)) }
    } catch (error) {
      if (error instanceof SoapFault) return soapFault(error)
      throw error
    }
  }

  function send(request: IncomingMessage, response: ServerResponse, answer: Answer, fault: Fault | null): void {
    const isGarbled = fault?.garbled && typeof answer.body === 'string'
    const body = Buffer.from(isGarbled ? garble(answer.body as string) : answer.body)
    response.statusCode = answer.status
    response.setHeader('Content-Type', answer.type)
    response.setHeader('Content-Length', body.length)
    if (answer.challenge) response.setHeader('WWW-Authenticate', answer.challenge)
    if (fault?.cut === undefined) return void response.end(body)
    const length = fault.cut === true ? Math.floor(body.length / 2) : Math.min(fault.cut, body.length)
    response.write(body.subarray(0, length), () => request.socket.destroy())
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const [, path = ''] = /^\/onvif\/([^?]*)/.exec(request.url ?? '') ?? []
      const text = await read(request)
      const isPicture = request.method === 'GET' && path.startsWith('snapshot/')
      const letter = isPicture ? null : readXml(text)
      const name = isPicture ? 'snapshot' : (find(letter ?? undefined, 'Body')?.children[0]?.name ?? '')
      const fault = faults.strike(name)
      if (fault?.slow) await Bun.sleep(fault.slow)
      if (isPicture) {
        stats.asked('snapshot')
        const token = decodeURIComponent(path.slice('snapshot/'.length))
        return send(request, response, fault?.refused ? turnAway('wrong') : await picture(request, token), fault)
      }
      if (request.method !== 'POST' || path === '')
        return send(request, response, { status: 404, type: 'text/plain', body: 'Not found' }, fault)
      send(request, response, await operate(request, path, letter, fault), fault)
    } catch {
      request.socket.destroy()
    }
  }
}
