// What is recorded of a camera and how it stands, in words; what is offered, and what a change takes away. Pure.
import { size } from '../../../sizes.ts'
import { t } from '../../../texts/t.ts'
import { exact } from '../../../times.ts'
import { kindWords, offered as ofRules, secondsWords, spanWords } from '../rules/rule.ts'
import type { RecorderOut, RecorderRule } from './asks.ts'

const withOwn = (choices: readonly number[], own: number | null) =>
  [...new Set(own === null ? choices : [...choices, own])].sort((a, b) => a - b)

/** What is offered, and what somebody has set by another way. */
export const offered = {
  before: (own: number) => withOwn([0, 5, 10, 20, 30, 60], own),
  after: (own: number) => withOwn([0, 5, 15, 30, 60, 120, 300, 600], own),
  length: (own: number) => withOwn([60, 300, 600, 1800, 3600], own),
  days: (own: number | null) => withOwn([1, 3, 7, 14, 30, 90, 365], own),
  quota: ofRules.quota,
  kinds: ofRules.kinds,
}

export const daysWords = (count: number): string => t('recorder.days', { count })

function whatWords(rule: RecorderRule): string {
  if (rule.mode === 'schedule') {
    const times = rule.schedule.map(spanWords).join('; ')
    const isAlarm = rule.schedule.every(({ record }) => record === 'alarm')
    return t(isAlarm ? 'recorder.is.schedule.alarm' : 'recorder.is.schedule', { times })
  }
  if (rule.mode !== 'alarm') return t(`recorder.is.${rule.mode}`)
  return t('recorder.is.alarm', {
    kinds: rule.kinds?.map(kindWords).join(', ') ?? t('rules.kinds.every'),
    before: secondsWords(rule.pre_seconds),
    after: secondsWords(rule.post_seconds),
  })
}

/** What is recorded and how long it stays; a line each. */
export function recorderWords(rule: RecorderRule): string[] {
  if (rule.mode === 'off') return [whatWords(rule)]
  const days = rule.retention_days
  const keep = days === null ? t('rules.keep.ever') : t('recorder.keep.for', { count: days })
  return [
    whatWords(rule),
    rule.quota_bytes === null ? keep : t('rules.keep.most', { keep, size: size(rule.quota_bytes) }),
  ]
}

/** What it does at this moment; null where nothing is to be recorded. */
export function nowWords({ mode, state }: RecorderOut): string | null {
  if (mode === 'off') return null
  if (state.doing !== 'record') return t(`recorder.now.${state.doing}`)
  const since = state.file_started_at
  return since ? t('recorder.now.record', { time: exact(new Date(since)) }) : t('recorder.now.begins')
}

/** Something that was recorded could be removed that would have stayed before. */
export const keepsLess = (before: RecorderRule, after: RecorderRule): boolean =>
  (after.retention_days ?? Number.POSITIVE_INFINITY) < (before.retention_days ?? Number.POSITIVE_INFINITY) ||
  (after.quota_bytes ?? Number.POSITIVE_INFINITY) < (before.quota_bytes ?? Number.POSITIVE_INFINITY)

/** Why it cannot be saved; null: it can. */
export function problemOf({ mode, kinds, schedule }: RecorderRule): 'kinds' | 'days' | 'times' | null {
  if (mode === 'off') return null
  if (kinds?.length === 0) return 'kinds'
  if (mode !== 'schedule') return null
  if (schedule.some(({ days }) => days.length === 0)) return 'days'
  return schedule.length === 0 || schedule.some(({ start, end }) => start === '' || end === '') ? 'times' : null
}
