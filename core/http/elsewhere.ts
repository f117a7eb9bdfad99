// Whether a page of another origin made a browser send a request: a cookie says nothing then.
import type { Services } from '../services/index.ts'

/**
 * `SameSite` does not stop a page on another port of this very host. Over TLS and on the machine itself browsers say where
 * a request comes from; else what its page is called is what we are called, here or in front. A request that says nothing
 * comes from no page.
 */
export function isFromElsewhere(request: Request, { settings }: Pick<Services, 'settings'>): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null) return site !== 'same-origin' && site !== 'none'
  const from = request.headers.get('origin') ?? (isReading(request) ? request.headers.get('referer') : null)
  if (from === null) return false
  if (!URL.canParse(from)) return true
  const { origin, host } = new URL(from)
  const known = settings.get('public_url')
  if (known !== null && new URL(known).origin === origin) return false
  const forwarded = request.headers.get('x-forwarded-host')?.split(',').at(0)?.trim().toLowerCase()
  return ![new URL(request.url).host, forwarded].includes(host)
}

/** What a page shows comes without an origin, but with its address. */
const isReading = ({ method }: Request) => method === 'GET' || method === 'HEAD'
