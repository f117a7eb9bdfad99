// A time of its own that a recording stays: what is offered, and what would be over already. Pure.
import type { RecordingOut } from './asks.ts'

const DAY_MS = 86_400_000
const DAYS = [7, 30, 90, 180, 365, 1095, 3650]

/** What is offered, and what somebody has set by another way. */
export const daysOffered = (own: number | null): number[] =>
  [...new Set(own === null ? DAYS : [...DAYS, own])].sort((a, b) => a - b)

/** With so many days from its beginning it would be gone soon. What is protected never is. */
export const isOver = (
  { start_time, protected: isProtected }: Pick<RecordingOut, 'start_time' | 'protected'>,
  days: number | null,
  at: number,
): boolean => days !== null && !isProtected && Date.parse(start_time) + days * DAY_MS <= at
