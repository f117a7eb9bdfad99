// The one door to a camera over SOAP: the package writes and reads the letters, everything else about a request is ours.
import { Cam } from 'onvif'
// @ts-expect-error: the package gives no types for the file with its reader
import { parseSOAPString } from 'onvif/lib/utils.js'
import { z } from 'zod'
import { type DriverContext, Fault, type Target } from '#plugin'
import { createDigest } from './digest.ts'
import { faultOfNetwork, faultOfSoap, isNoHttp, isRefusal, noOnvif, redirected, refusedLogin } from './faults.ts'
import { createHttp, portOf, type Reply } from './http.ts'
import { actionOf, type Letter, type Parse, plain, readLetter } from './letters.ts'
import { type Answered, createLogin, type Question } from './login.ts'
import { listOf, maybe, text } from './shapes.ts'
import { readTime, type Time } from './time.ts'

/** The package's client, to call one of its public methods on. What it keeps of itself lasts for that call only. */
export type Camera = Cam
/** What the package's methods call in the end. */
export type Done = (error: Error | null, answer?: unknown) => void

/** As the package names them in what it asks for. */
export type Service = 'device' | 'media' | 'media2' | 'ptz' | 'imaging' | 'events' | 'deviceIO' | 'analytics'

export interface CallOptions {
  /** Ends this call beside the session's own end. */
  signal?: AbortSignal
  /** For an answer; 10 s when left out. */
  waitMs?: number
  /** The camera answers when something happens: such a call passes by the limit on requests. */
  waits?: boolean
}

export interface AskOptions extends CallOptions {
  /** An address that the camera told, as that of a pull point, instead of the service's own. */
  at?: string
  /** Elements for the letter's header. */
  header?: string
}

export interface OnvifClient {
  /**
   * Calls one method of the package in `run`; `what` completes “the camera cannot …” in faults. The answer is as the package makes it:
   * numbers and booleans where something looks like one, which loses what is none (a token `1.0`): where that matters, `ask`.
   */
  call<T>(
    what: string,
    schema: z.ZodType<T>,
    run: (camera: Camera, done: Done) => void,
    options?: CallOptions,
  ): Promise<T>
  /**
   * For what the package has no method for, or reads with loss. `body` is the operation's element with its namespace; what comes from
   * people or cameras goes into it through `escapeXml`. The schema sees what stands within `Body`, by its response's name: every value as
   * it was written, attributes under `$`, names with a small first letter unless the second is a capital or digit (`getProfilesResponse`,
   * `XAddr`, `PTZConfiguration`), several of a kind as a list and one as itself (`listOf`).
   */
  ask<T>(what: string, service: Service, body: string, schema: z.ZodType<T>, options?: AskOptions): Promise<T>
  /** Learns where the services are; before it only `device` is known. */
  learnServices(): Promise<void>
  has(service: Service): boolean
  /** An address that the camera told, on the camera: another host than those that we know it by is one behind NAT. */
  located(told: string): URL
  /** What the camera's clock says. */
  time(): Promise<Time>
  /** A picture at an address that the camera told, under HTTP Digest. */
  picture(what: string, told: string): Promise<Buffer>
  close(): void
}

const WAIT_MS = 10_000
const OLD = ['unsupported', 'device-garbled', 'device-denied', 'invalid-input', 'not-found', 'device-unreachable']
const DEVICE = '/onvif/device_service'
const PROOF = '<GetDeviceInformation xmlns="http://www.onvif.org/ver10/device/wsdl"/>'
const TIME = '<GetSystemDateAndTime xmlns="http://www.onvif.org/ver10/device/wsdl"/>'
const SERVICES =
  '<GetServices xmlns="http://www.onvif.org/ver10/device/wsdl"><IncludeCapability>false</IncludeCapability></GetServices>'
const CAPABILITIES =
  '<GetCapabilities xmlns="http://www.onvif.org/ver10/device/wsdl"><Category>All</Category></GetCapabilities>'

const NAMED: Record<string, Service> = {
  'ver10/device': 'device',
  'ver10/media': 'media',
  'ver20/media': 'media2',
  'ver20/ptz': 'ptz',
  'ver20/imaging': 'imaging',
  'ver10/events': 'events',
  'ver10/deviceIO': 'deviceIO',
  'ver20/analytics': 'analytics',
}

const Services = z.object({
  getServicesResponse: z.object({ service: listOf(z.object({ namespace: text, XAddr: text })) }),
})
const Told = maybe(z.object({ XAddr: text }))
const Capabilities = z.object({
  getCapabilitiesResponse: z.object({
    capabilities: z.object({
      ...{ media: Told, PTZ: Told, imaging: Told, events: Told, analytics: Told },
      extension: maybe(z.object({ deviceIO: Told })),
    }),
  }),
})
export interface OnvifClientOptions {
  target: Target
  context: DriverContext
  /** The address to connect to. */
  connectTo: string
  /** Ends all that is under way. */
  signal: AbortSignal
}

/** A signal that ends with any of its sources or after a while, and knows which. */
function deadline(waitMs: number, sources: readonly (AbortSignal | undefined)[]) {
  const controller = new AbortController()
  const abort = () => controller.abort()
  let late = false
  const timer = setTimeout(() => {
    late = true
    abort()
  }, waitMs)
  for (const source of sources) {
    if (source?.aborted) abort()
    source?.addEventListener('abort', abort)
  }
  return {
    signal: controller.signal,
    late: () => late,
    end() {
      clearTimeout(timer)
      for (const source of sources) source?.removeEventListener('abort', abort)
    },
  }
}

const envelope = (body: string, header = '') =>
  '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing">' +
  `<s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`

export function createOnvifClient({ target, context, connectTo, signal: session }: OnvifClientOptions): OnvifClient {
  const base = new URL(target.address)
  if (base.pathname === '/') base.pathname = DEVICE
  const device = base.hostname
  const { username, password } = target
  const http = createHttp({
    ...{ url: base, connectTo, verifyTls: target.verifyTls, pinned: target.pinnedCertificate },
    shown: (certificate) => context.shown(certificate),
  })
  const services = new Map<Service, URL>([['device', base]])
  let spoken = false

  // It signs nothing: it would do so before we know how, and ask again with Digest after a refused token.
  const cam = new Cam({ hostname: device, username, password, autoconnect: false, useWSSecurity: false })
  const digestOf = () =>
    createDigest((challenge, method, path, count) => {
      const own = Object.assign(Object.create(cam), { updateNC: () => count })
      return (own as { digestAuth(all: string[], asked: object): string }).digestAuth([challenge], { method, path })
    })

  function closed(): Fault {
    // The core ends a session for a reason that people may read.
    if (session.reason instanceof Fault) return session.reason
    return new Fault('device-unreachable', `The connection to ${device} was closed`)
  }

  const garbled = (what: string, options?: { cause: unknown }) =>
    new Fault(
      'device-garbled',
      `${device} sent an answer that makes no sense when it was to ${what}: try again.`,
      options,
    )

  function located(told: string): URL {
    if (!URL.canParse(told.trim())) throw new Fault('device-garbled', `${device} named an address that is none.`)
    const url = new URL(told.trim())
    const known = [device, connectTo, `[${connectTo}]`].includes(url.hostname) && url.protocol === base.protocol
    const port = known ? portOf(url) : portOf(base)
    return new URL(`${base.protocol}//${device}:${port}${url.pathname}${url.search}`)
  }

  async function within<T>(what: string, options: CallOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (session.aborted || options.signal?.aborted) throw closed()
    const waitMs = options.waitMs ?? WAIT_MS
    const wait = deadline(waitMs, [session, options.signal])
    try {
      return await work(wait.signal)
    } catch (error) {
      if (error instanceof Fault) throw error
      const cause = { cause: error }
      if (wait.late())
        throw new Fault('device-timeout', `${device} did not ${what} within ${Math.round(waitMs / 1000)} s`, cause)
      if (wait.signal.aborted) throw closed()
      throw isNoHttp(error) && spoken ? garbled(what, cause) : faultOfNetwork(error, base)
    } finally {
      wait.end()
    }
  }

  /** One letter to and fro. Nobody queues within its time: what waits for its turn has not begun. */
  function question(what: string, text: string, url: URL, options: CallOptions): Question {
    const { name, namespace } = actionOf(text)
    const headers = { 'Content-Type': `application/soap+xml; charset=utf-8; action="${namespace}/${name}"` }
    return {
      ...{ what, text, path: url.pathname + url.search, waits: options.waits ?? false },
      send: (body, authorization) =>
        within(what, options, async (signal): Promise<Answered> => {
          const signed = authorization === undefined ? headers : { ...headers, Authorization: authorization }
          const outgoing = { method: 'POST' as const, url, headers: signed, body, repeatable: name.startsWith('Get') }
          const { status, challenges, location, bytes }: Reply = await http.send({ ...outgoing, signal })
          if (status >= 300 && status < 400) throw redirected(base, location)
          const xml = bytes.toString('utf8')
          const letter: Letter = readLetter(parseSOAPString as Parse, xml)
          spoken ||= letter.body !== null
          return { status, challenges, letter, xml }
        }),
    }
  }

  const login = createLogin({
    ...{ device, username, password, digest: digestOf(), now: () => context.now() },
    readClock: () => time('tell its time'),
    proof: () => question('sign in', envelope(PROOF), base, {}),
  })

  /** Asked without a login, which would be signed with the time that is asked for; with one where the camera insists. */
  async function askTime(what: string): Promise<Letter | null> {
    const open = question(what, envelope(TIME), base, {})
    const { letter, status } = await open.send(open.text, undefined)
    if (isRefusal(status, letter.fault)) return (await perform(what, open.text, base, {})).letter
    if (letter.fault) throw faultOfSoap(device, what, status, letter.fault)
    // Whether this is a camera at all, the next question tells.
    if (status === 501) return null
    if (letter.body === null) throw noOnvif(device, status)
    return letter
  }

  async function time(what: string): Promise<Time> {
    const asked = context.now().getTime()
    const letter = await askTime(what).catch((error: unknown) => {
      if (error instanceof Fault && error.kind === 'unsupported') return null
      throw error
    })
    // The camera looked at its clock about half way through.
    const read = readTime(plain(letter?.body), new Date((asked + context.now().getTime()) / 2))
    login.clockRead(read.aheadMs)
    return read
  }

  /** What the camera said to it; any refusal is a Fault. */
  async function perform(what: string, text: string, url: URL, options: CallOptions): Promise<Answered> {
    const answered = await login.ask(question(what, text, url, options))
    if (actionOf(text).name === 'SetSystemDateAndTime') login.clockRead(undefined)
    const { status, letter } = answered
    if (letter.fault) throw faultOfSoap(device, what, status, letter.fault)
    if (letter.body !== null && status < 400) return answered
    if (!spoken) throw noOnvif(device, status)
    if ([404, 405, 501].includes(status)) throw new Fault('unsupported', `${device} cannot ${what}`)
    if (status === 503 || status === 429)
      throw new Fault('device-busy', `${device} is busy and did not ${what}`, { retryAfterSeconds: 5 })
    throw garbled(what)
  }

  function urlOf(service: Service, what: string): URL {
    const url = services.get(service)
    if (!url) throw new Fault('unsupported', `${device} cannot ${what}`)
    return url
  }

  function checked<T>(what: string, schema: z.ZodType<T>, answer: unknown): T {
    const { success, data, error } = schema.safeParse(answer)
    if (success) return data
    throw new Fault('device-garbled', `${device} answered in an unknown way when it was to ${what}.`, { cause: error })
  }

  const limited = <T>(options: CallOptions, work: () => Promise<T>) => (options.waits ? work() : context.limit(work))

  function call<T>(
    what: string,
    schema: z.ZodType<T>,
    run: (camera: Camera, done: Done) => void,
    options: CallOptions = {},
  ): Promise<T> {
    return limited(options, async () => {
      const { promise, resolve, reject } = Promise.withResolvers<unknown>()
      const garbled = (cause: unknown) =>
        new Fault('device-garbled', `${device} answered in an unknown way when it was to ${what}.`, { cause })
      const view: Camera = Object.assign(Object.create(cam), {
        _parseUrl: (told: string | { _: string }) => located(typeof told === 'object' ? told._ : told),
        async _request(asked: { body: string; service?: Service; url?: URL }, told: (...answer: unknown[]) => void) {
          try {
            const url = asked.url ?? urlOf(asked.service ?? 'device', what)
            const { letter, xml, status } = await perform(what, asked.body, url, options)
            told.call(view, null, letter.body, xml, status)
          } catch (error) {
            reject(error instanceof Fault ? error : garbled(error))
          }
        },
      })
      try {
        run(view, (error, answer) => (error ? reject(garbled(error)) : resolve(answer)))
      } catch (error) {
        reject(garbled(error))
      }
      return checked(what, schema, await promise)
    })
  }

  async function ask<T>(
    what: string,
    service: Service,
    body: string,
    schema: z.ZodType<T>,
    options: AskOptions = {},
  ): Promise<T> {
    const url = options.at === undefined ? urlOf(service, what) : located(options.at)
    return limited(options, async () => {
      const { letter } = await perform(what, envelope(body, options.header), url, options)
      return checked(what, schema, plain(letter.body))
    })
  }

  return {
    ...{ call, ask, located },
    has: (service) => services.has(service),
    time: () => context.limit(() => time('tell its time')),
    async learnServices() {
      const what = 'say which services it has'
      const add = (name: Service, told: string) => {
        if (name !== 'device' && !services.has(name) && URL.canParse(told.trim())) services.set(name, located(told))
      }
      /** Cameras from before GetServices say in many ways that they do not know it; some leave out in it what they have. */
      const orOld = async (asking: Promise<void>): Promise<boolean> => {
        try {
          await asking
          return true
        } catch (error) {
          if (!(error instanceof Fault) || !OLD.includes(error.kind)) throw error
          return false
        }
      }
      const byCapabilities = async () => {
        const { capabilities } = (await ask(what, 'device', CAPABILITIES, Capabilities)).getCapabilitiesResponse
        const { PTZ: ptz, extension, ...rest } = capabilities
        for (const [name, told] of Object.entries({ ...rest, ptz, deviceIO: extension?.deviceIO }))
          if (told) add(name as Service, told.XAddr)
      }
      const byServices = async () => {
        const { getServicesResponse } = await ask(what, 'device', SERVICES, Services)
        for (const { namespace, XAddr } of getServicesResponse.service) {
          const [, path = ''] = /^https?:\/\/www\.onvif\.org\/(ver\d+\/[^/]+)/.exec(namespace) ?? []
          const name = NAMED[path]
          if (name) add(name, XAddr)
        }
      }
      if (!(await orOld(byServices()))) await byCapabilities()
      else if (!services.has('events')) await orOld(byCapabilities())
    },
    picture: (what, told) =>
      context.limit(() =>
        within(what, {}, async (signal) => {
          const url = located(told)
          const get = (authorization?: string) =>
            http.send({
              ...{ method: 'GET' as const, url, repeatable: true, signal },
              ...(authorization === undefined ? {} : { headers: { Authorization: authorization } }),
            })
          let reply = await get()
          if (reply.status === 401) {
            const digest = digestOf()
            if (digest.challenged(reply.challenges)) {
              reply = await get(digest.authorization('GET', url.pathname + url.search))
              if (reply.status === 401) throw refusedLogin(device, null)
            }
          }
          const { status, bytes, location } = reply
          if (status >= 300 && status < 400) throw redirected(base, location)
          // A token of SOAP has no place in a question for a picture.
          if ([400, 401, 403].includes(status))
            throw new Fault('unsupported', `${device} lets nobody fetch pictures with HTTP Digest (HTTP ${status})`)
          if (status === 404) throw new Fault('unsupported', `${device} has no picture there`)
          if (status === 503 || status === 429)
            throw new Fault('device-busy', `${device} is busy and did not ${what}`, { retryAfterSeconds: 5 })
          if (status !== 200) throw new Fault('device-garbled', `${device} did not ${what} (HTTP ${status})`)
          return bytes
        }),
      ),
    close() {
      http.close()
    },
  }
}
