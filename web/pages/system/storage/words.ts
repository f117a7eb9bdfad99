// The disks in words: how full, since when, until when; and what a change of the limits takes away. Pure.
import { size } from '../../../sizes.ts'
import { t } from '../../../texts/t.ts'
import { dayName, daysBetween } from '../../../times.ts'
import type { Limits, Storage, StorageCamera, StorageFolder } from './asks.ts'

export const nameOf = ({ id, name }: Pick<StorageFolder, 'id' | 'name'>): string =>
  id === null ? t('storage.folder.own') : name

/** Shares of a bar; null where the folder does not tell. */
export function sharesOf({ total_bytes: total, free_bytes: free, used_bytes: used }: StorageFolder) {
  if (total === null || free === null || total <= 0) return null
  const taken = Math.max(0, total - free)
  const ours = Math.min(used, taken)
  return {
    used: ours / total,
    other: (taken - ours) / total,
    usedBytes: ours,
    otherBytes: taken - ours,
    freeBytes: free,
  }
}

/** When there is no room left, in a sentence. */
export function fullWords({ full_at, folders, bytes_per_day }: Storage, at: Date): string {
  if (folders.some(({ state }) => state === 'full')) return t('storage.full.now')
  if (full_at === null) return t(bytes_per_day > 0 ? 'storage.full.never' : 'storage.full.nothing')
  const day = new Date(full_at)
  const count = daysBetween(at, day)
  return count <= 0 ? t('storage.full.today') : t('storage.full.days', { count, day: dayName(day, at) })
}

export const reachWords = (days: number | null): string =>
  days === null ? '–' : days < 1 ? t('storage.reaches.less') : t('storage.reaches', { count: Math.floor(days) })

/** “14 days, at most 50 GB”; null: no rule of our recorder limits it. */
export function ruleWords({ retention_days: days, quota_bytes: quota }: StorageCamera): string | null {
  const words = [
    ...(days === null ? [] : [t('storage.rule.days', { count: days })]),
    ...(quota === null ? [] : [t('storage.rule.most', { size: size(quota) })]),
  ]
  return words.length > 0 ? words.join(', ') : null
}

/** The largest first. */
export const largestFirst = (cameras: readonly StorageCamera[]): StorageCamera[] =>
  cameras.toSorted((a, b) => b.bytes - a.bytes || a.name.localeCompare(b.name))

const GB = 1_000_000_000
const withOwn = (choices: readonly number[], own: number | null) =>
  [...new Set(own === null ? choices : [...choices, own])].sort((a, b) => a - b)

/** What is offered, and what somebody has set by another way. */
export const offered = {
  days: (own: number | null) => withOwn([3, 7, 14, 30, 60, 90, 180, 365], own),
  bytes: (own: number | null) => withOwn([50 * GB, 100 * GB, 500 * GB, 1000 * GB, 2000 * GB, 4000 * GB], own),
  free: (own: number | null) => withOwn([2 * GB, 5 * GB, 10 * GB, 20 * GB, 50 * GB, 100 * GB], own),
}

const most = (value: number | null) => value ?? Number.POSITIVE_INFINITY

/** Something could be removed that would have stayed before. */
export const keepsLess = (before: Limits, after: Limits): boolean =>
  most(after.days) < most(before.days) ||
  most(after.bytes) < most(before.bytes) ||
  (after.free_bytes ?? 0) > (before.free_bytes ?? 0)
