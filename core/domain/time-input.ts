// Times as people and programs write them: ISO 8601, and without an offset a wall clock that the caller must know.
import { Fault } from './fault.ts'
import { instantOfWall, type OffsetAt } from './wall-clock.ts'

const MINUTE = 60_000
const TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:\.\d{1,9})?)? ?(Z|[+-]\d\d:?\d\d)?$/i

/** Digits of a wall clock as if they were UTC; null for a text that is no time, such as the 30th of February. */
function read(text: string): { wall: number; offset: number | null } | null {
  const [, day, minutes = '00:00', seconds = ':00', zone] = text.trim().match(TIME) ?? []
  if (day === undefined) return null
  const wall = Date.parse(`${day}T${minutes}${seconds}Z`)
  if (Number.isNaN(wall) || !new Date(wall).toISOString().startsWith(day)) return null
  if (zone === undefined) return { wall, offset: null }
  const [, sign, hours = 0, rest = 0] = zone.match(/([+-])(\d\d):?(\d\d)/) ?? []
  return { wall, offset: (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(rest)) }
}

/** True for text that `instantOf` takes. */
export const isTime = (text: string): boolean => read(text) !== null

/** True for a time that means the same everywhere. */
export const hasOffset = (text: string): boolean => read(text)?.offset != null

/**
 * Without an offset in the text it is the wall clock of `offsetAt`: of an hour that comes twice its first or last passing, so
 * that a range from start (`first`) to end (`last`) holds both. Fault invalid-input for what is no time.
 */
export function instantOf(text: string, offsetAt: OffsetAt, which: 'first' | 'last' = 'first'): Date {
  const time = read(text)
  if (!time) throw new Fault('invalid-input', `${text.slice(0, 40)} is not a time: write 2025-01-22T00:00:00`)
  if (time.offset !== null) return new Date(time.wall - time.offset * MINUTE)
  return instantOfWall(time.wall, offsetAt, which)
}
