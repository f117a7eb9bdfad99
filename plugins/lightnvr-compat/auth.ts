// Who is asking: by cookie, else by name and password, else by API key.
import { type Caller, Fault, type Origin, type Services } from '#plugin'
import type { Basic } from './basic.ts'
import { cookiesOf, isForeign } from './cookie.ts'

/** The sign-in behind a cookie of this request, if one is good. */
export function cookieCallerOf(request: Request, services: Services, origin: Origin) {
  const values = cookiesOf(request)
  if (values.length === 0 || isForeign(request, services)) return null
  for (const value of values) {
    const caller = services.cookieSignIns.read(value, origin)
    if (caller) return caller
  }
  return null
}

/** Null for who shows nothing. Fault for what he shows and is not good. */
export async function identify(
  request: Request,
  services: Services,
  basic: Basic,
  origin: Origin,
): Promise<Caller | null> {
  const signedIn = cookieCallerOf(request, services, origin)
  if (signedIn) return signedIn
  const header = request.headers.get('authorization')
  const byName = header === null ? null : (basic.recalled(header, origin) ?? (await basic.callerOf(header, origin)))
  if (byName) return byName
  const key = request.headers.get('x-api-key')?.trim() ?? /^Bearer +(\S+)$/i.exec(header ?? '')?.[1]
  if (key !== undefined) {
    const caller = services.apiKeys.callerOf(key, origin)
    if (!caller) throw new Fault('not-signed-in', 'Invalid API key')
    return caller
  }
  return null
}

export type RoleWord = 'admin' | 'user' | 'viewer'

/** What the caller may, as the nearest of LightNVR's roles: a key that may only read is a viewer's, whoever owns it. */
export function roleOf({ access }: Pick<Services, 'access'>, caller: Caller): { role: RoleWord; number: number } {
  if (access.allows(caller, 'manage')) return { role: 'admin', number: 0 }
  return access.allows(caller, 'restart') ? { role: 'user', number: 1 } : { role: 'viewer', number: 2 }
}
