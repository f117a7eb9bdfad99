// Which alarms this browser has not shown yet: the count beside “Alarms”, and the bar at the left of a row.
import { signal } from '@preact/signals'
import { t } from '../../texts/t.ts'
import type { AlarmOut } from '../../wire.ts'
import { kindText, placeOf } from './words.ts'

const KEPT = 'porchlight.alarms-seen'

/** Alarms that began after this moment are new. */
export const seenUntil = signal(Number(localStorage.getItem(KEPT)))
export const unseen = signal(0)
/** What a screen reader is told of the newest alarm. */
export const announcement = signal('')

let looking = false
// A browser that has never been here begins with nothing unseen.
if (seenUntil.value === 0) markSeen()

/** The list is on the page, or no longer: what arrives meanwhile counts as seen when it is left. */
export function setLooking(value: boolean): void {
  looking = value
  if (value) unseen.value = 0
  else markSeen()
}

function markSeen(): void {
  seenUntil.value = Date.now()
  localStorage.setItem(KEPT, String(seenUntil.value))
}

/** After a reload: how many of these this browser has not shown. */
export function countUnseen(alarms: readonly AlarmOut[]): void {
  if (looking) return
  unseen.value = alarms.filter((alarm) => Date.parse(alarm.created_at) > seenUntil.value).length
}

/** One more, told to a screen reader too. */
export function noteNewAlarm(alarm: AlarmOut): void {
  announcement.value = t('alarms.announce', { kind: kindText(alarm.kind, alarm.message), where: placeOf(alarm) })
  if (!looking) unseen.value++
}
