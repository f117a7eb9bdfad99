// Errors as answers under `/api`, `/hls` and `/media`: one body with the keys of both documented APIs.
import type { Context, ErrorHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { z } from 'zod'
import { Fault } from '../domain/fault.ts'
import { asFault, statusOf } from '../errors.ts'
import type { Log } from '../log.ts'

/** Where the two APIs use different words for one thing: ours (`detail`) → the other's (`error`). */
const OTHER_WORDS: Record<string, string> = {
  'Authorization header missing': 'No token provided',
  'Old password incorrect': 'Invalid current password',
  'Insufficient permissions: Only an admin of the household may change this': 'Forbidden: Admin access required',
}
const MISSING = 'is required'

/** What is missing in the body, by name. */
const missingIn = ({ problems }: Fault) =>
  problems.flatMap(({ path, message }) =>
    message === MISSING && path.startsWith('body.') ? [path.slice('body.'.length)] : [],
  )

/** In the words of the VMS API where it has some. */
function otherWords(fault: Fault): string {
  const [first] = fault.problems
  if (first?.path === 'path.id' && first.code === 'invalid_format') return 'Invalid id format'
  if (missingIn(fault).length > 0 && first?.message === MISSING) return 'Missing required fields'
  return OTHER_WORDS[fault.message] ?? fault.message
}

export const problemSchema = z
  .object({
    success: z.literal(false),
    error: z.string(),
    message: z.string(),
    detail: z.string().meta({ description: 'What happened, to what, and what to do' }),
    errors: z
      .array(z.object({ path: z.string(), code: z.string(), message: z.string() }))
      .optional()
      .meta({ description: 'What is wrong with the input, by place: `body.username`' }),
    fields: z.array(z.string()).optional().meta({ description: 'What is missing in the body, by name' }),
    retryAfter: z.number().optional().meta({ description: 'Seconds, as in `Retry-After`' }),
    tries_left: z
      .int()
      .optional()
      .meta({ description: 'So often may a login be tried before the device locks itself' }),
    totp_required: z
      .literal(true)
      .optional()
      .meta({ description: 'At login: the password is right, and `totp_code` is missing or not good' }),
  })
  .meta({ id: 'Problem', description: 'Why something was not done' })

export type ProblemBody = z.output<typeof problemSchema>

/** The body alone. */
export function problemBody(fault: Fault): ProblemBody {
  const fields = missingIn(fault)
  return {
    success: false,
    error: otherWords(fault),
    message: fault.message,
    detail: fault.message,
    ...(fault.problems.length ? { errors: fault.problems } : {}),
    ...(fields.length ? { fields } : {}),
    ...(fault.retryAfterSeconds === undefined ? {} : { retryAfter: fault.retryAfterSeconds }),
    ...(fault.triesLeft === undefined ? {} : { tries_left: fault.triesLeft }),
    ...(fault.asksCode ? { totp_required: true } : {}),
  }
}

export function problem(fault: Fault): Response {
  const headers = new Headers({ 'cache-control': 'no-store' })
  if (fault.kind === 'not-signed-in') headers.set('www-authenticate', 'Bearer realm="porchlight"')
  if (fault.retryAfterSeconds !== undefined) headers.set('retry-after', String(fault.retryAfterSeconds))
  return Response.json(problemBody(fault), { status: statusOf(fault), headers })
}

/** A known path asked for in a way that it does not have. */
export function methodNotAllowed(method: string, allowed: string[]): Response {
  const text = `${method} is not possible here, only ${allowed.join(', ')}`
  const body: ProblemBody = { success: false, error: text, message: text, detail: text }
  return Response.json(body, { status: 405, headers: { allow: allowed.join(', '), 'cache-control': 'no-store' } })
}

/** What a thrown thing becomes: a Fault, Hono's own refusals of a request, or an internal error that says nothing. */
function faultOf(error: unknown): Fault {
  if (!(error instanceof HTTPException)) return asFault(error)
  if (error.status === 413) return new Fault('too-large', 'The request body is too large')
  return error.status < 500
    ? new Fault('invalid-input', error.message || 'Bad request', { cause: error })
    : asFault(error)
}

/** The root's `onError`: answers, and logs what nobody here foresaw, with its cause and the id that the client was given. */
export function createErrorHandler(log: Log, answer: (fault: Fault, c: Context) => Response = problem): ErrorHandler {
  return (error, c) => {
    const fault = faultOf(error)
    if (fault.kind === 'internal' || (fault.kind === 'disk-full' && fault !== error))
      log.error('A request failed', {
        method: c.req.method,
        // The path may hold a ticket; its pattern does not.
        route: c.req.routePath,
        request: c.get('requestId'),
        error: fault.cause ?? fault,
      })
    return answer(fault, c)
  }
}
