// Words of an alarm or event: its kind, and where it was.
import { deviceOf, titleOf } from '../../household.ts'
import { hasText, t } from '../../texts/t.ts'
import { type Item, isOwn } from './item.ts'

/** Our word for a kind; the server's message for one that this page does not know. */
export function kindText(kind: string, message: string): string {
  const key = `kind.${kind}`
  return hasText(key) ? t(key as 'kind.other') : message
}

/** “Garage · Recorder at home”, or the device alone; a camera by itself is often called as its device is. */
export function placeOf(alarm: Item): string {
  const device = deviceOf(alarm.device_id)
  const recorder = device ? titleOf(device) : (alarm.device_ip_web ?? t('alarms.device'))
  const channel = alarm.channel_name ?? (alarm.channel_id_in_device ? `#${alarm.channel_id_in_device}` : null)
  return channel && channel !== recorder ? `${channel} · ${recorder}` : recorder
}

/** What it is, and the rest of it: where an alarm was; of an event what is told of it. */
export function wordsOf(item: Item): { kind: string; where: string } {
  if (!isOwn(item)) return { kind: kindText(item.kind, item.message), where: placeOf(item) }
  const place = item.channel_name ?? ''
  // What we noticed says itself where; who writes something down need not.
  const told = item.source === 'manual' && !item.message.includes(place) ? [item.message, place] : [item.message]
  return { kind: kindText(item.kind, item.kind), where: told.filter(Boolean).join(' · ') || place }
}
