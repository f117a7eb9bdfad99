// Whether all is well with a household's appliance, and what is not, in words.
import { desc, eq } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { syncLog } from '../../db/schema/index.ts'
import type { DeviceState } from '../../domain/device.ts'
import type { DeviceRow } from '../access.ts'
import type { DeviceReports } from '../device-reports.ts'
import { type Disks, usedPercent } from './disk.ts'

export interface HealthProblem {
  kind: 'away' | 'refused' | 'not-listening' | 'clock' | 'sync' | 'disk' | 'disk-away'
  /** Null = the appliance itself. */
  deviceId: number | null
  device: string | null
  since: Date | null
  /** A sentence for people. */
  text: string
  /** What was said of it: a fault, the seconds that a clock is off, what lies on a disk that does not answer. */
  detail: string | null
}

export interface HealthService {
  name: string
  status: 'online' | 'degraded'
  healthy: boolean
}

interface Deps {
  db: Db
  reports: Pick<DeviceReports, 'last'>
  sessions: { state(deviceId: number): DeviceState; listens(deviceId: number): boolean }
}

const MOST_DRIFT = 60
/** Per cent of the disk. */
const LEAST_FREE = 5

const titleOf = (device: DeviceRow) => device.name ?? device.info?.name ?? device.info?.model ?? device.address

/** Only of devices that are looked after: one that is not checked is nobody's trouble. */
export function createHealth({ db, reports, sessions }: Deps) {
  const lastRound = (deviceId: number) =>
    db.select().from(syncLog).where(eq(syncLog.deviceId, deviceId)).orderBy(desc(syncLog.id)).limit(1).get()

  function ofDevice(device: DeviceRow): HealthProblem[] {
    const problems: HealthProblem[] = []
    const { id } = device
    const title = titleOf(device)
    const tell = (kind: HealthProblem['kind'], text: string, since: Date | null, detail: string | null = null) =>
      problems.push({ kind, deviceId: id, device: title, since, text: `${title} ${text}`, detail })
    const { phase, since, fault } = sessions.state(id)
    const isUp = phase === 'online'
    if (phase === 'refused') tell('refused', 'refuses our login', since, fault?.message ?? null)
    // While it is being reached for the first time nothing is wrong yet.
    else if (phase === 'away' || (!isUp && fault)) tell('away', 'is away', since, fault?.message ?? null)
    else if (isUp && device.offers.includes('alarms') && !sessions.listens(id))
      tell('not-listening', 'is there, but its alarms do not reach us', null)
    const drift = reports.last(id, 'clock')
    const seconds = drift?.items[0]?.driftSeconds ?? 0
    if (drift && Math.abs(seconds) > MOST_DRIFT)
      tell('clock', `has a clock that is ${Math.round(Math.abs(seconds))} seconds off`, drift.readAt, String(seconds))
    const round = lastRound(id)
    if (round && !round.isSuccess) tell('sync', 'could not be synced', round.at, round.message)
    return problems
  }

  return {
    read(devices: readonly DeviceRow[], { volumes, silent }: Disks) {
      const problems = devices.filter(({ isChecked }) => isChecked).flatMap(ofDevice)
      const ofDisk = (kind: 'disk' | 'disk-away', text: string, detail: string) =>
        problems.push({ kind, deviceId: null, device: null, since: null, text, detail })
      for (const volume of volumes) {
        const free = 100 - usedPercent(volume)
        if (free < LEAST_FREE) ofDisk('disk', `The disk for ${volume.purpose} is nearly full`, `${free.toFixed(1)}%`)
      }
      const what = silent.join(', ')
      if (what) ofDisk('disk-away', `The disk for ${what} does not answer`, what)
      const has = (...kinds: HealthProblem['kind'][]) => problems.some(({ kind }) => kinds.includes(kind))
      const service = (name: string, isBad: boolean): HealthService => ({
        name,
        status: isBad ? 'degraded' : 'online',
        healthy: !isBad,
      })
      const services = [
        service('api', false),
        service('alarms', has('away', 'refused', 'not-listening')),
        service('sync', has('sync')),
        service('clocks', has('clock')),
        service('disk', has('disk', 'disk-away')),
      ]
      return { problems, services }
    },
  }
}
