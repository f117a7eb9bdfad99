// An alarm that has just begun: told to a screen reader, counted as new, and heard where somebody wants that.
import { signal } from '@preact/signals'
import { noteBegun } from '../../alarms-seen.ts'
import { t } from '../../texts/t.ts'
import type { AlarmOut } from '../../wire.ts'
import { ring } from './sound.ts'
import { kindText, placeOf } from './words.ts'

export { unseen } from '../../alarms-seen.ts'

/** What a screen reader is told of the newest alarm. */
export const announcement = signal('')

export function noteNewAlarm(alarm: AlarmOut): void {
  announcement.value = t('alarms.announce', { kind: kindText(alarm.kind, alarm.message), where: placeOf(alarm) })
  noteBegun(new Date(alarm.created_at))
  ring(alarm.severity)
}
