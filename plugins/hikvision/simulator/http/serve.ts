// One request from its bytes to its answer: control side, login, faults, alert stream, documents.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Account } from '../accounts.ts'
import { ALERT_STREAM_PATH, type AlertStreams } from '../alert-stream.ts'
import type { Control } from '../control.ts'
import type { Device } from '../device.ts'
import { mayAsk } from '../documents/rights.ts'
import { type Fault, type Faults, garble } from '../faults.ts'
import type { Login } from '../login/index.ts'
import type { Stats } from '../stats.ts'
import { type Answer, htmlError, refuse } from './answer.ts'
import type { Router } from './router.ts'
import { sendStream } from './stream.ts'

interface Asked {
  method: string
  path: string
  body: string
}

export interface ServeDeps {
  device: Device
  login: Login
  faults: Faults
  router: Router
  streams: AlertStreams
  control: Control
  stats: Stats
  /** Milliseconds before every answer. */
  delay: number
  /** Called after the answer to a reboot has gone out. */
  onReboot: () => void
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

const DOWNLOAD = /^\/isapi\/contentmgmt\/download\/?$/i
const refusalOf = { 403: 'notSupport', 503: 'deviceBusy' } as const

export function createServe(deps: ServeDeps) {
  const { device, login, faults, router, streams, control, stats, delay } = deps

  function send(response: ServerResponse, answer: Answer, fault: Fault | null, challenges: string[] = []) {
    response.statusCode = answer.status
    // Devices send their wall clock and call it GMT.
    response.setHeader('Date', device.wallClock().toUTCString())
    if (device.model.server) response.setHeader('Server', device.model.server)
    response.setHeader('Content-Type', answer.type)
    if (answer.stream) return sendStream(response, answer.stream, fault)
    const isXml = answer.type.startsWith('application/xml')
    const garbled = fault?.garbled && isXml && typeof answer.body === 'string' ? garble(answer.body) : answer.body
    const body = Buffer.from(garbled as string)
    if (challenges.length > 0) response.setHeader('WWW-Authenticate', challenges)
    response.setHeader('Content-Length', body.length)
    if (fault?.cut === undefined) return response.end(body)
    response.write(body.subarray(0, fault.cut === true ? body.length >> 1 : fault.cut), () =>
      setTimeout(() => response.socket?.destroy(), 10),
    )
    // Without a body to write, the headers still go out first.
    response.flushHeaders()
  }

  async function answerOf(asked: Asked, account: Account, fault: Fault | null): Promise<Answer> {
    const { method, path, body } = asked
    if (fault?.status === 403 || fault?.status === 503) return refuse(device, path, refusalOf[fault.status])
    if (fault?.refusal) return refuse(device, path, fault.refusal, 200)
    if (!path.toLowerCase().startsWith('/isapi/')) return htmlError(404, 'Not Found', "Can't open document")
    if (!mayAsk(device, account, method, path)) return refuse(device, path, 'lowPrivilege')
    const found = router.find(method, path)
    if (found === null) return refuse(device, path, 'notSupport')
    if (found === 'method') return refuse(device, path, 'methodNotAllowed')
    return found.handle({ method, path, body, device, account }, found.params)
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? 'GET'
    const url = request.url ?? '/'
    const path = url.split('?', 1)[0]!
    const body = await bodyOf(request)
    if (path === '/sim' || path.startsWith('/sim/')) return control(method, path, body, request, response)

    const respond = (answer: Answer, fault: Fault | null, challenges?: string[]) => {
      stats.record(method, url, answer.status)
      send(response, answer, fault, challenges)
    }
    // A stream that stays open is no question that waits.
    const done = stats.begin()
    response.on('close', done)
    if (delay > 0) await Bun.sleep(delay)
    const account = login.check({ method, url, authorization: request.headers.authorization })
    if ('challenges' in account) return respond(account.answer, null, account.challenges)

    const isStream = path.toLowerCase() === ALERT_STREAM_PATH.toLowerCase() && method === 'GET'
    // Cuts and garbling of a stream strike its parts, not its opening.
    const fault = faults.strike(path, isStream ? 'opening' : DOWNLOAD.test(path) ? 'file' : 'answer')
    if (fault?.slow) await Bun.sleep(fault.slow)
    if (response.destroyed) return
    if (fault?.status === 401) {
      const { answer, challenges } = login.refuse()
      return respond(answer, fault, challenges)
    }
    if (isStream && !fault?.status && !fault?.refusal && mayAsk(device, account, method, path)) {
      done()
      if (streams.open(response)) stats.record(method, url, 200)
      else respond(refuse(device, path, 'deployExceedMax'), null)
      return
    }
    const answer = await answerOf({ method, path, body }, account, fault)
    respond(answer, fault)
    const isReboot = method === 'PUT' && /^\/isapi\/system\/reboot\/?$/i.test(path) && answer.status === 200
    if (isReboot) response.on('finish', deps.onReboot)
  }

  return (request: IncomingMessage, response: ServerResponse): void => {
    response.on('error', () => {})
    serve(request, response).catch((error: unknown) => {
      console.error('The simulator failed to answer', request.url, error)
      response.socket?.destroy()
    })
  }
}
