// The refresh token of our own pages: a cookie that no script reads, good for renewing and signing out and nothing else.
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { Fault } from '../domain/fault.ts'
import type { Env } from './guard.ts'

/** As long as a sign-in can last; the server ends it sooner where nobody comes back. */
const LONGEST_SECONDS = 30 * 86_400

const hereOf = (c: Context<Env>) => new URL(c.req.url)

/** Cookies do not know ports, and two appliances may live on one host. */
function nameOf(c: Context<Env>): string {
  const { port } = hereOf(c)
  return port === '' ? 'porchlight_refresh' : `porchlight_refresh_${port}`
}

const pathOf = (c: Context<Env>) => `${c.get('base') ?? ''}/api/auth`

/**
 * Whether a page of ours asks. Browsers say it themselves over TLS and on this machine; over plain HTTP they name the page's
 * origin. What a proxy in front was called by counts too: no page of others can send that header without our leave.
 */
function isOurs(c: Context<Env>, publicUrl: string | null): boolean {
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin'
  const origin = c.req.header('origin')
  if (origin === undefined || !URL.canParse(origin)) return false
  const { host, protocol } = new URL(origin)
  if (publicUrl !== null && URL.canParse(publicUrl) && new URL(publicUrl).origin === origin) return true
  if (c.get('secure') && protocol !== 'https:') return false
  const forwarded = c.req.header('x-forwarded-host')?.split(',').at(0)?.trim().toLowerCase()
  return host === hereOf(c).host || host === forwarded
}

/** The refresh token in the cookie, null where there is none. Fault not-allowed when it came with a page of others. */
export function refreshCookieOf(c: Context<Env>, publicUrl: string | null): string | null {
  const token = getCookie(c, nameOf(c))
  if (!token) return null
  if (!isOurs(c, publicUrl)) throw new Fault('not-allowed', 'This cookie is good for pages of this appliance only')
  return token
}

export function keepRefreshCookie(c: Context<Env>, token: string): void {
  setCookie(c, nameOf(c), token, {
    path: pathOf(c),
    httpOnly: true,
    sameSite: 'Strict',
    secure: c.get('secure') ?? false,
    maxAge: LONGEST_SECONDS,
  })
}

export function forgetRefreshCookie(c: Context<Env>): void {
  deleteCookie(c, nameOf(c), { path: pathOf(c), secure: c.get('secure') ?? false, httpOnly: true, sameSite: 'Strict' })
}
