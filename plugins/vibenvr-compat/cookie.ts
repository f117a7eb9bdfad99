// The two cookies of a sign-in, both with its token: one for pages that load anew, one for what elements of a page load.
import type { Context } from 'hono'
import { deleteCookie, setCookie } from 'hono/cookie'
import type { Env } from '#plugin'

export const MEDIA_COOKIE = 'media_token'
export const AUTH_COOKIE = 'auth_token'
const BOTH = [MEDIA_COOKIE, AUTH_COOKIE]

/** All of that name: cookies do not know ports, and one of another server on this host may stand beside ours. */
export function cookiesOf(request: Request, name: string): string[] {
  const header = request.headers.get('cookie')
  if (header === null) return []
  return header.split(';').flatMap((part) => {
    const at = part.indexOf('=')
    return at > 0 && part.slice(0, at).trim() === name ? [part.slice(at + 1).trim()] : []
  })
}

const attributes = (c: Context<Env>, mount: string) => ({
  path: `${c.get('base') ?? ''}${mount}` || '/',
  httpOnly: true,
  sameSite: 'Lax' as const,
  secure: c.get('secure') ?? false,
})

/** `mount`: where we are below our base path; `''` on a port of its own. */
export function keepCookies(c: Context<Env>, mount: string, token: string, maxAge: number, names = BOTH): void {
  for (const name of names) setCookie(c, name, token, { ...attributes(c, mount), maxAge })
}

export function forgetCookies(c: Context<Env>, mount: string): void {
  for (const name of BOTH) deleteCookie(c, name, attributes(c, mount))
}
