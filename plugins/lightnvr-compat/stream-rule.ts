// When a stream is recorded, in LightNVR's flags and schedules, and as a rule of our recorder.
import { Fault, type Services } from '#plugin'
import type { Fields } from './names.ts'
import { everyHour, gridOf, HOURS, isEveryHour, spansOf } from './schedule-grid.ts'

export type Rule = ReturnType<Services['recorder']['get']>['rule']

/** Sunday 0 h first. */
export interface Plan {
  record: boolean
  record_on_schedule: boolean
  recording_schedule: boolean[]
  detection_based_recording: boolean
  detection_record_on_schedule: boolean
  detection_recording_schedule: boolean[]
}

/** A rule that our own page can show, too. */
const MOST_SPANS = 50
export const MIB = 1024 * 1024
/** No rule of ours keeps less. */
const LEAST_MB = 10

/** A week is kept in short: 168 characters. */
const weekIn = (fields: Fields, name: string): boolean[] => {
  const text = fields[name]
  return typeof text === 'string' && text.length === HOURS ? [...text].map((one) => one === '1') : everyHour()
}
const shortWeek = (grid: readonly boolean[]) =>
  isEveryHour(grid) ? null : grid.map((isOn) => (isOn ? '1' : '0')).join('')

/** What the rule does not say, since it does nothing there, is as it was set last. */
export function planOf(rule: Pick<Rule, 'mode' | 'schedule'>, fields: Fields): Plan {
  const isScheduled = rule.mode === 'schedule'
  const [always, around] = (['continuous', 'alarm'] as const).map((what) =>
    isScheduled ? rule.schedule.filter(({ record }) => record === what) : [],
  ) as [Rule['schedule'], Rule['schedule']]
  const aroundWeek = around.length ? gridOf(around) : weekIn(fields, 'detection_recording_schedule')
  const keptAround = fields.detection_based_recording === true && rule.mode === 'continuous'
  return {
    record: rule.mode === 'continuous' || always.length > 0,
    record_on_schedule: always.length > 0,
    recording_schedule: always.length ? gridOf(always) : weekIn(fields, 'recording_schedule'),
    detection_based_recording: rule.mode === 'alarm' || around.length > 0 || keptAround,
    detection_record_on_schedule: around.length > 0 && !isEveryHour(aroundWeek),
    detection_recording_schedule: aroundWeek,
  }
}

/** What is recorded all the time needs no rule for alarms beside it. */
export function ruleOf(plan: Plan): Pick<Rule, 'mode' | 'schedule'> {
  const nothing: Rule['schedule'] = []
  const weekOf = (isOn: boolean, byHour: boolean, week: boolean[]) => (isOn ? (byHour ? week : everyHour()) : null)
  const always = weekOf(plan.record, plan.record_on_schedule, plan.recording_schedule)
  const around = weekOf(
    plan.detection_based_recording,
    plan.detection_record_on_schedule,
    plan.detection_recording_schedule,
  )
  if (plan.record && !plan.record_on_schedule) return { mode: 'continuous', schedule: nothing }
  if (!always) {
    if (!around) return { mode: 'off', schedule: nothing }
    if (!plan.detection_record_on_schedule) return { mode: 'alarm', schedule: nothing }
  }
  const schedule = [...(always ? spansOf(always, 'continuous') : []), ...(around ? spansOf(around, 'alarm') : [])]
  if (schedule.length > MOST_SPANS)
    throw new Fault(
      'invalid-input',
      `recording_schedule changes too often: at most ${MOST_SPANS} times of a week are kept`,
    )
  return { mode: 'schedule', schedule }
}

/** What of a plan is to be kept beside the rule. */
export const keptOfPlan = (plan: Plan): Fields => ({
  recording_schedule: shortWeek(plan.recording_schedule),
  detection_recording_schedule: shortWeek(plan.detection_recording_schedule),
  detection_based_recording: plan.detection_based_recording || null,
})

export interface Retention {
  retention_days: number
  detection_retention_days: number
  max_storage_mb: number
}

/** 0 is for ever, -1 too where a client said so: as far as the limit of all recordings lets them stay. */
export function retentionOf(rule: Rule, fields: Fields): Retention {
  const days = rule.retentionDays ?? (fields.retention_days === -1 ? -1 : 0)
  const around = fields.detection_retention_days
  return {
    retention_days: days,
    detection_retention_days: typeof around === 'number' ? around : days,
    max_storage_mb: rule.quotaBytes === null ? 0 : Math.ceil(rule.quotaBytes / MIB),
  }
}

export function daysIn(name: string, value: unknown): number | undefined {
  if (typeof value !== 'number') return undefined
  if (!Number.isInteger(value) || value < -1 || value > 365)
    throw new Fault('invalid-input', `${name} must be between -1 and 365`)
  return value
}

export function megabytesIn(value: unknown): number | undefined {
  if (typeof value !== 'number') return undefined
  if (value !== 0 && !(Number.isInteger(value) && value >= LEAST_MB && value <= 1e9))
    throw new Fault('invalid-input', `max_storage_mb must be 0 for no limit, or at least ${LEAST_MB}`)
  return value
}

/** The rule and the kept fields for what is asked of a retention; what is as it was changes nothing. */
export function retentionChanges(rule: Rule, fields: Fields, asked: Partial<Retention>) {
  const told = retentionOf(rule, fields)
  const changes: { rule: Partial<Pick<Rule, 'retentionDays' | 'quotaBytes'>>; kept: Fields } = { rule: {}, kept: {} }
  const { retention_days: days, detection_retention_days: around, max_storage_mb: megabytes } = asked
  if (days !== undefined && days !== told.retention_days) {
    changes.rule.retentionDays = days > 0 ? days : null
    changes.kept.retention_days = days === -1 ? -1 : null
  }
  // What is the same as the other needs not be kept.
  if (around !== undefined && around !== told.detection_retention_days)
    changes.kept.detection_retention_days = around === (days ?? told.retention_days) ? null : around
  if (megabytes !== undefined && megabytes !== told.max_storage_mb)
    changes.rule.quotaBytes = megabytes ? megabytes * MIB : null
  return changes
}
