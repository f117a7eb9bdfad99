// What a caller's wish for alarms is to the database: his own devices and channels, and nothing foreign gets as far as that.
import { ALARM_KINDS, type AlarmKind } from '../../domain/alarm-kinds.ts'
import { type Caller, can } from '../../domain/caller.ts'
import type { AccessService } from '../access.ts'
import type { AlarmQuery, Cursor } from './pages.ts'

export interface AlarmFilter {
  /** The last alarm of the page before. */
  cursor?: Cursor | undefined
  deviceId?: number | undefined
  /** Kinds of ours or seed 000's words for them; an alarm of any of them is meant. */
  events?: readonly string[] | undefined
  /** The channel's number on its device, as text. */
  channelNo?: string | undefined
  /** Our key of a channel. */
  channelId?: number | undefined
  /** Only those that go on. */
  open?: boolean | undefined
  /** Only those that somebody has seen to, or nobody has. */
  acknowledged?: boolean | undefined
  /** Those that began in from ≤ time < to. */
  from?: Date | undefined
  to?: Date | undefined
}

type Access = Pick<AccessService, 'visiblePlaces' | 'visibleDevices'>

/** Null where nothing can match. */
export function askedOf(access: Access, caller: Caller, filter: AlarmFilter): AlarmQuery | null {
  const { deviceId, channelId, open, acknowledged, from } = filter
  const kinds = filter.events && kindsOf(filter.events)
  // Words that no alarm can have: an empty page, since the filter is "exactly this".
  if (kinds?.length === 0 || (filter.channelNo !== undefined && !/^\d{1,9}$/.test(filter.channelNo))) return null
  const channelNo = filter.channelNo === undefined ? undefined : Number(filter.channelNo)
  const before = earlier(filter.cursor, filter.to && { time: filter.to, id: 0 })
  const common = { kinds, before, from, open, acknowledged }
  const householdId = caller.kind === 'system' ? null : caller.householdId
  if (channelId !== undefined || (householdId !== null && !can(caller, 'view', { householdId }))) {
    const places = access
      .visiblePlaces(caller, { deviceId })
      .filter((place) => channelId === undefined || place.channelId === channelId)
      .filter((place) => channelNo === undefined || place.channelNo === channelNo)
    return { householdId, places, ...common }
  }
  const devices = access.visibleDevices(caller).filter(({ id }) => deviceId === undefined || id === deviceId)
  if (channelNo !== undefined)
    return { householdId, places: devices.map(({ id }) => ({ deviceId: id, channelNo })), ...common }
  return deviceId !== undefined && devices.length === 0 ? null : { householdId, deviceId, ...common }
}

function earlier(one: Cursor | undefined, other: Cursor | undefined): Cursor | undefined {
  if (!one || !other) return one ?? other
  return +one.time < +other.time || (+one.time === +other.time && one.id < other.id) ? one : other
}

const KINDS = Object.keys(ALARM_KINDS) as AlarmKind[]
/** A word that is no kind's is left out. */
const kindsOf = (words: readonly string[]): AlarmKind[] =>
  KINDS.filter((kind) => words.includes(kind) || words.includes(ALARM_KINDS[kind].event))
