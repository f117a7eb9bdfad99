// Every error is `{error}` and a status, in LightNVR's words where its clients look for them.
import { Fault, statusOf } from '#plugin'

const answer = (status: number, error: string, headers: Record<string, string> = {}) =>
  Response.json({ error }, { status, headers })

export const nothing = (): Response => answer(404, 'Not Found')

export function errorAnswer(fault: Fault): Response {
  const { retryAfterSeconds: seconds } = fault
  return answer(statusOf(fault), wordsOf(fault), seconds === undefined ? {} : { 'retry-after': String(seconds) })
}

/** Who shows nothing is told no more than that. */
const UNSAID = ['Authorization header missing', 'Invalid token']

function wordsOf({ kind, message }: Fault): string {
  if (kind === 'not-signed-in' && UNSAID.includes(message)) return 'Unauthorized'
  return message
}

/** A file as it is answered, but that what lies beyond its end is refused in our way. */
export function inWords(file: Response): Response {
  if (file.status !== 416) return file
  const headers = new Headers(file.headers)
  headers.set('content-type', 'application/json')
  headers.delete('content-disposition')
  return new Response(JSON.stringify({ error: 'Range not satisfiable' }), { status: 416, headers })
}

/** What refuses a login, in the words that a login page of LightNVR's knows; any other fault is thrown. */
export function refusedLogin(error: unknown): Fault {
  if (!(error instanceof Fault)) throw error
  if (error.kind === 'not-signed-in' || error.kind === 'not-allowed')
    return new Fault('not-signed-in', 'Invalid credentials')
  if (error.kind !== 'too-many') throw error
  const { retryAfterSeconds } = error
  return new Fault('too-many', 'Too many login attempts. Please try again later.', {
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  })
}
