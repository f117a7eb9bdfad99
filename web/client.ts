// How the UI asks the API: honest results, the token, and one renewal of it at a time.

export interface InputProblem {
  path: string
  message: string
}

/** What went wrong, in words for a person; `status` 0 is the network. */
export interface PageFault {
  status: number
  message: string
  problems: InputProblem[]
  /** A code of the second factor is needed beside the password. */
  asksCode?: true
}

/** Nobody could answer just now; any other fault is an answer about what was asked for. */
export const isPassing = ({ status }: PageFault): boolean =>
  status === 0 || status === 429 || (status >= 500 && status !== 501)

export type Answer<T> =
  | { kind: 'ok'; data: T }
  | { kind: 'fault'; fault: PageFault }
  | { kind: 'aborted' }
  | { kind: 'signed-out' }

/** A sign-in as this browser keeps it. */
export interface Kept {
  /** Null in a tab that has none yet. */
  access: string | null
  /** A refresh token that earlier pages kept; what renews now is a cookie. */
  former?: string
}

export interface TokenStore {
  /** Null: nobody is signed in. */
  read(): Kept | null
  write(access: string | null): void
}

export interface Ask {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  body?: unknown
  /** Sent as it is, instead of a body. */
  file?: Blob
  signal?: AbortSignal | undefined
  /** Sent without a token, and a 401 is the answer's own fault (sign-in). */
  open?: boolean
  /** Goes on when the page is left. */
  keepalive?: boolean
  /** The answer is a text as it stands, such as a table for spreadsheets. */
  text?: boolean
}

export interface Client {
  ask<T>(path: string, options?: Ask): Promise<Answer<T>>
  /** Says goodbye: whatever else is under way, or is asked before the answer is there, is aborted and not refused for want of a sign-in. */
  leave<T>(path: string, options?: Ask): Promise<Answer<T>>
}

export interface ClientDeps {
  address: (path: string) => string
  tokens: TokenStore
  /** The sign-in has ended and could not be renewed. */
  onSignedOut: () => void
  texts: { network: string; garbled: string; status: (status: number) => string }
  /** Runs renewals of several tabs one after the other. */
  inTurn?: <T>(work: () => Promise<T>) => Promise<T>
  fetch?: (url: string, init: RequestInit) => Promise<Response>
}

/** Retries nothing but a request that failed for an outdated token, once. */
export function createClient(deps: ClientDeps): Client {
  const send = deps.fetch ?? ((url, init) => fetch(url, init))
  const inTurn = deps.inTurn ?? ((work) => work())
  let renewal: Promise<boolean> | null = null
  /** Ends what was asked in this sign-in. */
  let staying = new AbortController()
  let isLeaving = false

  const request = async (path: string, options: Ask, token: string | undefined): Promise<Response | Answer<never>> => {
    const headers: Record<string, string> = { accept: 'application/json' }
    if (token) headers.authorization = `Bearer ${token}`
    if (options.body !== undefined) headers['content-type'] = 'application/json'
    if (options.file) headers['content-type'] = 'application/octet-stream'
    try {
      return await send(deps.address(path), {
        method: options.method ?? 'GET',
        headers,
        cache: 'no-store',
        ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
        ...(options.file ? { body: options.file } : {}),
        ...(options.signal ? { signal: options.signal } : {}),
        ...(options.keepalive ? { keepalive: true } : {}),
      })
    } catch {
      if (options.signal?.aborted) return { kind: 'aborted' }
      return { kind: 'fault', fault: { status: 0, message: deps.texts.network, problems: [] } }
    }
  }

  // True when another token is there afterwards.
  const renew = (used: string | null): Promise<boolean> => {
    renewal ??= inTurn(async () => {
      const kept = deps.tokens.read()
      if (!kept) return false
      if (kept.access !== null && kept.access !== used) return true
      const { former } = kept
      const body = { cookie: true, ...(former === undefined ? {} : { refresh_token: former }) }
      const response = await request('/api/auth/refresh', { method: 'POST', body }, undefined)
      if (!(response instanceof Response)) throw response
      const data = await json(response)
      const fresh = response.ok ? accessIn(data) : null
      // An appliance that is just starting or busy has not said no; neither has an answer that breaks off as the page is left.
      if (!fresh && !SAYS_NO.has(response.status))
        throw { kind: 'fault', fault: faultIn(response.status, data, deps.texts) } satisfies Answer<never>
      deps.tokens.write(fresh)
      return fresh !== null
    }).finally(() => {
      renewal = null
    })
    return renewal
  }

  const signedOut = (): Answer<never> => {
    deps.onSignedOut()
    return { kind: 'signed-out' }
  }

  const ask = async <T>(path: string, given: Ask = {}): Promise<Answer<T>> => {
    if (isLeaving) return { kind: 'aborted' }
    const { signal } = staying
    const options = { ...given, signal: given.signal ? AbortSignal.any([signal, given.signal]) : signal }
    const kept = options.open ? null : deps.tokens.read()
    if (!options.open && !kept) return signedOut()
    let used = kept?.access ?? null
    let response = options.open || used ? await request(path, options, used ?? undefined) : null
    if (response === null || (kept && response instanceof Response && response.status === 401)) {
      const renewed = await renew(used).catch((answer: Answer<never>) => answer)
      if (options.signal.aborted) return { kind: 'aborted' }
      if (typeof renewed !== 'boolean') return renewed
      used = renewed ? (deps.tokens.read()?.access ?? null) : null
      if (used === null) return signedOut()
      response = await request(path, options, used)
      if (response instanceof Response && response.status === 401) return signedOut()
    }
    if (!(response instanceof Response)) return response
    const data = options.text && response.ok ? await response.text() : await json(response)
    if (options.signal.aborted) return { kind: 'aborted' }
    if (response.ok && data !== GARBLED) return { kind: 'ok', data: data as T }
    return { kind: 'fault', fault: faultIn(response.status, data, deps.texts) }
  }
  return {
    ask,
    async leave(path, options) {
      staying.abort()
      staying = new AbortController()
      const last = ask<never>(path, options)
      isLeaving = true
      try {
        return await last
      } finally {
        isLeaving = false
      }
    },
  }
}

/** A renewal that is answered so will never succeed: the token is not good, nor there, nor ours to use. */
const SAYS_NO = new Set([400, 401, 403])

const GARBLED = Symbol('garbled')

async function json(response: Response): Promise<unknown> {
  try {
    const text = await response.text()
    return text === '' ? null : (JSON.parse(text) as unknown)
  } catch {
    return GARBLED
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const textIn = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

function faultIn(status: number, data: unknown, texts: ClientDeps['texts']): PageFault {
  if (!isRecord(data)) return { status, message: status < 400 ? texts.garbled : texts.status(status), problems: [] }
  const message = textIn(data.detail) ?? textIn(data.message) ?? textIn(data.error) ?? texts.status(status)
  const listed = Array.isArray(data.errors) ? data.errors : []
  const problems = listed.filter(isRecord).map((entry) => ({
    path: (textIn(entry.path) ?? textIn(entry.field) ?? '').replace(/^body\./, ''),
    message: textIn(entry.message) ?? '',
  }))
  return { status, message, problems, ...(data.totp_required === true ? { asksCode: true } : {}) }
}

/** The access token in an answer of sign-in, registration or renewal. */
export function accessIn(data: unknown): string | null {
  return isRecord(data) ? (textIn(data.access_token) ?? textIn(data.token)) : null
}
