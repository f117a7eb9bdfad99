// Valid input or Fault `invalid-input`: one wrapper around every schema of every route, from which OpenAPI comes too.
import type { Context, Env, MiddlewareHandler } from 'hono'
import { resolver, uniqueSymbol } from 'hono-openapi'
import { z } from 'zod'
import { Fault, type InputProblem } from '../domain/fault.ts'
import { readJson } from './body.ts'
import { refuseOddText } from './limits.ts'

export { readText } from './body.ts'

type Target = 'json' | 'query' | 'param'

/** How the place is called in `errors[].path`. */
const PLACE: Record<Target, string> = { json: 'body', query: 'query', param: 'path' }

/** An id in a path of `/api`: our key or the uuid. */
export const idOrUuid = z
  .string()
  .regex(/^(\d{1,15}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$/, 'must be a number or a UUID')
  .meta({ description: 'Number or UUID' })

/** A whole number written in a path or query, read strictly: `1abc` and `1e2` are not numbers. */
export function wholeNumber(least: number, most: number) {
  return z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(least).max(most))
}

const units: Record<string, string> = { string: ' characters', array: ' items', set: ' items' }

/** Our words for what a schema does not say itself; they follow the name of the field. */
function wording(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : `must be ${article(issue.expected)}`
    case 'too_small':
      return `must be at least ${issue.minimum}${units[issue.origin] ?? ''}`
    case 'too_big':
      return `must be at most ${issue.maximum}${units[issue.origin] ?? ''}`
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map((value) => JSON.stringify(value)).join(', ')}`
    case 'invalid_format':
      return `must be a valid ${issue.format}`
    default:
      return 'is not valid'
  }
}

const article = (type: string) =>
  type === 'int'
    ? 'a whole number'
    : /^[aeiou]/.test(type)
      ? `an ${type}`
      : type === 'boolean'
        ? 'true or false'
        : `a ${type}`

/** Problems of a schema as Fault; its text is that of the first one and names the field. */
function faultOf(target: Target, error: z.core.$ZodError): Fault {
  const problems: InputProblem[] = error.issues.slice(0, 20).map((issue) => ({
    path: [PLACE[target], ...issue.path.map(String)].join('.'),
    code: issue.code ?? 'invalid',
    message: issue.message,
  }))
  return invalid(problems)
}

/** The fault for problems that a route or service found by itself. */
export function invalid(problems: InputProblem[]): Fault {
  const first = problems[0] ?? { path: 'body', code: 'invalid', message: 'is not valid' }
  const name = first.path.split('.').slice(1).join('.') || 'the request'
  const bare = /^(must|is|has|may|cannot) /.test(first.message)
  return new Fault('invalid-input', bare ? `${name} ${first.message}` : first.message, { problems })
}

function read(target: Target, c: Context): unknown {
  if (target === 'param') return c.req.param()
  return Object.fromEntries(
    Object.entries(c.req.queries()).map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
  )
}

/**
 * Middleware: reads the place, checks it, and leaves the result for `c.req.valid(target)`. Unknown keys are ignored. A body
 * is taken as JSON when its content type says so or is missing; anything else is refused.
 */
export function valid<T extends Target, S extends z.ZodType>(target: T, schema: S) {
  const check: MiddlewareHandler = async (c, next) => {
    const input = target === 'json' ? await readJson(c) : read(target, c)
    refuseOddText(input, PLACE[target])
    const result = await schema.safeParseAsync(input, { error: wording })
    if (!result.success) throw faultOf(target, result.error)
    c.req.addValidatedData(target, result.data as object)
    await next()
  }
  return Object.assign(check, {
    [uniqueSymbol]: { target, ...resolver(schema, { options: { unrepresentable: 'any' } }) },
  }) as MiddlewareHandler<Env, string, { in: { [K in T]: z.input<S> }; out: { [K in T]: z.output<S> } }>
}
