// The one door to a device over HTTP: signed in, limited, with a timeout, and with faults instead of errors.
import { Fault } from '#plugin'
import { deniedRight, faultOfAnswer, faultOfNetwork, lockState, refusedLogin, xmlOrNull } from './faults.ts'
import { myTurn } from './in-turn.ts'
import { createLogin } from './login.ts'
import { createTransport } from './transport.ts'
import { MAX_DOCUMENT, type Node, readXml, text } from './xml.ts'

/** A whole answer, whatever its status. */
export interface Answer {
  status: number
  contentType: string
  bytes: Uint8Array
  text(): string
}

/** A document, or the fault with which the device said that it has none. */
export type Found = { document: Node; fault: null } | { document: null; fault: Fault }

export interface FetchOptions {
  method?: 'GET' | 'PUT' | 'POST' | 'DELETE'
  body?: string
  repeatable?: boolean
  maxBytes?: number
  timeoutMs?: number
  /** Ends this request beside the session's own end. */
  signal?: AbortSignal
}

export interface StreamOptions extends Pick<FetchOptions, 'method' | 'body'> {
  /** For the headers; those of a body come at once or late. */
  timeoutMs?: number
}

export interface IsapiClient {
  /** The root of a document; any refusal is a Fault. */
  get(path: string): Promise<Node>
  /** The same, but a document that this device does not have is no error. Timeouts, broken and busy answers are. */
  find(path: string): Promise<Found>
  /** An answer of any kind and status up to `maxBytes`; only the network, the login and redirects fail. */
  fetch(path: string, options?: FetchOptions): Promise<Answer>
  /** A document as the device wrote it, to be changed and sent back; any refusal is a Fault. */
  read(path: string): Promise<string>
  /** Asks with a document, as searches do; any refusal is a Fault. */
  ask(path: string, xml: string, signal?: AbortSignal): Promise<Node>
  /** Sends a document, or nothing, to be put in force. A value that the device does not take is Fault `invalid-input`. */
  put(path: string, xml: string, options?: { repeatable?: boolean }): Promise<{ rebootRequired: boolean }>
  /** Takes away what a path names; any refusal is a Fault. */
  remove(path: string): Promise<void>
  /** A body without end, outside the limiter; the timeout ends with its headers. The caller cancels it by `signal`. */
  stream(path: string, signal: AbortSignal, asked?: StreamOptions): Promise<Response>
  close(): void
}

export interface ClientOptions {
  url: URL
  /** The address to connect to. */
  connectTo: string
  username: string
  password: string
  verifyTls: boolean
  pinnedCertificate: string | null
  shown(certificate: string): void
  limit<T>(work: () => Promise<T>): Promise<T>
  signal: AbortSignal
  timeoutMs?: number
}

const TIMEOUT_MS = 10_000
/** Bytes of a document that takes milliseconds to read. */
const LARGE = 8 * 1024

/** A signal that ends with any of its sources or after a while, and knows which. */
function deadline(timeoutMs: number, sources: readonly AbortSignal[]) {
  const controller = new AbortController()
  const abort = () => controller.abort()
  let late = false
  const timer = setTimeout(() => {
    late = true
    abort()
  }, timeoutMs)
  for (const source of sources) {
    if (source.aborted) abort()
    source.addEventListener('abort', abort)
  }
  return {
    signal: controller.signal,
    late: () => late,
    abort,
    stopTimer: () => clearTimeout(timer),
    end() {
      clearTimeout(timer)
      for (const source of sources) source.removeEventListener('abort', abort)
    },
  }
}

async function readBody(response: Response, device: string, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > maxBytes) throw new Fault('device-garbled', `${device} sent an answer that is too large to be right.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

export function createClient(options: ClientOptions): IsapiClient {
  const { url, signal: session, timeoutMs = TIMEOUT_MS } = options
  const device = url.hostname
  const transport = createTransport({ ...options, pinned: options.pinnedCertificate })
  const { username, password } = options
  const login = createLogin({ device, username, password, send: transport.send })

  function closed(): Fault {
    // The core ends a session for a reason that people may read.
    if (session.reason instanceof Fault) return session.reason
    return new Fault('device-unreachable', `The connection to ${device} was closed`)
  }

  function translate(error: unknown, wait: ReturnType<typeof deadline>, begun: boolean, limitMs: number): Fault {
    if (error instanceof Fault) return error
    if (wait.late())
      return new Fault('device-timeout', `${device} did not answer within ${Math.round(limitMs / 1000)} s`, {
        cause: error,
      })
    return wait.signal.aborted ? closed() : faultOfNetwork(error, url, begun)
  }

  function refuseRedirect(response: Response): void {
    if (response.status < 300 || response.status > 399) return
    const to = response.headers.get('location') ?? ''
    if (url.protocol === 'http:' && /^https:/i.test(to)) {
      const port = URL.canParse(to) ? new URL(to).port : ''
      throw new Fault(
        'device-denied',
        `${device} answers over HTTPS only: write its address as https://${device}${port ? `:${port}` : ''}.`,
      )
    }
    throw new Fault(
      'device-garbled',
      `${device} sends visitors on to another address: give the address of the device itself.`,
    )
  }

  async function open(
    path: string,
    wait: ReturnType<typeof deadline>,
    { method = 'GET', body, repeatable = false }: FetchOptions = {},
  ): Promise<Response> {
    const sent = body === undefined ? {} : { body, headers: { 'Content-Type': 'application/xml; charset="UTF-8"' } }
    const response = await login.request({ method, path, repeatable, ...sent, signal: wait.signal })
    try {
      refuseRedirect(response)
    } catch (error) {
      await response.body?.cancel()
      throw error
    }
    return response
  }

  async function fetch(path: string, asked: FetchOptions = {}): Promise<Answer> {
    const { maxBytes = MAX_DOCUMENT, timeoutMs: limitMs = timeoutMs, signal } = asked
    return options.limit(async () => {
      if (session.aborted || signal?.aborted) throw closed()
      const wait = deadline(limitMs, signal ? [session, signal] : [session])
      let begun = false
      try {
        const response = await open(path, wait, asked)
        begun = true
        const bytes = await readBody(response, device, maxBytes)
        const answer: Answer = {
          status: response.status,
          contentType: response.headers.get('content-type') ?? '',
          bytes,
          text: () => new TextDecoder().decode(bytes),
        }
        if (answer.status === 403) endIfLocked(answer)
        return answer
      } catch (error) {
        throw translate(error, wait, begun, limitMs)
      } finally {
        wait.abort()
        wait.end()
      }
    })
  }

  /** Some devices tell of the lock with 403, where it would pass for a missing function. */
  function endIfLocked(answer: Answer): void {
    const state = lockState(answer.text())
    if (!state.locked) return
    const fault = refusedLogin(device, state)
    login.end(fault)
    throw fault
  }

  /** What a person asked for and the device did not take, told apart from what the user may not do at all. */
  function refusedValue(answer: Answer, fault: Fault): Fault {
    const root = xmlOrNull(answer.text())
    const word = text(root, 'subStatusCode') ?? text(root, 'statusString')
    if (fault.kind !== 'device-denied' || answer.status === 401 || deniedRight(word)) return fault
    return new Fault('invalid-input', `${device} did not take the new settings${word ? ` (${word})` : ''}.`, {
      cause: fault,
    })
  }

  async function put(path: string, xml: string, { repeatable = true } = {}): Promise<{ rebootRequired: boolean }> {
    return taken(path, await fetch(path, { method: 'PUT', body: xml, repeatable }))
  }

  function taken(path: string, answer: Answer): { rebootRequired: boolean } {
    const fault = faultOfAnswer(device, path, answer.status, answer.text())
    if (!fault) return { rebootRequired: false }
    if (fault.kind === 'not-ready') return { rebootRequired: true }
    throw refusedValue(answer, fault)
  }

  async function find(path: string): Promise<Found> {
    const answer = await fetch(path)
    const body = answer.text()
    const fault = faultOfAnswer(device, path, answer.status, body)
    if (fault) {
      // A server error on one document is how some models say that they do not have it (WIRE 0.3).
      const absent = fault.kind === 'unsupported' || fault.kind === 'device-denied' || answer.status === 500
      if (absent) return { document: null, fault }
      throw fault
    }
    return { document: readXml(body), fault: null }
  }

  return {
    find,
    fetch,
    put,
    async remove(path) {
      taken(path, await fetch(path, { method: 'DELETE', repeatable: true }))
    },
    async read(path) {
      const answer = await fetch(path)
      const fault = faultOfAnswer(device, path, answer.status, answer.text())
      if (fault) throw fault
      return answer.text()
    },
    async ask(path, xml, signal) {
      const answer = await fetch(path, { method: 'POST', body: xml, repeatable: true, signal })
      const fault = faultOfAnswer(device, path, answer.status, answer.text())
      if (fault) throw fault
      if (answer.bytes.byteLength > LARGE) await myTurn()
      return readXml(answer.text())
    },
    async get(path) {
      const found = await find(path)
      if (found.fault) throw found.fault
      return found.document
    },
    async stream(path, signal, { timeoutMs: limitMs = timeoutMs, ...asked } = {}) {
      const wait = deadline(limitMs, [session, signal])
      try {
        if (wait.signal.aborted) throw closed()
        const response = await open(path, wait, asked)
        if (response.ok) {
          wait.stopTimer()
          // The caller aborts in the end, whatever becomes of the stream: then nothing must hang on the session any more.
          signal.addEventListener('abort', wait.end, { once: true })
          return response
        }
        const body = new TextDecoder().decode(await readBody(response, device, MAX_DOCUMENT))
        throw faultOfAnswer(device, path, response.status, body) ?? closed()
      } catch (error) {
        wait.end()
        throw translate(error, wait, false, limitMs)
      }
    },
    close() {
      login.end(closed())
      transport.close()
    },
  }
}
