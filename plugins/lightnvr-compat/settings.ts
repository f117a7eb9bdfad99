// Settings as LightNVR's pages read and send them: all in one object, of which any part may come back.
import { type Context, Hono } from 'hono'
import { type Caller, callerOf, type Env, Fault, readText, route, type Services } from '#plugin'
import { roleOf } from './auth.ts'
import { CLIENT } from './names.ts'
import { BEHIND, isFounder, locksOf, ownOf, PLACE, readReal } from './settings-real.ts'
import { KEYS, type Key, keptOf, MASK, type Row, rowOf, type Value, type Values } from './settings-table.ts'
import { isRecord, jsonOf } from './wire.ts'

const tags = ['LightNVR']
type Some = Partial<Record<Key, Value>>

/** The port that the client has reached us at, also behind a proxy that says so. */
function portOf(c: Context<Env>): number {
  const forwarded = c.req.header('x-forwarded-host')?.split(',')[0]?.trim()
  const named = forwarded && URL.canParse(`http://${forwarded}`) ? new URL(`http://${forwarded}`) : new URL(c.req.url)
  return Number(named.port) || (c.get('secure') ? 443 : 80)
}

export function settingsRoutes(services: Services): Hono<Env> {
  const { access, activity, clientFields, settings, system } = services

  /** Size of the disk for recordings; null where the caller may not know, or it does not answer. */
  async function diskOf(caller: Caller): Promise<number | null> {
    if (roleOf(services, caller).role === 'viewer') return null
    const { volumes } = await system.disk(caller)
    return volumes.find(({ purpose }) => purpose.includes('recordings'))?.total ?? null
  }

  /** What is so here, whatever is sent: the pages of LightNVR play by HLS then, and ask us for pictures. */
  async function fixedOf(c: Context<Env>, caller: Caller): Promise<Some> {
    const port = portOf(c)
    const own = { web_port: port, go2rtc_api_port: port }
    if (roleOf(services, caller).role === 'viewer') return own
    const { logLevel } = await system.about(caller)
    return { ...own, log_level: Math.max(0, ['error', 'warn', 'info', 'debug'].indexOf(logLevel)) }
  }

  /** All of them, as they are; secrets as asterisks. */
  async function valuesOf(c: Context<Env>, caller: Caller, disk: number | null): Promise<Values> {
    const founder = isFounder(caller)
    const isAdmin = roleOf(services, caller).role === 'admin'
    const fields = keptOf(services, caller)
    const fixed = await fixedOf(c, caller)
    const real: Some = readReal(services, caller, disk)
    const folder = founder ? (await system.about(caller)).dataFolder : null
    const told = (key: Key): Value => {
      const row = rowOf(key)
      if (row.isPrivate && (!isAdmin || (row.way === 'real' && !founder))) return ''
      if (row.way !== 'kept') return real[key] ?? fixed[key] ?? row.is
      const value = fields[key]
      if (typeof value === typeof row.is) return row.isSecret && value ? MASK : (value as Value)
      return row.inData && folder !== null ? `${folder}/${row.inData}` : row.is
    }
    return Object.fromEntries(KEYS.map((key) => [key, told(key)])) as Values
  }

  /** Why a setting cannot be changed; null = it can. */
  function reasonsFor(caller: Caller, body: Record<string, unknown>, disk: number | null) {
    const founder = isFounder(caller)
    const locks = founder ? locksOf(services, caller) : new Map<string, string>()
    return (key: Key): string | null => {
      const { way } = rowOf(key)
      if (way === 'fixed') return 'It is so here, and cannot be changed'
      if (way === 'real' && !founder) return 'Only the founder of this Porchlight may change this'
      const variable = locks.get(BEHIND[key] ?? '')
      if (variable !== undefined) return `It is set by ${variable}`
      if (key === 'storage_min_free_pct' && disk === null) return 'The disk does not answer'
      if (key.startsWith('storage_pressure_') && !isPressure(body))
        return 'The three are taken together, each below the one before'
      return null
    }
  }

  async function change(c: Context<Env>, caller: Caller, body: Record<string, unknown>) {
    const disk = await diskOf(caller)
    const now = await valuesOf(c, caller, disk)
    const changed: Some = {}
    for (const key of KEYS) {
      // Its pages send everything back, also what is beyond their own ranges.
      if (body[key] === now[key]) continue
      const value = taken(key, body[key])
      const isMask = rowOf(key).isSecret && value === MASK
      if (value !== undefined && !isMask && value !== now[key]) changed[key] = value
    }
    refuseNoPicture({ ...now, ...changed })
    const because = new Map<Key, string>()
    const reasons = reasonsFor(caller, body, disk)
    for (const key of Object.keys(changed) as Key[]) {
      const why = reasons(key)
      if (why === null) continue
      because.set(key, why)
      delete changed[key]
    }
    const those = (way: Row['way']) => (Object.keys(changed) as Key[]).filter((key) => rowOf(key).way === way)

    const real = those('real')
    if (real.length) settings.setAll(caller, ownOf(services, readReal(services, caller, disk), changed, disk))
    const kept = those('kept')
    const place = PLACE.filter((key) => changed[key] !== undefined)
    if (kept.length || place.length) {
      // A password that nothing goes by is not worth a place where it could be found: only that there is one is kept.
      const stored = [...kept, ...place].map((key) => [key, rowOf(key).isSecret && changed[key] ? MASK : changed[key]])
      clientFields.keep(CLIENT, { householdId: access.household(caller, 'manage') }, Object.fromEntries(stored))
    }
    if (kept.length)
      activity.record(caller, {
        action: 'settings_update',
        resourceType: 'setting',
        resourceId: CLIENT,
        metadata: { kept },
      })
    return {
      success: true,
      restart_required: false,
      ignored: [...because.keys()],
      ...(because.size ? { ignored_because: Object.fromEntries(because) } : {}),
      // Stored and told back, and nothing goes by them.
      ...(kept.length ? { kept } : {}),
    }
  }

  return new Hono<Env>()
    .get('/api/settings', route({ summary: 'All settings', right: 'signed-in', limit: 'dialect', tags }), async (c) => {
      const caller = callerOf(c)
      return c.json(await valuesOf(c, caller, await diskOf(caller)))
    })
    .post(
      '/api/settings',
      route({ summary: 'Change settings', right: 'manage', limit: 'dialect', tags }),
      async (c) => {
        const caller = callerOf(c)
        access.household(caller, 'manage')
        const body = jsonOf(await readText(c), 'Invalid JSON data')
        if (!isRecord(body)) throw new Fault('invalid-input', 'Invalid JSON data')
        return c.json(await change(c, caller, body))
      },
    )
}

/** What is sent, brought into its range; undefined for what is not there or of another type. Fault for a bad text. */
function taken(key: Key, value: unknown): Value | undefined {
  const { is, least, most, longest = 1024, check } = rowOf(key)
  if (typeof value !== typeof is) return undefined
  if (typeof value === 'number') {
    if (key === 'retention_days' && !(value >= 0 && value <= 365))
      throw new Fault('invalid-input', 'retention_days must be from 0 to 365')
    return Math.min(most ?? Number.MAX_SAFE_INTEGER, Math.max(least ?? 0, Math.round(value)))
  }
  if (typeof value !== 'string') return value as boolean
  const isLong = longest > 1024
  if (Buffer.byteLength(value) > longest)
    throw new Fault(isLong ? 'too-large' : 'invalid-input', `${key} may have at most ${longest} bytes`)
  if ((isLong ? /[^\P{Cc}\n\r\t]/u : /\p{Cc}/u).test(value))
    throw new Fault('invalid-input', `${key} must not contain control characters`)
  const problem = check?.(value) ?? null
  if (problem !== null) throw new Fault('invalid-input', `${key} ${problem}`)
  return value
}

function refuseNoPicture({ webrtc_disabled: webrtc, hls_disabled: hls, mse_disabled: mse }: Values): void {
  if (webrtc && hls && mse) throw new Fault('invalid-input', 'At least one of WebRTC, HLS and MSE must stay enabled')
}

function isPressure(body: Record<string, unknown>): boolean {
  const [warning, critical, emergency] = ['warning', 'critical', 'emergency'].map(
    (name) => body[`storage_pressure_${name}_pct`],
  )
  if (typeof warning !== 'number' || typeof critical !== 'number' || typeof emergency !== 'number') return false
  return warning > critical && critical > emergency
}
