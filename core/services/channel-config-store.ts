// What devices told of their channels' encodings: main and sub of a channel in one row.
import { eq } from 'drizzle-orm'
import { type ChannelSettings, Fault, type Quality } from '#plugin'
import type { Bus } from '../bus.ts'
import type { Db } from '../db/open.ts'
import { channelConfigs, channels } from '../db/schema/index.ts'
import type { ChannelWithDevice } from './access.ts'
import { cleanName } from './sync.ts'

export interface Told {
  settings: ChannelSettings
  readAt: Date
}

interface Kept extends Partial<ChannelSettings> {
  /** Its time is in the JSON: the row has that of the main encoding. */
  sub?: { settings: ChannelSettings; readAt: string }
}

export interface ChannelConfigStore {
  /** Undefined = never told. */
  get(channelId: number, quality: Quality): Told | undefined
  put(channel: ChannelWithDevice, settings: ChannelSettings, quality: Quality): Told & { channel: ChannelWithDevice }
}

interface Deps {
  db: Db
  bus: Bus
  now: () => Date
}

/** What a row says of an encoding. One that holds only a sub has no name of its own. */
export function toldOf(row: { settings: object; readAt: Date }, quality: Quality): Told | undefined {
  const { sub, ...main } = row.settings as Kept
  if (quality === 'sub') return sub && { settings: sub.settings, readAt: new Date(sub.readAt) }
  return main.name === undefined ? undefined : { settings: main as ChannelSettings, readAt: row.readAt }
}

/** What a row holds of the encoding that was told last: it has the newest word on what is the channel's. */
export function lastTold(row: { settings: object; readAt: Date }): Told | undefined {
  const [main, sub] = [toldOf(row, 'main'), toldOf(row, 'sub')]
  return main && sub ? (sub.readAt > main.readAt ? sub : main) : (main ?? sub)
}

/** A row's document with what is the channel's, not an encoding's, in every encoding that it holds. */
export function withShared(document: object, shared: Partial<Pick<ChannelSettings, 'name' | 'motionDetection'>>): Kept {
  const { sub, ...main } = document as Kept
  return {
    ...(main.name !== undefined && { ...main, ...shared }),
    ...(sub && { sub: { ...sub, settings: { ...sub.settings, ...shared } } }),
  }
}

/** The row's document with what was told now. */
function withTold(before: object, settings: ChannelSettings, readAt: Date, quality: Quality): Kept {
  const { name, motionDetection } = settings
  const { sub, ...main } = withShared(before, { name, motionDetection })
  if (quality === 'main') return { ...settings, ...(sub && { sub }) }
  return { ...main, sub: { settings, readAt: readAt.toISOString() } }
}

export function createChannelConfigStore({ db, bus, now }: Deps): ChannelConfigStore {
  const rowOf = (channelId: number) =>
    db.select().from(channelConfigs).where(eq(channelConfigs.channelId, channelId)).get()

  return {
    get(channelId, quality) {
      const row = rowOf(channelId)
      return row && toldOf(row, quality)
    },
    put(channel, settings, quality) {
      const readAt = now()
      const deviceName = cleanName(settings.name, `Channel ${channel.channelNo}`)
      const renamed = db.transaction((tx) => {
        const row = tx.select().from(channels).where(eq(channels.id, channel.id)).get()
        if (!row) throw new Fault('not-found', 'Channel not found')
        const kept = withTold(rowOf(channel.id)?.settings ?? {}, settings, readAt, quality)
        tx.insert(channelConfigs)
          .values({ channelId: channel.id, settings: kept, readAt })
          .onConflictDoUpdate({
            target: channelConfigs.channelId,
            set: { settings: kept, ...(quality === 'main' && { readAt }) },
          })
          .run()
        if (row.deviceName === deviceName) return false
        tx.update(channels).set({ deviceName, updatedAt: readAt }).where(eq(channels.id, channel.id)).run()
        return true
      })
      bus.emit('device.told', { deviceId: channel.deviceId, householdId: channel.householdId, kind: 'config' })
      if (renamed) bus.emit('channels.changed', { deviceId: channel.deviceId, householdId: channel.householdId })
      return { channel: { ...channel, deviceName }, settings, readAt }
    },
  }
}
