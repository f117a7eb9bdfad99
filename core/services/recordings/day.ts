// A day as somebody means it who looks for recordings: by the clocks of the devices that made them.
import type { Db } from '../../db/open.ts'
import type { Caller } from '../../domain/caller.ts'
import { addDays, type OffsetAt, startOfDay } from '../../domain/wall-clock.ts'
import type { AccessService } from '../access.ts'
import { toldZone } from '../footage/zone.ts'

/**
 * From the first instant of a day (`YYYY-MM-DD`) up to that of the next, in the zone of a channel's device. Without a channel,
 * or where its device has told none, in the one zone of all devices that the caller sees; where there is no such, in ours.
 */
export type SpanOfDay = (caller: Caller, day: string, channelId?: number) => { from: Date; to: Date }

interface Deps {
  db: Db
  access: Pick<AccessService, 'channel' | 'visibleDevices'>
  now: () => Date
  /** Of the machine that we run on. */
  zoneMinutes?: OffsetAt
}

export function createSpanOfDay({ db, access, now, zoneMinutes = (at) => -at.getTimezoneOffset() }: Deps): SpanOfDay {
  type Device = ReturnType<typeof access.visibleDevices>[number]

  function zoneOf({ id, info }: Device): OffsetAt | null {
    const told = toldZone(db, id)
    const known = info?.utcOffsetMinutes
    if (told || known == null) return told
    // It is that of now, and winter's is another: in our zone it is as far off in winter, too.
    return known === zoneMinutes(now()) ? zoneMinutes : () => known
  }

  const within = (day: string, zone: OffsetAt) => ({
    from: startOfDay(day, zone),
    to: startOfDay(addDays(day, 1), zone),
  })

  return (caller, day, channelId) => {
    const own = channelId === undefined ? null : zoneOf(access.channel(caller, channelId, 'playback').device)
    if (own) return within(day, own)
    const zones = access.visibleDevices(caller).flatMap((device) => zoneOf(device) ?? [])
    const days = zones.map((zone) => within(day, zone))
    const [first] = days
    const isOne = first && days.every(({ from, to }) => +from === +first.from && +to === +first.to)
    return isOne ? first : within(day, zoneMinutes)
  }
}
