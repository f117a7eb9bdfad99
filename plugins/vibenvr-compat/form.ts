// A form as browsers and scripts send it: urlencoded or multipart. Whatever else comes is a form without fields.
import type { Context } from 'hono'
import { Fault, readText } from '#plugin'
import { wrong } from './errors.ts'

export type Form = Record<string, string>

const LONGEST = 1024

/** Fields that are empty are not there; of those that come twice the last counts. */
export async function readForm(c: Context): Promise<Form> {
  const text = await readText(c)
  const type = c.req.header('content-type') ?? ''
  const fields = type.toLowerCase().startsWith('multipart/form-data')
    ? await ofParts(text, type)
    : type.toLowerCase().startsWith('application/x-www-form-urlencoded')
      ? [...new URLSearchParams(text)]
      : []
  const form = Object.fromEntries(fields.filter(([, value]) => value !== ''))
  const long = Object.keys(form).find((name) => (form[name]?.length ?? 0) > LONGEST)
  if (long) throw wrong(`body.${long.slice(0, 64)}`, `must have at most ${LONGEST} characters`, 'string_too_long')
  return form
}

/** A file is no field. */
async function ofParts(text: string, type: string): Promise<[string, string][]> {
  try {
    const form = await new Response(text, { headers: { 'content-type': type } }).formData()
    return [...form].flatMap(([name, value]): [string, string][] => (typeof value === 'string' ? [[name, value]] : []))
  } catch (cause) {
    throw new Fault('invalid-input', 'There was an error parsing the body', { cause })
  }
}

/** All that are missing, at once. */
export function need(form: Form, ...names: string[]): void {
  const problems = names
    .filter((name) => form[name] === undefined)
    .map((name) => ({ path: `body.${name}`, code: 'missing', message: 'is required' }))
  if (problems.length > 0) throw new Fault('invalid-input', 'Fields are missing', { problems })
}

const YES = ['true', '1', 'yes', 'y', 'on', 't']
const NO = ['false', '0', 'no', 'n', 'off', 'f']

export function isYes(form: Form, name: string): boolean {
  const said = form[name]?.toLowerCase() ?? 'false'
  if (YES.includes(said)) return true
  if (NO.includes(said)) return false
  throw wrong(`body.${name}`, 'Input should be a valid boolean, unable to interpret input', 'bool_parsing')
}
