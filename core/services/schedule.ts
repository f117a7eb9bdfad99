// When devices record by themselves: as they last told it, channel by channel or all at once.
import { eq } from 'drizzle-orm'
import type { RecordingSchedule, Written } from '#plugin'
import { Fault } from '#plugin'
import type { Bus } from '../bus.ts'
import type { Db } from '../db/open.ts'
import { channelSchedules, channels } from '../db/schema/index.ts'
import type { Caller } from '../domain/caller.ts'
import { asFault } from '../errors.ts'
import type { AccessService, ChannelRow, ChannelWithDevice } from './access.ts'
import type { Activity } from './activity.ts'
import type { AskDevice } from './ask-device.ts'
import { channelOn } from './channel-on.ts'
import { createInTurn } from './in-turn.ts'

export interface ScheduledChannel {
  channel: ChannelWithDevice
  /** Null = the device was never asked. */
  schedule: RecordingSchedule | null
  readAt: Date | null
}

export interface Schedules {
  /** What the device last told; it is not asked. */
  get(caller: Caller, deviceId: string | number, channelId: string | number): ScheduledChannel
  /** The same for all active channels that the caller sees, by number. */
  list(caller: Caller, deviceId: string | number): ScheduledChannel[]
  /** Of all channels of a device, by channel; for the appliance itself. */
  ofDevice(deviceId: number): Map<number, { schedule: RecordingSchedule; readAt: Date }>
  /** What a device told of a channel to somebody else who asked it. */
  keep(channel: Pick<ChannelRow, 'id'>, schedule: RecordingSchedule): void
  /** Asks the device and stores what it says. */
  sync(caller: Caller, deviceId: string | number, channelId: string | number): Promise<ScheduledChannel>
  /** The same for all active channels. Fault only where the device could be asked for none of them. */
  syncAll(
    caller: Caller,
    deviceId: string | number,
  ): Promise<{ synced: ChannelWithDevice[]; failed: { channel: ChannelWithDevice; error: string }[] }>
  /** Switches the schedule of a channel on the device itself. */
  enable(
    caller: Caller,
    deviceId: string | number,
    channelId: string | number,
    enabled: boolean,
  ): Promise<Written<RecordingSchedule>>
}

interface Deps {
  db: Db
  access: AccessService
  askDevice: AskDevice
  activity: Activity
  bus: Bus
  now: () => Date
}

export function createSchedules({ db, access, askDevice, activity, bus, now }: Deps): Schedules {
  const inTurn = createInTurn()

  function keep(channelId: number, schedule: RecordingSchedule): Date {
    const readAt = now()
    const of = db.transaction((tx) => {
      const row = tx.select().from(channels).where(eq(channels.id, channelId)).get()
      if (!row) throw new Fault('not-found', 'Channel not found')
      const before = tx.select().from(channelSchedules).where(eq(channelSchedules.channelId, channelId)).get()
      tx.insert(channelSchedules)
        .values({ channelId, schedule, readAt })
        .onConflictDoUpdate({ target: channelSchedules.channelId, set: { schedule, readAt } })
        .run()
      return Bun.deepEquals(before?.schedule, schedule) ? null : row
    })
    if (of) bus.emit('device.told', { deviceId: of.deviceId, householdId: of.householdId, kind: 'schedule' })
    return readAt
  }

  function store(channel: ChannelWithDevice, schedule: RecordingSchedule): ScheduledChannel {
    return { channel, schedule, readAt: keep(channel.id, schedule) }
  }

  const storedOf = (deviceId: number) =>
    new Map(
      db
        .select({ stored: channelSchedules })
        .from(channelSchedules)
        .innerJoin(channels, eq(channels.id, channelSchedules.channelId))
        .where(eq(channels.deviceId, deviceId))
        .all()
        .map(({ stored }) => [
          stored.channelId,
          { schedule: stored.schedule as RecordingSchedule, readAt: stored.readAt },
        ]),
    )

  async function read(channel: ChannelWithDevice): Promise<ScheduledChannel> {
    const question = { deviceId: channel.deviceId, failed: 'Failed to sync from NVR' }
    const asked = await askDevice({ ...question, capability: 'schedule' }, (schedule) =>
      schedule.read(channel.sourceKey),
    )
    return store(channel, asked)
  }

  return {
    get(caller, deviceId, channelId) {
      const channel = channelOn(access, caller, deviceId, channelId, 'view')
      const row = db.select().from(channelSchedules).where(eq(channelSchedules.channelId, channel.id)).get()
      return { channel, schedule: (row?.schedule as RecordingSchedule) ?? null, readAt: row?.readAt ?? null }
    },
    list(caller, deviceId) {
      const device = access.device(caller, deviceId, 'view')
      const known = storedOf(device.id)
      return access
        .visibleChannels(caller, { deviceId: device.id })
        .filter((channel) => channel.isActive)
        .map((channel) => {
          const row = known.get(channel.id)
          return { channel, schedule: row?.schedule ?? null, readAt: row?.readAt ?? null }
        })
    },
    ofDevice: storedOf,
    keep: ({ id }, schedule) => void keep(id, schedule),
    async sync(caller, deviceId, channelId) {
      return read(channelOn(access, caller, deviceId, channelId, 'restart'))
    },
    async syncAll(caller, deviceId) {
      const device = access.device(caller, deviceId, 'restart')
      const all = access.visibleChannels(caller, { deviceId: device.id }).filter((channel) => channel.isActive)
      if (all.length === 0) throw new Fault('not-found', 'No channels found')
      const results = await Promise.allSettled(all.map(read))
      const synced: ChannelWithDevice[] = []
      const failed: { channel: ChannelWithDevice; error: string }[] = []
      for (const [index, channel] of all.entries()) {
        const result = results[index]
        if (result?.status === 'rejected') failed.push({ channel, error: asFault(result.reason).message })
        else synced.push(channel)
      }
      const first = results[0]
      if (synced.length === 0 && first?.status === 'rejected') throw first.reason
      return { synced, failed }
    },
    async enable(caller, deviceId, channelId, enabled) {
      const channel = channelOn(access, caller, deviceId, channelId, 'manage')
      return inTurn(`${channel.id}`, async () => {
        const question = { deviceId: channel.deviceId, failed: 'Failed to change the schedule on the device' }
        const about = { action: 'update_recording_mode', resourceType: 'channel', resourceId: channel.id }
        const written = await askDevice({ ...question, capability: 'schedule' }, (schedule) =>
          schedule.enable(channel.sourceKey, enabled),
        ).catch((error) => {
          const { message } = asFault(error)
          activity.record(caller, { ...about, metadata: { asked: { enabled } }, success: false, error: message })
          throw error
        })
        store(channel, written.after)
        activity.record(caller, {
          ...about,
          metadata: { before: { enabled: written.before.enabled }, after: { enabled: written.after.enabled } },
        })
        return written
      })
    },
  }
}
