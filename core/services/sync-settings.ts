// What a household has set for sync and monitor page; nothing stored means on, every hour, whole months.
import { and, asc, eq } from 'drizzle-orm'
import type { Db } from '../db/open.ts'
import { users } from '../db/schema/index.ts'
import type { Caller } from '../domain/caller.ts'
import type { AccessService } from './access.ts'
import type { Settings, SettingValue } from './settings.ts'

type SyncSetting = SettingValue<'sync'>
type MonitorSetting = SettingValue<'monitor'>
/** Each household has one of them, so its number is that of the household. */
export type Monitor = MonitorSetting & { id: number; ownerId: string }

export interface SyncSettings {
  get(caller: Caller): SyncSetting
  /** What is absent stays. */
  set(caller: Caller, patch: { [K in keyof SyncSetting]?: SyncSetting[K] | undefined }): SyncSetting
  monitor(caller: Caller): Monitor
  setMonitor(caller: Caller, value: MonitorSetting): Monitor
  /** UUID of the account that the documented API calls the owner: the first admin of the caller's household. */
  ownerId(caller: Caller): string
}

interface Deps {
  db: Db
  access: AccessService
  settings: Settings
}

export function createSyncSettings({ db, access, settings }: Deps): SyncSettings {
  /** Not asked for a right: a viewer draws the monitor page, too. */
  const householdOf = (caller: Caller) => (caller.kind === 'system' ? 0 : caller.householdId)

  function ownerId(caller: Caller): string {
    const owner = db
      .select({ uuid: users.uuid })
      .from(users)
      .where(and(eq(users.householdId, householdOf(caller)), eq(users.role, 'admin')))
      .orderBy(asc(users.id))
      .limit(1)
      .get()
    return owner?.uuid ?? ('userUuid' in caller ? caller.userUuid : '')
  }

  const shown = (caller: Caller): Monitor => ({
    ...settings.get('monitor', householdOf(caller)),
    id: householdOf(caller),
    ownerId: ownerId(caller),
  })

  return {
    get: (caller) => settings.get('sync', access.household(caller, 'system')),
    set(caller, patch) {
      const now = settings.get('sync', access.household(caller, 'manage'))
      const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
      return settings.set(caller, 'sync', { ...now, ...given }).value as SyncSetting
    },
    monitor: shown,
    setMonitor(caller, value) {
      settings.set(caller, 'monitor', value)
      return shown(caller)
    },
    ownerId,
  }
}
