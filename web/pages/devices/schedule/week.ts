// A recording schedule as a week: what is drawn on which day, and the same in words. Pure.
import { language, t } from '../../../texts/t.ts'
import type { RecordingModeOut } from './asks.ts'

type Entry = RecordingModeOut['timeline'][number]

/** What a bar looks like; a device knows more ways to wait for an event than a picture needs colours. */
export type Tone = 'continuous' | 'motion' | 'event'

export interface Bar {
  /** Minutes from midnight; `to` is at most 1440. */
  from: number
  to: number
  tone: Tone
  /** For the pointer that rests on it. */
  words: string
}

const DAY_MINUTES = 24 * 60
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6]

/** The words of recorders, by what they mean. */
const MEANINGS = {
  cmr: 'continuous',
  timing: 'continuous',
  continuous: 'continuous',
  motion: 'motion',
  alarm: 'alarm',
  edr: 'motionOrAlarm',
  alarmormotion: 'motionOrAlarm',
  alarmandmotion: 'motionAndAlarm',
  allevent: 'anyEvent',
} as const
const isMeaning = (word: string): word is keyof typeof MEANINGS => Object.hasOwn(MEANINGS, word)

export function toneOf({ mode, device_mode }: Pick<Entry, 'mode' | 'device_mode'>): Tone {
  const word = device_mode.toLowerCase()
  if (isMeaning(word)) return word === 'motion' ? 'motion' : MEANINGS[word] === 'continuous' ? 'continuous' : 'event'
  return mode === 'continuous' ? 'continuous' : 'motion'
}

/** In words; a mode that nobody knows keeps the device's own. */
export function modeWords({ mode, device_mode }: Pick<Entry, 'mode' | 'device_mode'>): string {
  const word = device_mode.toLowerCase()
  if (isMeaning(word)) return t(`schedule.mode.${MEANINGS[word]}`)
  return device_mode || t(`schedule.mode.${mode}`)
}

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
/** The API writes the end of a day as midnight. */
const isMidnight = (time: string) => /^(00|24):00/.test(time)
const clock = (time: string) => time.slice(0, 5)
const wraps = (entry: Entry) => entry.day_end_of_week !== entry.day_of_week && !isMidnight(entry.end_time)

const names = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' })
/** Of a day from 0 = Monday; the first of January 2024 was one. */
export const dayShort = (day: number): string => names.format(Date.UTC(2024, 0, 1 + day))

/** What begins on a day: `20:00–06:30 next day, motion`. */
function spanWords(entry: Entry): string {
  const mode = modeWords(entry)
  if (isMidnight(entry.start_time) && isMidnight(entry.end_time)) return t('schedule.allDay', { mode })
  const times = { from: clock(entry.start_time), to: isMidnight(entry.end_time) ? '24:00' : clock(entry.end_time) }
  return wraps(entry) ? t('schedule.overnight', { ...times, mode }) : t('schedule.span', { ...times, mode })
}

/** Seven rows from Monday on. What goes on after midnight is drawn on the next day, from Sunday on Monday. */
export function barsOf(timeline: readonly Entry[]): Bar[][] {
  const rows: Bar[][] = EVERY_DAY.map(() => [])
  for (const entry of timeline.filter(({ mode }) => mode !== 'off')) {
    const { tone, words } = { tone: toneOf(entry), words: spanWords(entry) }
    const from = minutesOf(entry.start_time)
    const to = isMidnight(entry.end_time) || wraps(entry) ? DAY_MINUTES : minutesOf(entry.end_time)
    rows[entry.day_of_week]?.push({ from, to, tone, words })
    if (wraps(entry)) rows[entry.day_end_of_week]?.push({ from: 0, to: minutesOf(entry.end_time), tone, words })
  }
  return rows
}

/** Neighbours become a range: `Mon–Fri`, `Sat`. */
export function daysWords(days: readonly number[]): string {
  if (days.length === EVERY_DAY.length) return t('schedule.everyDay')
  const runs: number[][] = []
  for (const day of days) {
    const last = runs.at(-1)
    if (last && last.at(-1) === day - 1) last.push(day)
    else runs.push([day])
  }
  const word = (run: number[]) => {
    const [first = 0] = run
    const last = run.at(-1) ?? first
    return last === first ? dayShort(first) : `${dayShort(first)}–${dayShort(last)}`
  }
  return runs.map(word).join(', ')
}

/** The week in words: days that are alike are told together, in the order in which the first of them comes. */
export function weekWords(timeline: readonly Entry[]): { days: string; spans: string[] }[] {
  const groups = new Map<string, { days: number[]; spans: string[] }>()
  for (const day of EVERY_DAY) {
    const begun = timeline.filter((entry) => entry.day_of_week === day)
    const spans = begun.toSorted((a, b) => a.start_time.localeCompare(b.start_time)).map(spanWords)
    const known = groups.get(spans.join('|'))
    if (known) known.days.push(day)
    else groups.set(spans.join('|'), { days: [day], spans })
  }
  return [...groups.values()].map(({ days, spans }) => ({ days: daysWords(days), spans }))
}
