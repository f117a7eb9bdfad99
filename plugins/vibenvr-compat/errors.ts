// Errors as VibeNVR's clients read them: `{detail}`, a list of what is wrong with the input, and `{error}` for who asks too often.
import { Fault, statusOf } from '#plugin'

const answer = (status: number, body: object, headers: Record<string, string> = {}) =>
  Response.json(body, { status, headers })

export const nothing = (): Response => answer(404, { detail: 'Not Found' })

export const notAllowed = (allowed: readonly string[]): Response =>
  answer(405, { detail: 'Method Not Allowed' }, { allow: allowed.join(', ') })

export const NOTHING_SHOWN = 'Not authenticated'
export const NOT_VALID = 'Could not validate credentials'
export const NO_MEDIA = 'Missing media authentication'
export const BAD_MEDIA = 'Invalid token'
export const BAD_FILE = 'Invalid media authentication'
export const NO_QUERY =
  'A token in an address is not taken: send it as the cookie media_token, or as Authorization: Bearer'
export const NO_KEY = 'API Key required'
export const BAD_KEY = 'Invalid or inactive API Key'
export const OLD_KEY = 'API Key has expired'
/** Where no name and password would help: an element of a page wanted a picture, or a key is wanted. */
const NOT_BY_BEARER = [NO_MEDIA, BAD_MEDIA, BAD_FILE, NO_QUERY, NO_KEY, BAD_KEY, OLD_KEY]

/** The core says it in its own words where nothing was shown at all. */
const words = (message: string) => (message === 'Authorization header missing' ? NOTHING_SHOWN : message)

export function errorAnswer(fault: Fault): Response {
  const { kind, message, problems, retryAfterSeconds: seconds } = fault
  if (kind === 'too-many')
    return answer(429, { error: message }, seconds === undefined ? {} : { 'retry-after': String(seconds) })
  if (problems.length > 0 && (kind === 'invalid-input' || kind === 'wrong-type'))
    return answer(422, { detail: problems.map(problemOut) })
  const detail = words(message)
  const bearer = kind === 'not-signed-in' && !NOT_BY_BEARER.includes(detail)
  return answer(statusOf(fault), { detail }, bearer ? { 'www-authenticate': 'Bearer' } : {})
}

/** One problem of the input, for a body, query or path that a route read by itself. `at`: `body.username`. */
export const wrong = (at: string, message: string, code = 'value_error'): Fault =>
  new Fault('invalid-input', message, { problems: [{ path: at, code, message }] })

/** Of schemas and of our own, in the words of those clients. */
const TYPES: Record<string, string> = {
  invalid_type: 'type_error',
  too_small: 'greater_than_equal',
  too_big: 'less_than_equal',
  invalid_value: 'literal_error',
  malformed: 'json_invalid',
  content_type: 'model_attributes_type',
}

function problemOut({ path, code, message }: Fault['problems'][number]) {
  const loc = path.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part))
  if (message === 'is required') return { type: 'missing', loc, msg: 'Field required', input: null }
  const isId = code === 'invalid_format' && loc[0] === 'path'
  const type = isId ? 'int_parsing' : code === 'invalid_format' ? 'string_pattern_mismatch' : (TYPES[code] ?? code)
  const msg = isId ? 'Input should be a valid integer, unable to parse string as an integer' : message
  // What was sent may be a password, and is not told back.
  return { type, loc, msg, input: null }
}
