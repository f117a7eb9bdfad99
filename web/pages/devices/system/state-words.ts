// A device's clock, memory and uptime in words.
import { sizeOfMib } from '../../../sizes.ts'
import { language, t } from '../../../texts/t.ts'
import { length } from '../../../times.ts'
import type { ClockOut, HealthOut } from './asks.ts'

/** A clock this near is right: the answer itself takes a moment. The sync leaves it alone as well. */
const NEAR_SECONDS = 5

const wall = new Intl.DateTimeFormat(language, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
  timeZone: 'UTC',
})

export const isWrong = ({ drift_seconds: drift }: Pick<ClockOut, 'drift_seconds'>): boolean =>
  Math.abs(drift) >= NEAR_SECONDS

/** As it stands on the device's own screen. */
export function wallOf({ time, utc_offset_minutes: east }: Pick<ClockOut, 'time' | 'utc_offset_minutes'>): string {
  return wall.format(new Date(Date.parse(time) + east * 60_000))
}

/** “UTC+8”, “UTC−3:30”. */
export function offsetOf({ utc_offset_minutes: east }: Pick<ClockOut, 'utc_offset_minutes'>): string {
  const minutes = Math.abs(east) % 60
  const hours = Math.floor(Math.abs(east) / 60)
  if (east === 0) return 'UTC'
  return `UTC${east < 0 ? '−' : '+'}${hours}${minutes ? `:${String(minutes).padStart(2, '0')}` : ''}`
}

export function driftOf(clock: Pick<ClockOut, 'drift_seconds'>): string {
  if (!isWrong(clock)) return t('system.clock.right')
  const time = longer(Math.abs(clock.drift_seconds))
  return t(clock.drift_seconds > 0 ? 'system.clock.ahead' : 'system.clock.behind', { time })
}

export const keptBy = ({ mode }: Pick<ClockOut, 'mode'>): string =>
  mode === 'ntp' ? t('system.clock.ntp') : mode === 'manual' ? t('system.clock.manual') : mode

export function memoryOf({ memory_used_mb: used, memory_free_mb: free }: HealthOut): string | null {
  if (used === null) return free === null ? null : t('system.health.free', { free: sizeOfMib(free) })
  return free === null
    ? t('system.health.used', { used: sizeOfMib(used) })
    : t('system.health.usedOf', { used: sizeOfMib(used), size: sizeOfMib(used + free) })
}

export const uptimeOf = ({ uptime_seconds: seconds }: HealthOut): string | null =>
  seconds === null ? null : longer(seconds)

const DAY = 86_400
const longer = (seconds: number): string =>
  seconds < 2 * DAY ? length(seconds) : t('system.days', { count: Math.floor(seconds / DAY) })
