// A rule of automatic downloads: what is offered, what it says in words, and what a change of it takes away. Pure.
import { size } from '../../../sizes.ts'
import { hasText, t } from '../../../texts/t.ts'
import { KIND_NAMES } from '../../alarms/kinds.ts'
import { daysWords } from '../../devices/schedule/week.ts'
import type { Rule, Span } from './asks.ts'

const DAY_HOURS = 24
const GB = 1_000_000_000
/** What a recorder tells of itself: no channel has these. */
const OF_DEVICE = ['disk_full', 'disk_error', 'network_lost', 'ip_conflict', 'illegal_login', 'record_failed']

export const USUAL: Rule = {
  mode: 'last_hours',
  hours: 24,
  before_seconds: 30,
  after_seconds: 60,
  kinds: null,
  schedule: [],
  keep_hours: 30 * DAY_HOURS,
  quota_bytes: null,
}
export const NEW_SPAN: Span = { days: [0, 1, 2, 3, 4, 5, 6], start: '22:00', end: '06:00' }

const withOwn = (choices: readonly number[], own: number | null) =>
  [...new Set(own === null ? choices : [...choices, own])].sort((a, b) => a - b)

/** What is offered, and what somebody has set by another way. */
export const offered = {
  hours: (own: number) => withOwn([1, 3, 6, 12, 24, 48, 72, 168, 336, 744], own),
  seconds: (own: number) => withOwn([0, 10, 30, 60, 120, 300, 900], own),
  keep: (own: number | null) => withOwn([24, 72, 168, 720, 2160, 8760], own),
  quota: (own: number | null) => withOwn([10 * GB, 50 * GB, 100 * GB, 500 * GB, 1000 * GB], own),
  kinds: (own: Rule['kinds']): string[] =>
    KIND_NAMES.filter((kind) => !OF_DEVICE.includes(kind) || own?.some((one) => one === kind)),
}

/** “6 hours”, “3 days”. */
export const hoursWords = (hours: number): string =>
  hours % DAY_HOURS === 0 && hours > DAY_HOURS
    ? t('settings.alarms.days.some', { count: hours / DAY_HOURS })
    : t('time.hours', { count: hours })

/** “45 seconds”, “5 minutes”. */
export const secondsWords = (seconds: number): string =>
  seconds % 60 === 0 && seconds > 0 ? t('time.minutes', { count: seconds / 60 }) : t('time.seconds', { count: seconds })

export const kindWords = (kind: string): string => {
  const key = `kind.${kind}`
  return hasText(key) ? t(key as 'kind.other') : kind
}

export const spanWords = ({ days, start, end }: Span) =>
  t('rules.span', { days: daysWords(days.toSorted((a, b) => a - b)), from: start, to: end })

/** What is fetched, when, and how long it stays; a line each. */
export function ruleWords(rule: Rule): string[] {
  const hours = hoursWords(rule.hours)
  const kinds = rule.kinds?.map(kindWords).join(', ') ?? t('rules.kinds.every')
  const around = t('rules.around', {
    ...{ hours, kinds },
    before: secondsWords(rule.before_seconds),
    after: secondsWords(rule.after_seconds),
  })
  const keep =
    rule.keep_hours === null ? t('rules.keep.ever') : t('rules.keep.for', { time: hoursWords(rule.keep_hours) })
  return [
    rule.mode === 'last_hours' ? t('rules.last', { hours }) : around,
    ...(rule.schedule.length > 0 ? [t('rules.begins', { times: rule.schedule.map(spanWords).join('; ') })] : []),
    rule.quota_bytes === null ? keep : t('rules.keep.most', { keep, size: size(rule.quota_bytes) }),
  ]
}

/** Something that was fetched could be removed that would have stayed before. */
export const keepsLess = (before: Rule, after: Rule): boolean =>
  (after.keep_hours ?? Number.POSITIVE_INFINITY) < (before.keep_hours ?? Number.POSITIVE_INFINITY) ||
  (after.quota_bytes ?? Number.POSITIVE_INFINITY) < (before.quota_bytes ?? Number.POSITIVE_INFINITY)

/** Why it cannot be saved; null: it can. */
export function problemOf({ mode, kinds, schedule }: Rule): 'kinds' | 'days' | 'times' | null {
  if (mode === 'around_alarms' && kinds?.length === 0) return 'kinds'
  if (schedule.some(({ days }) => days.length === 0)) return 'days'
  return schedule.some(({ start, end }) => start === '' || end === '') ? 'times' : null
}
