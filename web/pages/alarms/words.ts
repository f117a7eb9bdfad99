// Words of an alarm: its kind, and where it was.
import { deviceOf, titleOf } from '../../household.ts'
import { hasText, t } from '../../texts/t.ts'
import type { AlarmOut } from '../../wire.ts'

/** Our word for a kind; the server's message for one that this page does not know. */
export function kindText(kind: string, message: string): string {
  const key = `kind.${kind}`
  return hasText(key) ? t(key as 'kind.other') : message
}

/** “Garage · Recorder at home”, or the recorder alone. */
export function placeOf(alarm: AlarmOut): string {
  const device = deviceOf(alarm.device_id)
  const recorder = device ? titleOf(device) : (alarm.device_ip_web ?? t('alarms.device'))
  const channel = alarm.channel_name ?? (alarm.channel_id_in_device ? `#${alarm.channel_id_in_device}` : null)
  return channel ? `${channel} · ${recorder}` : recorder
}
