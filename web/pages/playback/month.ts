// Months and days of a calendar, as texts `2026-03` and `2026-03-01`: no zone may move them.
import { language } from '../../texts/t.ts'
import { dayOf } from '../../zone.ts'
import type { MonitorOut } from './asks.ts'

/** Before it no device recorded anything. */
const FIRST = '2000-01'
const two = (number: number) => String(number).padStart(2, '0')
const instantOf = (day: string) => new Date(`${day}T00:00:00Z`)
const format = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' })

const monthName = format({ month: 'long', year: 'numeric' })
const dayLong = format({ weekday: 'long', day: 'numeric', month: 'long' })
const dayYear = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
const weekday = format({ weekday: 'narrow' })

export const monthWords = (month: string): string => monthName.format(instantOf(`${month}-01`))
export const dayWords = (day: string): string => dayLong.format(instantOf(day))
export const dayWordsYear = (day: string): string => dayYear.format(instantOf(day))
export const weekdayLetter = (day: string): string => weekday.format(instantOf(day))
/** 0 = Monday. */
export const weekdayOf = (day: string): number => (instantOf(day).getUTCDay() + 6) % 7

/** The day that it is where the page is looked at. */
export const dayHere = (at: Date): string => dayOf(at)
export const monthOf = (day: string): string => day.slice(0, 7)

export function addMonths(month: string, count: number): string {
  const at = instantOf(`${month}-01`)
  at.setUTCMonth(at.getUTCMonth() + count)
  return at.toISOString().slice(0, 7)
}

export function addDays(day: string, count: number): string {
  return new Date(instantOf(day).getTime() + count * 86_400_000).toISOString().slice(0, 10)
}

/** What the address asks for; the present month for nonsense and for months that are still to come. */
export function monthIn(text: string | undefined, today: string): string {
  const valid = text !== undefined && /^\d{4}-(0[1-9]|1[0-2])$/.test(text)
  return valid && text >= FIRST && text <= monthOf(today) ? text : monthOf(today)
}

/** A day of that month; null for anything else. */
export const dayIn = (text: string | undefined, month: string): string | null =>
  text !== undefined && daysOf(month).includes(text) ? text : null

/** Days of a month that the household wants to see, in its order. */
export function daysOf(month: string, wanted: MonitorOut = { start_day: 1, end_day: 31, order: false }): string[] {
  const next = instantOf(`${addMonths(month, 1)}-01`)
  const count = new Date(next.getTime() - 86_400_000).getUTCDate()
  const all = Array.from({ length: count }, (_, i) => i + 1)
    .filter((day) => day >= wanted.start_day && day <= wanted.end_day)
    .map((day) => `${month}-${two(day)}`)
  return wanted.order ? all.reverse() : all
}

/** Newest first, from the present one back to the oldest that holds anything, and the one that is shown. */
export function monthsToChoose(oldest: string | null, shown: string, today: string): string[] {
  const months: string[] = []
  const last = [oldest ?? shown, shown].sort()[0] ?? shown
  for (let month = monthOf(today); month >= last && month >= FIRST; month = addMonths(month, -1)) months.push(month)
  return months
}

export const isFirst = (month: string): boolean => month <= FIRST
