// What devices last told of the settings and schedules of all channels, for comparing them: no device is asked.
import { inArray } from 'drizzle-orm'
import type { RecordingSchedule } from '#plugin'
import type { Db } from '../../db/open.ts'
import { channelConfigs, channelSchedules } from '../../db/schema/index.ts'
import type { Caller } from '../../domain/caller.ts'
import type { AccessService, ChannelWithDevice } from '../access.ts'
import { type Told, toldOf } from '../channel-config-store.ts'

/** Null = never told. */
export interface Configuration {
  channel: ChannelWithDevice
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
  access: Pick<AccessService, 'visibleChannels'>
}

/** Active channels that the caller sees, by their keys, from after `after` on. */
export const createConfigurationList =
  ({ db, access }: Deps) =>
  (caller: Caller, { after, limit }: { after: number; limit: number }): ConfigurationPage => {
    const left = access
      .visibleChannels(caller)
      .filter(({ id, isActive }) => isActive && id > after)
      .sort((a, b) => a.id - b.id)
    const page = left.slice(0, limit)
    const ids = page.map(({ id }) => id)
    const configs = new Map(
      db
        .select()
        .from(channelConfigs)
        .where(inArray(channelConfigs.channelId, ids))
        .all()
        .map((row) => [row.channelId, row]),
    )
    const schedules = new Map(
      db
        .select()
        .from(channelSchedules)
        .where(inArray(channelSchedules.channelId, ids))
        .all()
        .map((row) => [row.channelId, { schedule: row.schedule as RecordingSchedule, readAt: row.readAt }]),
    )
    const items = page.map((channel) => {
      const row = configs.get(channel.id)
      return {
        channel,
        main: (row && toldOf(row, 'main')) ?? null,
        sub: (row && toldOf(row, 'sub')) ?? null,
        schedule: schedules.get(channel.id) ?? null,
      }
    })
    return { items, next: left.length > limit ? (page.at(-1)?.id ?? null) : null }
  }
