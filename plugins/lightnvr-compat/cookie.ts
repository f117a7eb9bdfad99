// The cookie `session`: good below our mount, and for nothing that a page of others makes a browser send. And that of a trusted browser.
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { type Env, isFromElsewhere, type Services } from '#plugin'

const NAME = 'session'
const TRUSTED = 'trusted_device'

/** All of that name: cookies do not know ports, and one of another mount may stand beside ours. */
export function cookiesOf(request: Request): string[] {
  const header = request.headers.get('cookie')
  if (header === null) return []
  return header.split(';').flatMap((part) => {
    const [name, value] = part.trim().split('=', 2)
    return name === NAME && value ? [value] : []
  })
}

/** Where the clients of this mount see it. */
export const mountOf = (c: Context<Env>, base: string): string => `${c.get('base') ?? ''}${base}`

const attributes = (c: Context<Env>, base: string) => ({
  path: mountOf(c, base) || '/',
  httpOnly: true,
  sameSite: 'Lax' as const,
  secure: c.get('secure') ?? false,
})

export function keepCookie(c: Context<Env>, base: string, value: string, maxAge: number): void {
  setCookie(c, NAME, value, { ...attributes(c, base), maxAge })
}

/** What a browser shows instead of a code, if it has shown one before. */
export const trustedIn = (c: Context): string | undefined => getCookie(c, TRUSTED)

export function keepTrusted(c: Context<Env>, base: string, value: string, maxAge: number): void {
  setCookie(c, TRUSTED, value, { ...attributes(c, base), maxAge })
}

export function forgetCookie(c: Context<Env>, base: string): void {
  deleteCookie(c, NAME, attributes(c, base))
}

const READING = ['GET', 'HEAD', 'OPTIONS']

/** Whether a page of others made the browser send something that changes things. */
export const isForeign = (request: Request, services: Pick<Services, 'settings'>): boolean =>
  !READING.includes(request.method) && isFromElsewhere(request, services)
