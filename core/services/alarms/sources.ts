// Where an alarm comes from: device and channel rows by what the device calls them, kept in memory for hot streams.
import { eq } from 'drizzle-orm'
import type { Bus } from '../../bus.ts'
import type { Db } from '../../db/open.ts'
import { channels, devices } from '../../db/schema/index.ts'
import { ALARM_KINDS, type AlarmKind } from '../../domain/alarm-kinds.ts'

export interface SourceChannel {
  id: number
  channelNo: number
  name: string
  alarms: readonly AlarmKind[]
  inUse: boolean
}

export interface SourceDevice {
  id: number
  householdId: number
  hubKey: string
  address: string
  alarms: readonly AlarmKind[]
  bySourceKey: ReadonlyMap<string, SourceChannel>
}

export interface Source {
  device: SourceDevice
  /** Null: the device itself, or a channel that we do not know (yet). */
  channel: SourceChannel | null
}

export interface Sources extends Disposable {
  /**
   * Null for a device that is gone, and for a channel that is switched off here. A kind that is the device's own has no
   * channel, whatever the notice says.
   */
  find(deviceId: number, sourceKey: string | null, kind: AlarmKind): Source | null
  /** The device has raised this kind, so it can: stored, and told, the first time. */
  prove(source: Source, kind: AlarmKind, sourceKey: string | null): void
}

export function createSources({ db, bus }: { db: Db; bus: Bus }): Sources {
  const known = new Map<number, SourceDevice>()
  const forget = ({ deviceId }: { deviceId: number }) => void known.delete(deviceId)
  const subscriptions = new DisposableStack()
  for (const event of ['channels.changed', 'device.changed', 'device.removed'] as const)
    subscriptions.use(bus.on(event, forget))

  function load(deviceId: number): SourceDevice | null {
    const row = db.select().from(devices).where(eq(devices.id, deviceId)).get()
    if (!row) return null
    const rows = db.select().from(channels).where(eq(channels.deviceId, deviceId)).all()
    const device: SourceDevice = {
      id: row.id,
      householdId: row.householdId,
      hubKey: row.hubKey,
      address: row.address,
      alarms: row.alarmKinds,
      bySourceKey: new Map(
        rows.map((channel) => [
          channel.sourceKey,
          {
            id: channel.id,
            channelNo: channel.channelNo,
            name: channel.name ?? channel.deviceName,
            alarms: channel.can.alarms,
            inUse: channel.inUse,
          },
        ]),
      ),
    }
    known.set(deviceId, device)
    return device
  }

  /** Read again inside: a sync may have written the row since it was cached. */
  function addToChannel(id: number, kind: AlarmKind): boolean {
    const row = db
      .select({ can: channels.can, kinds: channels.alarmKinds })
      .from(channels)
      .where(eq(channels.id, id))
      .get()
    if (!row || row.can.alarms.includes(kind)) return false
    const can = { ...row.can, alarms: [...row.can.alarms, kind] }
    const alarmKinds = [...new Set([...row.kinds, kind])]
    db.update(channels).set({ can, alarmKinds }).where(eq(channels.id, id)).run()
    return true
  }

  function addToDevice(id: number, kind: AlarmKind): boolean {
    const row = db.select({ kinds: devices.alarmKinds }).from(devices).where(eq(devices.id, id)).get()
    if (!row || row.kinds.includes(kind)) return false
    db.update(devices)
      .set({ alarmKinds: [...row.kinds, kind] })
      .where(eq(devices.id, id))
      .run()
    return true
  }

  return {
    find(deviceId, sourceKey, kind) {
      const device = known.get(deviceId) ?? load(deviceId)
      if (!device) return null
      const own = sourceKey === null || ALARM_KINDS[kind].scope === 'device'
      const channel = own ? null : (device.bySourceKey.get(sourceKey) ?? null)
      return channel?.inUse === false ? null : { device, channel }
    },
    prove({ device, channel }, kind, sourceKey) {
      if (kind === 'other') return
      if ((channel ?? device).alarms.includes(kind)) return
      // An unknown channel proves nothing about the device itself.
      if (!channel && sourceKey !== null && ALARM_KINDS[kind].scope === 'channel') return
      const added = channel ? addToChannel(channel.id, kind) : addToDevice(device.id, kind)
      known.delete(device.id)
      if (added) bus.emit('channels.changed', { deviceId: device.id, householdId: device.householdId })
    },
    [Symbol.dispose]: () => subscriptions.dispose(),
  }
}
