// What VibeNVR's clients say of recording and keeping, as our recorder's rule, and back.
import { ALL_DAY, type Mode, type Plan, planOf, type Rule, ruleOf, weekIn, weekOut } from './camera-schedule.ts'

type Fields = Record<string, unknown>

/** With the names of VibeNVR. */
export interface RuleOut {
  recording_mode: Mode
  detect_motion_mode: Plan['detect']
  captured_before: number
  captured_after: number
  max_movie_length: number
  preserve_movies: string
  max_storage_gb: number
  storage_profile_id: number | null
  [day: `schedule_${string}`]: boolean | string
}

const GIB = 1024 ** 3
/** No rule of ours keeps less. */
const LEAST_BYTES = 10_000_000
const WORDS: [days: number | null, word: string][] = [
  [1, 'For One Day'],
  [7, 'For One Week'],
  [30, 'For One Month'],
  [365, 'For One Year'],
  [null, 'Forever'],
]
const MOST_DAYS = 3650

export const isPreserve = (text: string): boolean =>
  WORDS.some(([, word]) => word === text) || (/^\d{1,4}$/.test(text) && Number(text) <= MOST_DAYS)

/** 0 days would be nothing at all: it is for ever, as with all that is counted there. */
const daysIn = (text: string): number | null => {
  const found = WORDS.find(([, word]) => word === text)
  return found ? found[0] : Number(text) || null
}
const preserveOut = (days: number | null) => WORDS.find(([one]) => one === days)?.[1] ?? String(days)

const gibOut = (bytes: number | null) => (bytes === null ? 0 : Math.round((bytes / GIB) * 1000) / 1000)

/** `fields`: what is kept of the channel. */
export function ruleOut(rule: Rule, fields: Fields): RuleOut {
  const plan = planOf(rule, fields)
  return {
    recording_mode: plan.mode,
    detect_motion_mode: plan.detect,
    ...weekOut(plan.week),
    captured_before: rule.preSeconds,
    captured_after: rule.postSeconds,
    max_movie_length: rule.segmentSeconds,
    preserve_movies: preserveOut(rule.retentionDays),
    max_storage_gb: gibOut(rule.quotaBytes),
    storage_profile_id: rule.folderId,
  }
}

const between = (least: number, value: number, most: number) => Math.min(most, Math.max(least, Math.round(value)))

/** The rule as it is asked for; what is told of it and asked for again is as it was, however it is rounded. */
export function ruleFor(rule: Rule, fields: Fields, wanted: RuleOut): Rule {
  const told = ruleOut(rule, fields)
  const isNew = (name: keyof RuleOut) => wanted[name] !== told[name]
  const plan = { mode: wanted.recording_mode, detect: wanted.detect_motion_mode, week: weekIn({ ...wanted }) }
  // A week that is told as all the time stays, whatever is said of days that nothing goes by.
  const isStill = plan.mode === 'Continuous' && told.recording_mode === 'Continuous'
  const bytes = wanted.max_storage_gb * GIB
  return {
    ...rule,
    ...(isStill || Bun.deepEquals(plan, planOf(rule, fields)) ? {} : ruleOf(plan, rule)),
    ...(isNew('captured_before') && { preSeconds: between(0, wanted.captured_before, 60) }),
    ...(isNew('captured_after') && { postSeconds: between(0, wanted.captured_after, 600) }),
    ...(isNew('max_movie_length') && { segmentSeconds: between(60, wanted.max_movie_length || 300, 300) }),
    ...(isNew('preserve_movies') && { retentionDays: daysIn(wanted.preserve_movies) }),
    ...(isNew('max_storage_gb') && { quotaBytes: bytes > 0 ? Math.max(LEAST_BYTES, Math.round(bytes)) : null }),
    ...(isNew('storage_profile_id') && { folderId: wanted.storage_profile_id }),
  }
}

/** What of it is to be kept beside the rule, which does not say it while it does not go by it; null = nothing of note. */
export function keptOfRule(wanted: RuleOut): Fields {
  const days = Object.entries(weekOut(weekIn({ ...wanted }))).map(([name, value]) => {
    const usual = name.endsWith('_start') ? ALL_DAY.start : name.endsWith('_end') ? ALL_DAY.end : ALL_DAY.isOn
    return [name, value === usual ? null : value]
  })
  const detect = wanted.detect_motion_mode
  return { ...Object.fromEntries(days), detect_motion_mode: detect === 'Always' ? null : detect }
}
