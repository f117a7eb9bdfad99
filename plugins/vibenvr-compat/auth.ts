// Who is asking: by API key, else by the token of a sign-in in the header, else, for media, by the cookie that holds it.
import { type Caller, Fault, isFromElsewhere, type Origin, type Services } from '#plugin'
import { AUTH_COOKIE, cookiesOf, MEDIA_COOKIE } from './cookie.ts'
import {
  BAD_FILE,
  BAD_KEY,
  BAD_MEDIA,
  NO_KEY,
  NO_MEDIA,
  NO_QUERY,
  NOT_VALID,
  NOTHING_SHOWN,
  OLD_KEY,
} from './errors.ts'

/** What elements of a page ask for, which can send no header. */
const MEDIA = /\/(?:cameras\/[^/]+\/(?:frame|stream|ws)|events\/[^/]+\/download|media\/.+)$/

/** Where no sign-in counts. */
const KEY_ONLY = /\/v1\/homepage\/stats$/

const bearerOf = (request: Request) => /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]

/** Made once: to make one for every request costs more than to know who asks. */
const NOBODY = new Fault('not-signed-in', NOTHING_SHOWN)
const BAD_TOKEN = new Fault('not-signed-in', NOT_VALID)

/** Fault not-signed-in that says why; never null, but where the caller is known. */
export async function identify(request: Request, services: Services, origin: Origin): Promise<Caller | null> {
  const { apiKeys, lastingTokens } = services
  if (KEY_ONLY.test(new URL(request.url).pathname)) return byKeyAlone(request, services, origin)
  const bearer = bearerOf(request)
  // A key that is not good is as if there were none.
  for (const key of [request.headers.get('x-api-key')?.trim(), bearer]) {
    const caller = key?.startsWith('pl_') ? apiKeys.callerOf(key, origin) : null
    if (caller) return caller
  }
  const signedIn = bearer === undefined ? null : lastingTokens.read(bearer, origin)
  if (signedIn) return signedIn
  const { pathname, searchParams } = new URL(request.url)
  const isMedia = MEDIA.test(pathname) && (request.method === 'GET' || request.method === 'HEAD')
  if (!isMedia) throw request.headers.has('authorization') ? BAD_TOKEN : NOBODY
  const shown = cookiesOf(request, MEDIA_COOKIE)
  const byCookie = cookieCallerOf(shown, request, services, origin)
  if (byCookie) return byCookie
  if (searchParams.has('token')) throw new Fault('not-signed-in', NO_QUERY)
  if (shown.length === 0 && bearer === undefined) throw new Fault('not-signed-in', NO_MEDIA)
  throw new Fault('not-signed-in', pathname.includes('/media/') ? BAD_FILE : BAD_MEDIA)
}

/** The widget of a dashboard is told what is wrong with its key. */
function byKeyAlone(request: Request, { apiKeys }: Services, origin: Origin): Caller {
  const key = request.headers.get('x-api-key')?.trim()
  const caller = key ? apiKeys.callerOf(key, origin) : null
  if (caller) return caller
  if (!key) throw new Fault('not-signed-in', NO_KEY)
  throw new Fault('not-signed-in', apiKeys.hasEnded(key) ? OLD_KEY : BAD_KEY)
}

/** Nobody where a page of another origin made the browser send the cookie. */
function cookieCallerOf(values: string[], request: Request, services: Services, origin: Origin) {
  if (values.length === 0 || isFromElsewhere(request, services)) return null
  for (const value of values) {
    const caller = services.lastingTokens.read(value, origin)
    if (caller) return caller
  }
  return null
}

/** The sign-in that a page of ours kept over a reload, with its token. */
export function keptSignIn(request: Request, services: Services, origin: Origin) {
  if (isFromElsewhere(request, services)) return null
  for (const token of cookiesOf(request, AUTH_COOKIE)) {
    const caller = services.lastingTokens.read(token, origin)
    if (caller) return { caller, token }
  }
  return null
}

/** VibeNVR knows two roles: who may change cameras is its admin. */
export const isAdmin = ({ access }: Pick<Services, 'access'>, caller: Caller): boolean =>
  access.allows(caller, 'manage')
