// What stands between an alarm and us, told from what a device said of it. Pure.
import { ALARM_KINDS, type AlarmKind, type Detection } from '#plugin'
import type { AlarmReason } from './alarm-reasons.ts'

export interface KnownOfAlarm {
  kind: AlarmKind
  enabled: Detection['enabled']
  notifies: Detection['notifies']
  /** Whether the device tells the user that we sign in with of alarms at all; null = not known. */
  mayHear: boolean | null
  /** That user's name. */
  username: string
}

/** What concerns every kind comes first: nothing else matters while it stands. */
export function findReason({ kind, enabled, notifies, mayHear, username }: KnownOfAlarm): AlarmReason | null {
  const what = ALARM_KINDS[kind].hubName
  if (mayHear === false) return notHeard(username)
  if (enabled === false)
    return { code: 'off', text: `The detector for “${what}” is switched off on the device.`, mendable: true }
  if (notifies === false)
    return {
      code: 'not-linked',
      text: `The device does not tell us of “${what}”: “notify surveillance centre” is not set for it there.`,
      mendable: true,
    }
  return null
}

/** The device tells this user of nothing. */
export const notHeard = (username: string): AlarmReason => ({
  code: 'no-rights',
  text:
    `The device user “${username}” may not be told of alarms. Give this user the remote right to ` +
    'notify the surveillance centre and trigger alarm outputs, or sign in with another one.',
  mendable: false,
})
