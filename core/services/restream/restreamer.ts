// A program that hands our cameras' video on: what we ask of it, whichever it is, and how we ask over HTTP.
import { Fault } from '../../domain/fault.ts'

/** Where its API is, and the login for it. */
export interface Place {
  api: string
  username: string | null
  password: string | null
}

export interface Restreamer {
  /** Names of all paths there, each with the address that it reads; null where it does not say. */
  list(signal: AbortSignal): Promise<Map<string, string | null>>
  /** Fault `invalid-input` where it takes this very address not. */
  put(name: string, address: string, isThere: boolean, signal: AbortSignal): Promise<void>
  /** One that is not there is removed already. */
  remove(name: string, signal: AbortSignal): Promise<void>
}

export interface Asking {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the API's address, without a slash at the beginning. */
  path: string
  query?: Record<string, string>
  body?: unknown
  signal: AbortSignal
}

export interface Answer {
  status: number
  /** Null where it is no JSON. */
  body: unknown
}

const ANSWER_MS = 5000
const MOST_BYTES = 16_777_216

/**
 * Answers of 2xx, 400 and 404; a Fault in words for people for everything else. What went wrong below is never passed on:
 * it would name the address that was asked for, and go2rtc's holds the camera's login.
 */
export async function ask(place: Place, { method = 'GET', path, query, body, signal }: Asking): Promise<Answer> {
  const url = new URL(path, place.api.endsWith('/') ? place.api : `${place.api}/`)
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value)
  const login = place.username === null ? null : `${place.username}:${place.password ?? ''}`
  let status: number
  let text: string
  try {
    const answer = await fetch(url, {
      method,
      headers: {
        ...(login === null ? {} : { authorization: `Basic ${Buffer.from(login).toString('base64')}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
    })
    status = answer.status
    text = await readSome(answer)
  } catch {
    throw new Fault('not-ready', 'The restreamer does not answer')
  }
  if (status === 401 || status === 403) throw new Fault('not-allowed', 'The restreamer refuses our login')
  if ((status < 200 || status > 299) && status !== 400 && status !== 404)
    throw new Fault('not-ready', `The restreamer answers with status ${status}`)
  return { status, body: parsed(text) }
}

/** Throws when there is more than any list of ours could be. */
async function readSome(answer: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of answer.body ?? []) {
    bytes += part.length
    if (bytes > MOST_BYTES) throw new Error('Too long')
    parts.push(part)
  }
  return Buffer.concat(parts).toString()
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export const strange = (): Fault => new Fault('unsupported', 'What answers there is not the restreamer that was chosen')

/** Why it cannot be used: there is no good answer, it refuses our login, or it is another program. */
export type Trouble = 'silent' | 'login' | 'strange'

export const troubleOf = ({ kind }: Fault): Trouble =>
  kind === 'not-allowed' ? 'login' : kind === 'unsupported' ? 'strange' : 'silent'
