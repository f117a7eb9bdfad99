// When a device is synced next, and how often that is, in words.
import { t } from '../../../texts/t.ts'
import { moment } from '../../../times.ts'
import type { DeviceOut } from '../../../wire.ts'
import type { SyncRound, SyncSetting } from './asks.ts'

const MINUTE_MS = 60_000

/** “every 5 minutes”, “every hour”, “every 2 days”. */
export function every(minutes: number): string {
  if (minutes % 1440 === 0) return t('sync.every.days', { count: minutes / 1440 })
  if (minutes % 60 === 0) return t('sync.every.hours', { count: minutes / 60 })
  return t('sync.every.minutes', { count: minutes })
}

export function planOf(
  setting: Pick<SyncSetting, 'is_enabled' | 'interval_minutes'>,
  device: Pick<DeviceOut, 'is_checked'>,
  last: Pick<SyncRound, 'sync_time'> | undefined,
  at: Date,
): string {
  if (!device.is_checked) return t('sync.plan.unwatched')
  if (!setting.is_enabled) return t('sync.plan.off')
  const next = last ? new Date(Date.parse(last.sync_time) + setting.interval_minutes * MINUTE_MS) : at
  const often = every(setting.interval_minutes)
  return next > at
    ? t('sync.plan.next', { every: often, time: moment(next, at) })
    : t('sync.plan.soon', { every: often })
}

const USUAL = [5, 15, 30, 60, 360, 1440]
/** The intervals to choose from; one that was set by a script stays among them. */
export const choicesOf = (present: number): number[] => [...new Set([...USUAL, present])].sort((a, b) => a - b)
