// Which search on the recorders' disks answers to a filter of alarms. Pure.
import type { ChannelOut } from '../../wire.ts'
import { MOST_CHANNELS, type Search } from '../playback/find/query.ts'
import { addDays } from '../playback/month.ts'
import type { Filter } from './filter.ts'

/** Days before the last one that is asked for. */
const DAYS_BEFORE = { today: 0, yesterday: 0, week: 6, '': 1 } as const

interface Days {
  today: string
  /** Up to it the list holds all that we know; where no days are said, what is older is wanted. */
  known: string
}

/** Null: nothing that is filtered keeps footage. Days are those of whoever looks. */
export function footageOf(
  { device, channel, when, from, to }: Pick<Filter, 'device' | 'channel' | 'when' | 'from' | 'to'>,
  keeping: readonly Pick<ChannelOut, 'id' | 'device_id'>[],
  { today, known }: Days,
): Search | null {
  const isWanted = (one: Pick<ChannelOut, 'id' | 'device_id'>) =>
    channel ? one.id === Number(channel) : !device || one.device_id === Number(device)
  const ids = keeping.filter(isWanted).map(({ id }) => id)
  if (ids.length === 0) return null
  const usual = when === '' ? known : when === 'yesterday' ? addDays(today, -1) : today
  const last = to || (from ? today : usual)
  const first = from || (to ? to : addDays(last, -DAYS_BEFORE[when]))
  const isAll = ids.length === keeping.length && ids.length <= MOST_CHANNELS
  return {
    channelIds: isAll ? null : ids.slice(0, MOST_CHANNELS),
    from: `${first}T00:00`,
    to: `${addDays(last, 1)}T00:00`,
  }
}
