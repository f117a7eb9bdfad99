// To what something was done, as people of this household call it.
import { channelOf, deviceOf, titleOf } from '../../household.ts'
import { t } from '../../texts/t.ts'
import { kindText } from '../alarms/words.ts'
import type { ActivityOut } from './asks.ts'
import { cameraText, deedText } from './words.ts'

export const cameraName = (id: number): string | undefined => channelOf(id)?.name

/** Null where it has no name. */
export function thingText({ resource_type, resource_id, metadata, username }: ActivityOut): string | null {
  const id = Number(resource_id)
  const about = metadata ?? {}
  const parts: string[] = []
  if (resource_type === 'channel') parts.push(cameraText(String(resource_id), cameraName(id), metadata))
  if (resource_type === 'device') {
    const device = deviceOf(id)
    const former = [about.name, about.address].find((one) => typeof one === 'string' && one !== '')
    parts.push(device ? titleOf(device) : former ? String(former) : t('activity.recorder', { id: String(resource_id) }))
  }
  if (resource_type === 'setting' && resource_id) parts.push(resource_id)
  if (resource_type === 'wall' && typeof about.name === 'string') parts.push(about.name)
  if (resource_type === 'user' && typeof about.username === 'string' && about.username !== username)
    parts.push(about.username)
  if (resource_type === 'template' && typeof about.name === 'string') parts.push(about.name)
  if (typeof about.kind === 'string' && resource_type) parts.push(kindText(about.kind, about.kind))
  if (typeof about.device_user === 'string') parts.push(t('activity.deviceUser', { name: about.device_user }))
  if (typeof about.output === 'number') parts.push(t('activity.output', { id: String(about.output) }))
  if (typeof about.of === 'string') parts.push(deedText(about.of))
  return parts.length > 0 ? parts.join(' · ') : null
}
