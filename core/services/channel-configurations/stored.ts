// What devices last told of the settings and schedules of all channels, for comparing them: no device is asked.
import { and, asc, eq, getTableColumns, inArray } from 'drizzle-orm'
import type { RecordingSchedule } from '#plugin'
import { listed } from '../../db/listed.ts'
import type { Db } from '../../db/open.ts'
import { channelConfigs, channelSchedules, channels } from '../../db/schema/index.ts'
import type { Caller } from '../../domain/caller.ts'
import type { AccessService, ChannelRow } from '../access.ts'
import { type Told, toldOf } from '../channel-config-store.ts'

/** Null = never told. */
export interface Configuration {
  channel: Pick<ChannelRow, 'id' | 'deviceId' | 'connection'>
  main: Told | null
  sub: Told | null
  schedule: { schedule: RecordingSchedule; readAt: Date } | null
}

export interface ConfigurationPage {
  items: Configuration[]
  /** Where the next page begins; null = this was the last one. */
  next: number | null
}

interface Deps {
  db: Db
  access: Pick<AccessService, 'visiblePlaces'>
}

/** Active channels that the caller sees, by their keys, from after `after` on. */
export const createConfigurationList =
  ({ db, access }: Deps) =>
  (caller: Caller, { after, limit }: { after: number; limit: number }): ConfigurationPage => {
    // The keys of all come from an index alone. Settings are documents: they are read of the page, and of nothing before or after.
    const left = access.visiblePlaces(caller).flatMap(({ channelId }) => (channelId > after ? [channelId] : []))
    const rows = db
      .select({
        channel: { id: channels.id, deviceId: channels.deviceId, connection: channels.connection },
        config: getTableColumns(channelConfigs),
        schedule: getTableColumns(channelSchedules),
      })
      .from(channels)
      .leftJoin(channelConfigs, eq(channelConfigs.channelId, channels.id))
      .leftJoin(channelSchedules, eq(channelSchedules.channelId, channels.id))
      .where(and(inArray(channels.id, listed(left)), eq(channels.isActive, true)))
      .orderBy(asc(channels.id))
      .limit(limit + 1)
      .all()
    const items = rows.slice(0, limit).map(({ channel, config, schedule }) => ({
      channel,
      main: (config && toldOf(config, 'main')) ?? null,
      sub: (config && toldOf(config, 'sub')) ?? null,
      schedule: schedule && { schedule: schedule.schedule as RecordingSchedule, readAt: schedule.readAt },
    }))
    return { items, next: rows.length > limit ? (items.at(-1)?.channel.id ?? null) : null }
  }
