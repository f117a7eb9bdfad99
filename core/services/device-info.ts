// What a device says of itself, its disks and its ONVIF users: as it last told, or asked anew.
import { and, eq } from 'drizzle-orm'
import type { DeviceInfo, Disk } from '#plugin'
import { Fault } from '#plugin'
import type { Bus } from '../bus.ts'
import type { Db } from '../db/open.ts'
import { deviceReports, devices } from '../db/schema/index.ts'
import type { Caller } from '../domain/caller.ts'
import { asFault } from '../errors.ts'
import type { AccessService } from './access.ts'
import { type AskDevice, reworded } from './ask-device.ts'
import { isOther } from './devices/replacement.ts'
import { infoFor } from './devices/told.ts'
import { asPerson, type Sessions } from './sessions/index.ts'
import { cleanInfo, type Sync } from './sync.ts'

export interface OnvifUser {
  id: number
  name: string
  level: string
}

/** A short list as the device last told it. */
export interface Report<T> {
  deviceId: number
  items: T[]
  /** Null = never asked. */
  readAt: Date | null
}

export interface KnownInfo {
  deviceId: number
  info: DeviceInfo
  /** Null = before we kept the time. */
  readAt: Date | null
}

export interface DeviceInfos {
  /** Fault not-found until the device has said who it is. */
  get(caller: Caller, id: string | number): KnownInfo
  sync(caller: Caller, id: string | number): Promise<KnownInfo>
  storage(caller: Caller, id: string | number): Report<Disk>
  syncStorage(caller: Caller, id: string | number): Promise<Report<Disk>>
  onvifUsers(caller: Caller, id: string | number): Report<OnvifUser>
  syncOnvifUsers(caller: Caller, id: string | number): Promise<Report<OnvifUser>>
}

interface Deps {
  db: Db
  access: AccessService
  askDevice: AskDevice
  sessions: Pick<Sessions, 'use'>
  sync: Pick<Sync, 'run'>
  bus: Bus
  now: () => Date
}

type Kind = (typeof deviceReports.$inferSelect)['kind']

export function createDeviceInfos({ db, access, askDevice, sessions, sync, bus, now }: Deps): DeviceInfos {
  function report<T>(deviceId: number, kind: Kind): Report<T> {
    const row = db
      .select()
      .from(deviceReports)
      .where(and(eq(deviceReports.deviceId, deviceId), eq(deviceReports.kind, kind)))
      .get()
    return { deviceId, items: (row?.items as T[] | undefined) ?? [], readAt: row?.readAt ?? null }
  }

  /** An empty list is an answer: what is no longer there is no longer stored. */
  function store<T>(deviceId: number, kind: Kind, items: T[]): Report<T> & { readAt: Date } {
    const readAt = now()
    db.transaction((tx) => {
      if (!tx.select({ id: devices.id }).from(devices).where(eq(devices.id, deviceId)).get()) throw gone()
      tx.insert(deviceReports)
        .values({ deviceId, kind, items, readAt })
        .onConflictDoUpdate({ target: [deviceReports.deviceId, deviceReports.kind], set: { items, readAt } })
        .run()
    })
    return { deviceId, items, readAt }
  }

  return {
    get(caller, id) {
      const device = access.device(caller, id, 'view')
      const { id: deviceId } = device
      const info = infoFor(caller, device, 'system', device.info)
      if (!info) throw new Fault('not-found', 'System info not found, sync first')
      return { deviceId, info, readAt: report(deviceId, 'infor').readAt }
    },
    async sync(caller, id) {
      const device = access.device(caller, id, 'restart')
      const told = async () => {
        const session = await sessions.use(device.id)
        const info = cleanInfo(await session.info())
        // Then its channels are others, too: they are read with it, or neither is.
        if (isOther(device.info, info)) await sync.run(device, session)
        return info
      }
      const info = await asPerson(told).catch((error) => {
        const fault = asFault(error)
        throw reworded(fault, `Failed to fetch system info from device: ${fault.message}`)
      })
      const { readAt } = store(device.id, 'infor', [])
      db.update(devices).set({ info, lastSeenAt: readAt }).where(eq(devices.id, device.id)).run()
      if (!Bun.deepEquals(device.info, info))
        bus.emit('device.changed', { deviceId: device.id, householdId: device.householdId })
      return { deviceId: device.id, info, readAt }
    },
    storage: (caller, id) => report(access.device(caller, id, 'system').id, 'storage'),
    async syncStorage(caller, id) {
      const { id: deviceId, householdId } = access.device(caller, id, 'restart')
      const question = { deviceId, capability: 'storage', failed: 'Cannot fetch storage from device' } as const
      const stored = store(deviceId, 'storage', await askDevice(question, (storage) => storage.disks()))
      bus.emit('device.told', { deviceId, householdId, kind: 'storage' })
      return stored
    },
    onvifUsers: (caller, id) => report(access.device(caller, id, 'system').id, 'onvif_users'),
    async syncOnvifUsers(caller, id) {
      const { id: deviceId } = access.device(caller, id, 'restart')
      const question = { deviceId, capability: 'onvifUsers', failed: 'Cannot fetch ONVIF users' } as const
      const users = await askDevice(question, (onvif) => onvif.list())
      return store(
        deviceId,
        'onvif_users',
        users.toSorted((a, b) => a.id - b.id),
      )
    },
  }
}

const gone = () => new Fault('not-found', 'Device not found')
