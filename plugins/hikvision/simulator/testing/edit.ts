// Reads and writes documents as an independent client does: by text, without a parser.
import { ask } from './raw.ts'

export interface Login {
  user?: string
  password?: string
}

export interface Page {
  status: number
  text: string
}

/** One request below /ISAPI. */
export async function call(
  port: number,
  method: string,
  path: string,
  body?: string,
  login: Login = {},
): Promise<Page> {
  const answer = await ask(port, `/ISAPI/${path}`, { method, ...(body === undefined ? {} : { body }), ...login })
  return { status: answer.status, text: answer.body.toString() }
}

export const get = (port: number, path: string, login: Login = {}) => call(port, 'GET', path, undefined, login)

/** Texts of all elements of that name. */
export const texts = (text: string, name: string): string[] =>
  [...text.matchAll(new RegExp(`<${name}(?: [^>]*)?>([^<]*)</${name}>`, 'g'))].map((match) => match[1]!)

/** GET, replace, PUT; the answer of the PUT and the document after it. */
export async function edit(port: number, path: string, from: string | RegExp, to: string, login: Login = {}) {
  const before = await get(port, path, login)
  if (!before.text.match(from)) throw new Error(`${path} has no ${from}: ${before.text}`)
  const answer = await call(port, 'PUT', path, before.text.replace(from, to), login)
  return { answer, before: before.text, after: (await get(port, path, login)).text }
}
