// A week for which VibeNVR has no word, kept while a client has the camera recorded in another way, and put back by it.
import { planOf, type Rule } from './camera-schedule.ts'

type Fields = Record<string, unknown>
type Week = Rule['schedule']

/** Told to nobody: it is no field of VibeNVR's. */
const KEPT_AS = 'own_week'

/** The week as it was, and what has stood in its place since. */
interface Kept {
  schedule: Week
  instead: Week
}

/** Null where there is none, or where somebody has drawn another one meanwhile. */
function keptOf(rule: Rule, fields: Fields): Kept | null {
  const { schedule, instead } = (fields[KEPT_AS] ?? {}) as Partial<Kept>
  return schedule && instead && Bun.deepEquals(instead, rule.schedule) ? { schedule, instead } : null
}

const isAllTheTime = (rule: Rule, fields: Fields) => planOf(rule, fields).mode === 'Continuous'

/** What is told as recorded all the time was such a week: as it was, where a client wants that again. */
export function withOwnWeek(rule: Rule, fields: Fields, wanted: Rule): Rule {
  const kept = wanted.mode === 'continuous' ? keptOf(rule, fields) : null
  return kept ? { ...wanted, mode: 'schedule', schedule: kept.schedule } : wanted
}

/** What is to be kept of it when `rule` becomes `next`. */
export function keptOfWeek(rule: Rule, fields: Fields, next: Rule): Fields {
  const week = isAllTheTime(rule, fields) ? (rule.mode === 'schedule' ? rule : null) : keptOf(rule, fields)
  return { [KEPT_AS]: week && !isAllTheTime(next, fields) ? { schedule: week.schedule, instead: next.schedule } : null }
}
