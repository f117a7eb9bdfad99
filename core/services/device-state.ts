// How a device is doing, asked when somebody looks: its clock against ours, processor, memory, uptime. Of all clocks what was last told.
import { and, eq, inArray } from 'drizzle-orm'
import type { ClockReading, Health } from '#plugin'
import type { Db } from '../db/open.ts'
import { deviceReports } from '../db/schema/index.ts'
import type { Caller } from '../domain/caller.ts'
import type { AccessService } from './access.ts'
import type { AskDevice } from './ask-device.ts'
import { clockKept, type DeviceReports, type ReportItems } from './device-reports.ts'
import type { Settings } from './settings.ts'

export interface ClockState extends ClockReading {
  deviceId: number
  readAt: Date
  /** Its household has the clocks of its devices set right by each sync. */
  setBySync: boolean
}

export type HealthState = Awaited<ReturnType<Health['read']>> & { deviceId: number; readAt: Date }

export interface Clocks {
  setBySync: boolean
  /** Of the devices that tell their time, by id; null where it was never told. */
  clocks: { deviceId: number; told: { reading: ReportItems['clock'][number]; readAt: Date } | null }[]
}

export interface DeviceStates {
  /** As they were last told: no device is asked. */
  clocks(caller: Caller): Clocks
  clock(caller: Caller, id: string | number): Promise<ClockState>
  health(caller: Caller, id: string | number): Promise<HealthState>
}

interface Deps {
  db: Db
  access: AccessService
  askDevice: AskDevice
  reports: Pick<DeviceReports, 'store'>
  settings: Pick<Settings, 'get'>
  now: () => Date
}

export function createDeviceStates({ db, access, askDevice, reports, settings, now }: Deps): DeviceStates {
  const isSetBySync = (householdId: number) => settings.get('sync', householdId).set_clock

  return {
    clocks(caller) {
      const householdId = access.household(caller, 'system')
      const ids = access.visibleDevices(caller).flatMap(({ id, offers }) => (offers.includes('clock') ? [id] : []))
      const rows = db
        .select()
        .from(deviceReports)
        .where(and(inArray(deviceReports.deviceId, ids), eq(deviceReports.kind, 'clock')))
        .all()
      const told = new Map(
        rows.map(({ deviceId, items, readAt }) => {
          const [reading] = items as ReportItems['clock']
          return [deviceId, reading ? { reading, readAt } : null]
        }),
      )
      const clocks = ids.map((deviceId) => ({ deviceId, told: told.get(deviceId) ?? null }))
      return { setBySync: isSetBySync(householdId), clocks }
    },
    async clock(caller, id) {
      const { id: deviceId, householdId } = access.device(caller, id, 'system')
      const question = { deviceId, capability: 'clock', failed: 'Cannot read the clock of the device' } as const
      const reading = await askDevice(question, (clock) => clock.read())
      reports.store(deviceId, 'clock', [clockKept(reading)])
      return { ...reading, deviceId, readAt: now(), setBySync: isSetBySync(householdId) }
    },
    async health(caller, id) {
      const { id: deviceId } = access.device(caller, id, 'system')
      const question = { deviceId, capability: 'health', failed: 'Cannot read the state of the device' } as const
      const health = await askDevice(question, (its) => its.read())
      return { ...health, deviceId, readAt: now() }
    },
  }
}
