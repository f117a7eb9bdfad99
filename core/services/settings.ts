// Settings: one table of keys with schema, default and scope; a variable of the environment wins and locks its key.
import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Bus } from '../bus.ts'
import type { Config } from '../config.ts'
import type { Db } from '../db/open.ts'
import { settings } from '../db/schema/index.ts'
import { type Caller, can } from '../domain/caller.ts'
import { Fault } from '../domain/fault.ts'
import { overlap } from '../domain/topic-prefix.ts'
import type { Log } from '../log.ts'
import type { AccessService } from './access.ts'
import type { Activity } from './activity.ts'
import type { Secrets } from './secrets.ts'
import { SETTINGS, type SettingDefinition } from './setting-keys.ts'

export type SettingKey = keyof typeof SETTINGS
export type SettingValue<K extends SettingKey> = z.output<(typeof SETTINGS)[K]['schema']>

export interface SettingView {
  key: SettingKey
  /** `***` for a secret that is set. */
  value: unknown
  default: unknown
  /** Name of the variable that sets it and wins over us; null = it can be changed here. */
  lockedBy: string | null
  scope: 'appliance' | 'household'
}

export interface Settings {
  /** The value in force. A household's setting without `householdId` is the default. */
  get<K extends SettingKey>(key: K, householdId?: number): SettingValue<K>
  /** What the caller may see: his household's with the right `system`, the appliance's with `appliance`. */
  list(caller: Caller): SettingView[]
  /** Null as value goes back to the default. Faults: not-found, not-allowed, conflict (locked), invalid-input. */
  set(caller: Caller, key: string, value: unknown): SettingView
  /** All of them or, where one is refused, none. */
  setAll(caller: Caller, wanted: readonly (readonly [key: string, value: unknown])[]): SettingView[]
}

interface Deps {
  db: Db
  bus: Bus
  config: Config
  secrets: Secrets
  access: Pick<AccessService, 'require'>
  activity: Activity
  log: Log
  now: () => Date
}

/** Row of `settings.household_id` that holds the appliance's own. */
const APPLIANCE = 0

export function createSettings({ db, bus, config, secrets, access, activity, log, now }: Deps): Settings {
  /** What was read once; every write goes through `set`. */
  const known = new Map<string, unknown>()

  const definitionOf = (key: SettingKey): SettingDefinition => SETTINGS[key]
  const fromEnvironment = (key: SettingKey) => definitionOf(key).environment?.(config) ?? null

  function stored(key: SettingKey, householdId: number): unknown {
    const { schema, secret } = definitionOf(key)
    const row = db
      .select({ value: settings.value })
      .from(settings)
      .where(and(eq(settings.householdId, householdId), eq(settings.key, key)))
      .get()
    if (row === undefined) return undefined
    return schema.safeParse(secret && typeof row.value === 'string' ? readSecret(key, row.value) : row.value).data
  }

  /** Undefined when it was written with another secret key: the rest goes on without, and a person may enter it again. */
  function readSecret(key: SettingKey, cipher: string): string | undefined {
    try {
      return secrets.decrypt(cipher, `settings.${key}`)
    } catch (error) {
      log.warn('A setting counts as not set, since its stored value cannot be read', { key, error })
      return undefined
    }
  }

  function inForce(key: SettingKey, householdId: number): unknown {
    const environment = fromEnvironment(key)
    if (environment !== null) return environment
    const name = `${householdId}/${key}`
    if (!known.has(name)) known.set(name, stored(key, householdId))
    return known.get(name) ?? definitionOf(key).default
  }

  const rowFor = (key: SettingKey, householdId: number | undefined) =>
    definitionOf(key).scope === 'appliance' ? APPLIANCE : (householdId ?? -1)

  function view(caller: Caller, key: SettingKey): SettingView {
    const { secret, scope, variable, default: fallback } = definitionOf(key)
    const value = inForce(key, rowFor(key, caller.kind === 'system' ? undefined : caller.householdId))
    return {
      key,
      value: secret && value !== null ? '***' : value,
      default: fallback,
      lockedBy: fromEnvironment(key) === null ? null : (variable ?? null),
      scope,
    }
  }

  /** Why the topic must not be this one; null = it may. `next`: what is written together with it. */
  function inTheWay(key: SettingKey, value: unknown, next: ReadonlyMap<string, unknown> = new Map()): string | null {
    const { apartFrom } = definitionOf(key)
    const other = apartFrom && (next.get(apartFrom) ?? inForce(apartFrom, APPLIANCE))
    if (typeof value !== 'string' || typeof other !== 'string' || !overlap(value, other)) return null
    return `must not be the same as ${apartFrom} (${other}), nor above or below it`
  }

  // What a page refuses, a variable does not bring about either; what was stored before we refused it still runs.
  for (const key of Object.keys(SETTINGS) as SettingKey[]) {
    const problem = inTheWay(key, inForce(key, APPLIANCE))
    if (problem && fromEnvironment(key) !== null)
      throw new Fault('conflict', `${definitionOf(key).variable} ${problem}. Change one of the two.`)
    if (problem) log.warn('A topic of the hub is not well chosen', { key, problem })
  }

  /** What would be in force; null as value stands for the default. Fault for what must not be. */
  function checked(caller: Caller, name: string, value: unknown): { key: SettingKey; value: unknown; next: unknown } {
    const householdId = caller.kind === 'system' ? APPLIANCE : caller.householdId
    if (!Object.hasOwn(SETTINGS, name)) throw new Fault('not-found', `There is no setting "${name.slice(0, 80)}"`)
    const key = name as SettingKey
    const { scope, schema, variable, default: fallback } = definitionOf(key)
    access.require(caller, scope === 'appliance' ? 'appliance' : 'manage', { householdId })
    if (fromEnvironment(key) !== null)
      throw new Fault('conflict', `${key} is set by ${variable}. Change it there, or remove that variable.`)
    if (value === null) return { key, value, next: fallback }
    const parsed = schema.safeParse(value)
    if (!parsed.success) throw refused(key, parsed.error.issues)
    return { key, value: parsed.data, next: parsed.data }
  }

  function write(caller: Caller, key: SettingKey, value: unknown): SettingView {
    const householdId = caller.kind === 'system' ? APPLIANCE : caller.householdId
    const { scope, secret } = definitionOf(key)
    const before = view(caller, key).value
    const row = rowFor(key, householdId)
    if (value === null)
      db.delete(settings)
        .where(and(eq(settings.householdId, row), eq(settings.key, key)))
        .run()
    else {
      const kept = secret ? secrets.encrypt(String(value), `settings.${key}`) : value
      db.insert(settings)
        .values({ householdId: row, key, value: kept, updatedAt: now() })
        .onConflictDoUpdate({ target: [settings.householdId, settings.key], set: { value: kept, updatedAt: now() } })
        .run()
    }
    known.delete(`${row}/${key}`)
    const after = view(caller, key)
    activity.record(caller, {
      action: 'settings_update',
      resourceType: 'setting',
      resourceId: key,
      metadata: secret ? {} : { before, after: after.value },
    })
    bus.emit('setting.changed', { householdId: scope === 'appliance' ? null : householdId, key })
    return after
  }

  function setAll(caller: Caller, wanted: readonly (readonly [key: string, value: unknown])[]): SettingView[] {
    access.require(caller, 'manage', { householdId: caller.kind === 'system' ? APPLIANCE : caller.householdId })
    const all = wanted.map(([name, value]) => checked(caller, name, value))
    const next = new Map<string, unknown>(all.map((one) => [one.key, one.next]))
    for (const one of all) {
      const message = inTheWay(one.key, one.next, next)
      if (message) throw refused(one.key, [{ path: [], code: 'custom', message }])
    }
    return all.map(({ key, value }) => write(caller, key, value))
  }

  return {
    get: (key, householdId) => inForce(key, rowFor(key, householdId)) as never,
    list(caller) {
      const householdId = caller.kind === 'system' ? APPLIANCE : caller.householdId
      access.require(caller, 'system', { householdId })
      return (Object.keys(SETTINGS) as SettingKey[])
        .filter((key) => definitionOf(key).scope === 'household' || can(caller, 'appliance', { householdId }))
        .map((key) => view(caller, key))
    },
    set: (caller, name, value) => setAll(caller, [[name, value]])[0] as SettingView,
    setAll,
  }
}

function refused(key: string, issues: readonly Pick<z.core.$ZodIssue, 'path' | 'code' | 'message'>[]): Fault {
  const problems = issues.map((issue) => ({
    path: ['body', 'value', ...issue.path.map(String)].join('.'),
    code: issue.code,
    message: issue.message,
  }))
  return new Fault('invalid-input', `${key}: ${problems[0]?.message ?? 'is not valid'}`, { problems })
}
