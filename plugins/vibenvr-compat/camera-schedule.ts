// When a camera is recorded, in VibeNVR's words and days, and as a rule of our recorder.
import type { Services } from '#plugin'

export type Rule = ReturnType<Services['recorder']['get']>['rule']
type Span = Rule['schedule'][number]
type Fields = Record<string, unknown>

export const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export const MODES = ['Off', 'Motion Triggered', 'Continuous'] as const
export type Mode = (typeof MODES)[number]
const BY_WEEK = 'Working Schedule'
export const DETECT_MODES = ['Always', BY_WEEK, 'Manual Toggle'] as const

/** From the first minute to the end of the last one. */
interface Hours {
  isOn: boolean
  start: string
  end: string
}

export interface Plan {
  mode: Mode
  detect: (typeof DETECT_MODES)[number]
  /** Monday first. */
  week: Hours[]
}

const MIDNIGHT = '00:00'
const LAST_MINUTE = '23:59'
export const ALL_DAY: Hours = { isOn: true, start: MIDNIGHT, end: LAST_MINUTE }

/** Read from fields that have the names of VibeNVR; what is missing is the whole day. */
export const weekIn = (fields: Fields): Hours[] =>
  DAYS.map((day) => ({
    isOn: fields[`schedule_${day}`] !== false,
    start: textOr(fields[`schedule_${day}_start`], ALL_DAY.start),
    end: textOr(fields[`schedule_${day}_end`], ALL_DAY.end),
  }))

export const weekOut = (week: readonly Hours[]): Record<string, boolean | string> =>
  Object.fromEntries(
    week.flatMap(({ isOn, start, end }, index) => {
      const name = `schedule_${DAYS[index]}`
      return [
        [name, isOn],
        [`${name}_start`, start],
        [`${name}_end`, end],
      ]
    }),
  )

const textOr = (value: unknown, otherwise: string) => (typeof value === 'string' ? value : otherwise)

/** Of a day with several times: from the first to the last of them. */
function hoursOf(spans: readonly Span[], day: number, before: Hours): Hours {
  const those = spans.filter(({ days }) => days.includes(day))
  if (those.length === 0) return { ...before, isOn: false }
  const [start = MIDNIGHT] = those.map((span) => span.start).sort()
  const ends = those.map((span) => (span.end === MIDNIGHT ? LAST_MINUTE : span.end)).sort()
  return { isOn: true, start, end: ends.at(-1) ?? LAST_MINUTE }
}

const isAroundAlarms = (spans: readonly Span[]) => spans.every(({ record }) => record === 'alarm')

/** `fields`: what is kept of the days while the rule does not go by them. */
export function planOf({ mode, schedule }: Pick<Rule, 'mode' | 'schedule'>, fields: Fields): Plan {
  const kept = weekIn(fields)
  const said = DETECT_MODES.find((one) => one === fields.detect_motion_mode) ?? 'Always'
  if (mode === 'off') return { mode: 'Off', detect: said, week: kept }
  if (mode === 'continuous') return { mode: 'Continuous', detect: said, week: kept }
  if (mode === 'schedule') {
    // Its words have no footage all the time in parts of a week.
    if (!isAroundAlarms(schedule)) return { mode: 'Continuous', detect: said, week: kept }
    const week = kept.map((before, day) => hoursOf(schedule, day, before))
    return { mode: 'Motion Triggered', detect: BY_WEEK, week }
  }
  return { mode: 'Motion Triggered', detect: said === BY_WEEK ? 'Always' : said, week: kept }
}

/** Days with the same hours share a span. */
function spansOf(week: readonly Hours[]): Span[] {
  const found = new Map<string, Span>()
  for (const [day, { isOn, start, end: last }] of week.entries()) {
    if (!isOn) continue
    const end = last === LAST_MINUTE ? MIDNIGHT : last
    const key = `${start} ${end}`
    const span = found.get(key) ?? { days: [], start, end, record: 'alarm' as const }
    span.days.push(day)
    found.set(key, span)
  }
  return [...found.values()]
}

/** The times of `before` stay where these say the same of it, or nothing: they may be finer. */
export function ruleOf({ mode, detect, week }: Plan, before: Pick<Rule, 'schedule'>): Pick<Rule, 'mode' | 'schedule'> {
  const { schedule } = before
  if (mode === 'Off') return { mode: 'off', schedule }
  if (mode === 'Continuous') return { mode: 'continuous', schedule }
  if (detect !== BY_WEEK) return { mode: 'alarm', schedule }
  const isSame =
    isAroundAlarms(schedule) &&
    week.every((hours, day) => {
      const there = hoursOf(schedule, day, hours)
      return there.isOn === hours.isOn && there.start === hours.start && there.end === hours.end
    })
  return { mode: 'schedule', schedule: isSame ? schedule : spansOf(week) }
}
