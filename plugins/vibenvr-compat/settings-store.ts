// What the settings of VibeNVR's clients are for somebody, and what becomes of those that he sends.
import { type Caller, Fault, type Services } from '#plugin'
import { CLIENT } from './camera-of.ts'
import { Wrong } from './setting-checks.ts'
import { BEHIND, type Kept, lockOf, ownOf, readReal, type Texts } from './settings-real.ts'
import { isKey, KEYS, type Key, rowOf } from './settings-table.ts'

export interface Entry {
  value: string | null
  description: string | null
}

const SET = '_set'
const IS_SET = 'set'

const isFounder = (caller: Caller): boolean => 'founder' in caller && caller.founder
const invalid = (key: string, reason: string) => new Fault('invalid-input', `Invalid value for ${key}: ${reason}`)

/** As sent, in JSON or in an address; null goes back to what is without it. */
function textOf(key: Key, value: unknown): string {
  if (value === null) return rowOf(key).is
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw invalid(key, 'must be a text, a number, true or false')
}

function checked(key: Key, value: unknown): string {
  try {
    return rowOf(key).check(textOf(key, value))
  } catch (error) {
    throw error instanceof Wrong ? invalid(key, error.message) : error
  }
}

export function createSettingsStore(services: Services) {
  const { access, activity, clientFields, hub, settings } = services

  const keptOf = (caller: Caller): Kept =>
    caller.kind === 'system' ? {} : clientFields.of(CLIENT, { householdId: caller.householdId })

  /** All of them as the caller may know them; a secret as `''` or a mark that it is set. */
  function textsOf(caller: Caller, kept = keptOf(caller)): Record<Key, string> {
    const real: Texts = { ...readReal(services, kept), instance_id: hub.instanceId() }
    const told = (key: Key): string => {
      const { way, is, isFounders } = rowOf(key)
      if (isFounders && !isFounder(caller)) return is
      const value = way === 'kept' ? (kept[key] ?? real[key]) : real[key]
      return typeof value === 'string' ? value : is
    }
    return Object.fromEntries(KEYS.map((key) => [key, told(key)])) as Record<Key, string>
  }

  function entryOf(key: Key, text: string): Entry {
    const { isSecret, words } = rowOf(key)
    return { value: isSecret ? '' : text, description: words }
  }
  const setEntry = (key: Key, text: string): Entry => ({
    value: String(text !== ''),
    description: `Whether ${key} is set`,
  })

  /** Why the caller cannot change it to that; null = he can. */
  function refusalOf(caller: Caller) {
    const founder = isFounder(caller)
    const lock = founder ? lockOf(services, caller) : () => null
    return (key: Key): Fault | null => {
      if (rowOf(key).way === 'kept') return null
      if (!founder) return new Fault('not-allowed', `Only the founder of this Porchlight may change ${key}`)
      const variable = lock(key)
      return variable === null ? null : new Fault('conflict', `${key} is set by ${variable}. Change it there.`)
    }
  }

  function write(caller: Caller, kept: Kept, changed: Texts): void {
    const keys = Object.keys(changed) as Key[]
    const { own, place } = ownOf(services, kept, changed)
    if (own.length) setOwn(caller, own)
    const plain = keys.filter((key) => rowOf(key).way === 'kept')
    // A secret that nothing goes by is not worth a place where it could be found: only that there is one is kept.
    const stored = plain.map((key) => [key, rowOf(key).isSecret ? changed[key] && IS_SET : changed[key]])
    const fields = { ...Object.fromEntries(stored), ...place }
    if (Object.keys(fields).length)
      clientFields.keep(CLIENT, { householdId: access.household(caller, 'manage') }, fields)
    if (plain.length === 0) return
    const what = { action: 'settings_update', resourceType: 'setting', resourceId: CLIENT }
    activity.record(caller, { ...what, metadata: { kept: plain } })
  }

  function setOwn(caller: Caller, own: ReturnType<typeof ownOf>['own']): void {
    try {
      settings.setAll(caller, own)
    } catch (error) {
      const problem = error instanceof Fault ? error.problems[0] : undefined
      if (problem === undefined) throw error
      const ours = (error as Fault).message.split(':')[0]
      const theirs = (Object.keys(BEHIND) as (keyof typeof BEHIND)[]).find((key) => BEHIND[key] === ours)
      throw invalid(theirs ?? 'the broker', problem.message)
    }
  }

  /** Fault where the broker would be switched on without a place. */
  function refuseNowhere(now: Record<Key, string>, changed: Texts): void {
    const { mqtt_enabled: enabled, mqtt_host: name } = { ...now, ...changed }
    if ((changed.mqtt_enabled || changed.mqtt_host !== undefined) && enabled === 'true' && name === '')
      throw invalid(changed.mqtt_enabled ? 'mqtt_enabled' : 'mqtt_host', 'MQTT needs a host')
  }

  return {
    /** Also for who is no admin, where it is for all. */
    one(caller: Caller, key: string): Entry {
      const texts = textsOf(caller)
      if (isKey(key)) return entryOf(key, texts[key])
      const secret = key.endsWith(SET) ? key.slice(0, -SET.length) : ''
      if (isKey(secret) && rowOf(secret).isSecret) return setEntry(secret, texts[secret])
      return { value: null, description: null }
    },

    all(caller: Caller): Record<string, Entry> {
      const kept = keptOf(caller)
      const texts = textsOf(caller, kept)
      return Object.fromEntries(
        KEYS.filter((key) => !rowOf(key).isMore || key in kept).flatMap((key) => [
          [key, entryOf(key, texts[key])],
          ...(rowOf(key).isSecret ? [[`${key}${SET}`, setEntry(key, texts[key])]] : []),
        ]),
      )
    },

    /** An empty secret forgets it. Faults: invalid-input, not-allowed, not-found, conflict. */
    put(caller: Caller, key: string, value: unknown): Entry {
      if (!isKey(key)) throw new Fault('not-found', 'Setting not found')
      const kept = keptOf(caller)
      const now = textsOf(caller, kept)
      const text = value === now[key] ? now[key] : checked(key, value)
      if (text !== now[key] || rowOf(key).isSecret) {
        const refused = refusalOf(caller)(key)
        if (refused) throw refused
        const changed = { [key]: text } as Texts
        refuseNowhere(now, changed)
        if (text !== '' || now[key] !== '') write(caller, kept, changed)
      }
      return entryOf(key, textsOf(caller)[key])
    },

    /**
     * What is told back unchanged changes nothing, nor does an empty secret. What the caller may not change is left out, and
     * named; where nothing is left, it is the fault.
     */
    bulk(caller: Caller, body: Record<string, unknown>) {
      const kept = keptOf(caller)
      const now = textsOf(caller, kept)
      const sent = Object.keys(body).filter(isKey)
      const changed: Texts = {}
      for (const key of sent) {
        if (body[key] === now[key] || (rowOf(key).isSecret && (body[key] === '' || body[key] === null))) continue
        const text = checked(key, body[key])
        if (text !== now[key]) changed[key] = text
      }
      const because = new Map<string, Fault>()
      const refusal = refusalOf(caller)
      for (const key of Object.keys(changed) as Key[]) {
        const fault = isByMistake(sent, changed, key) ? MISTAKE : refusal(key)
        if (fault === null) continue
        because.set(key, fault)
        delete changed[key]
      }
      const [first] = because.values()
      if (first && first !== MISTAKE && sent.length === because.size) throw first
      refuseNowhere(now, changed)
      if (Object.keys(changed).length) write(caller, kept, changed)
      const unknown = Object.keys(body).filter((key) => !isKey(key) && !key.endsWith(SET))
      const ignored = Object.fromEntries([
        ...[...because].map(([key, { message }]) => [key, message]),
        ...unknown.map((key) => [key, 'There is no such setting']),
      ])
      return {
        message: 'Settings updated successfully',
        count: sent.length - because.size,
        ...(Object.keys(ignored).length ? { ignored } : {}),
      }
    },
  }
}

const MISTAKE = new Fault(
  'conflict',
  'A page that sends all settings says true even where nobody switched it on: send it alone, or with another mqtt_ setting',
)

/** VibeNVR's page reads `"false"` as true, and sends that with everything else at the next save. */
function isByMistake(sent: readonly Key[], changed: Texts, key: Key): boolean {
  if (key !== 'mqtt_enabled' || changed.mqtt_enabled !== 'true') return false
  const isOfBroker = (one: string) => one.startsWith('mqtt_')
  const others = Object.keys(changed).filter((one) => isOfBroker(one) && one !== key)
  return others.length === 0 && !sent.every(isOfBroker)
}
