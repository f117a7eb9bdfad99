// What a camera's clock says: its time, its zone, how it is kept, and how far it is ahead of ours.
import { z } from 'zod'
import { flag, maybe, number, text } from './shapes.ts'

export interface Time {
  /** How far the camera is ahead of us; null where it tells no time. */
  aheadMs: number | null
  utcOffsetMinutes: number | null
  mode: string
  /** POSIX, as the camera writes it. */
  zone: string | null
  daylightSaving: boolean
}

const moment = maybe(
  z
    .object({
      time: z.object({ hour: number, minute: number, second: number }),
      date: z.object({ year: number, month: number, day: number }),
    })
    .transform(({ date, time }) => Date.UTC(date.year, date.month - 1, date.day, time.hour, time.minute, time.second))
    .refine((at) => Number.isFinite(at)),
)

const answer = z.object({
  getSystemDateAndTimeResponse: z.object({
    systemDateAndTime: z.object({
      ...{ dateTimeType: maybe(text), daylightSavings: maybe(flag), UTCDateTime: moment, localDateTime: moment },
      timeZone: maybe(z.object({ TZ: text })),
    }),
  }),
})

const QUARTER_MS = 15 * 60_000

/** Minutes east of UTC of `CST-8` or `<+0530>-5:30`, out of summer time. */
function offsetOfZone(zone: string | undefined): number | null {
  const [, sign, hours, minutes = '0'] =
    /^(?:[A-Za-z]{3,}|<[^>]{3,10}>)([+-]?)(\d{1,2})(?::(\d{2}))?/.exec(zone ?? '') ?? []
  if (hours === undefined || Number(hours) > 14) return null
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? 1 : -1) || 0
}

/** `now`: our own time when the camera looked at its clock. */
export function readTime(said: unknown, now: Date): Time {
  const { data } = answer.safeParse(said)
  const none = { aheadMs: null, utcOffsetMinutes: null, mode: 'manual', zone: null, daylightSaving: false }
  if (!data) return none
  const { UTCDateTime: utc, localDateTime: local, ...rest } = data.getSystemDateAndTimeResponse.systemDateAndTime
  const zone = rest.timeZone?.TZ ?? null
  const byClock = utc === null || local === null ? null : (Math.round((local - utc) / QUARTER_MS) * QUARTER_MS) / 60_000
  const offset = byClock !== null && Math.abs(byClock) <= 14 * 60 ? byClock : offsetOfZone(zone ?? undefined)
  // Some tell their wall clock alone.
  const at = utc ?? (local === null || offset === null ? null : local - offset * 60_000)
  return {
    aheadMs: at === null ? null : at - now.getTime(),
    utcOffsetMinutes: offset,
    mode: rest.dateTimeType?.toLowerCase() ?? 'manual',
    zone,
    daylightSaving: rest.daylightSavings ?? false,
  }
}
