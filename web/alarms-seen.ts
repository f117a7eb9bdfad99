// Which alarms are new to this person, on whatever page of his he looks at them: as the server counts, and counted on until it says more.
import { signal } from '@preact/signals'
import { ask } from './api.ts'
import { serverNow } from './times.ts'
import type { SeenOut } from './wire.ts'

/** Where browsers counted for themselves, until accounts did. */
const KEPT = 'porchlight.alarms-seen'

/** Alarms that began after this moment are new; null: it is not known yet. */
const until = signal<number | null>(null)
/** How many those are. */
export const unseen = signal(0)
/**
 * Rows that began after this moment bear the bar; null: nobody looks at the list. It stays where it was at the last look, so that one
 * sees what was new.
 */
export const barAfter = signal<number | null>(null)

/** He wants some to count as new again: looking on does not take that back. */
let isHeld = false
let sending = 0
/** Alarms told while a question was under way: the answer may be older than they. */
let meanwhile = 0
/** What this page itself said last; the stream repeats it. */
let own = 0

/** No row is new as long as nothing is known. */
const UNKNOWN = Number.POSITIVE_INFINITY
const ADDRESS = '/api/user/alarm/seen'

export async function loadSeen(): Promise<void> {
  meanwhile = 0
  const answer = await ask<SeenOut>(ADDRESS)
  if (answer.kind !== 'ok' || sending > 0) return
  if (answer.data.until === null) {
    // Nobody begins with everything unseen; where this browser has counted, its count goes on.
    await send(Number(localStorage.getItem(KEPT)) || serverNow())
    localStorage.removeItem(KEPT)
  } else if (meanwhile > 0) await loadSeen()
  else take(answer.data)
  if (barAfter.value === UNKNOWN) {
    barAfter.value = until.value
    if (!document.hidden) look()
  }
}

function take({ until: at, unseen: count }: SeenOut): void {
  until.value = at === null ? null : Date.parse(at)
  unseen.value = count
}

async function send(at: number): Promise<void> {
  sending++
  meanwhile = 0
  const body = { until: new Date(at).toISOString() }
  const answer = await ask<SeenOut>(ADDRESS, { method: 'PUT', body })
  sending--
  if (answer.kind !== 'ok' || sending > 0) return
  own = Date.parse(answer.data.until ?? '')
  take(answer.data)
  if (meanwhile > 0) await loadSeen()
}

/** Another page of his has said it. */
export function noteSeen(seen: SeenOut): void {
  const at = Date.parse(seen.until ?? '')
  if (sending > 0 || at === own) return
  take(seen)
  if (barAfter.value !== null) barAfter.value = at
}

/** One more has begun. */
export function noteBegun(at: Date): void {
  meanwhile++
  if (until.value !== null && at.getTime() > until.value) unseen.value++
}

/** Somebody sits before the list, and not a mere tablet on the wall: what is in it is seen. */
export function look(): void {
  if (until.value === null || isHeld) return
  if (unseen.value === 0) return
  barAfter.value = until.value
  unseen.value = 0
  void send(serverNow())
}

/** The list was opened. */
export function beginLooking(): void {
  barAfter.value = until.value ?? UNKNOWN
  if (!document.hidden) look()
}

export function endLooking(): void {
  isHeld = false
  barAfter.value = null
}

/** Counts everything from this moment on as new, here and on his other pages, until he opens the list anew. */
export function markNewFrom(at: Date): void {
  isHeld = true
  barAfter.value = at.getTime() - 1
  void send(at.getTime() - 1)
}

/** Somebody signs out. */
export function forgetSeen(): void {
  until.value = null
  unseen.value = 0
}
