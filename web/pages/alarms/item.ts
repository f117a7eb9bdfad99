// One row of the list: an alarm, or an event that no device told, in the same words.
import type { AlarmOut, AlarmPage } from '../../wire.ts'
import type { EventOut } from './asks.ts'

export interface Item extends Omit<AlarmOut, 'recording_id'> {
  /** By number or uuid. */
  recording_id: number | string | null
  /** Absent: a device, as of every alarm. */
  source?: EventOut['source']
}

export type ItemPage = Omit<AlarmPage, 'items'> & { items: Item[] }

/** What of the history is listed. */
export type What = 'alarms' | 'events' | 'all'

/** No device told it. */
export const isOwn = ({ source }: Pick<Item, 'source'>): boolean => source !== undefined && source !== 'device'

const textIn = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** Kinds of alarms that the history calls otherwise. */
const KIND_OF: Record<string, string> = { videoloss: 'video_loss', io: 'input' }

export function itemOf(event: EventOut): Item {
  const { event_time, ended_at, type, metadata } = event
  return {
    id: event.alarm_id,
    uuid: event.id,
    device_id: event.device_id,
    device_ip_web: null,
    event: type,
    kind: KIND_OF[type] ?? type,
    channel_id: event.channel_id,
    channel_id_in_device: null,
    channel_name: event.camera_name,
    message: event.message,
    created_at: event_time,
    ended_at,
    duration_seconds: ended_at === null ? null : (Date.parse(ended_at) - Date.parse(event_time)) / 1000,
    end_reason: null,
    device_time: textIn(metadata.device_time),
    target: textIn(metadata.target),
    region: typeof metadata.region === 'number' ? metadata.region : null,
    // Nobody draws it in the list.
    area: null,
    rule: textIn(metadata.rule),
    severity: event.severity,
    acknowledged_at: event.acknowledged_at,
    acknowledged_by: event.acknowledged_by,
    picture_url: event.snapshot_url,
    recording_id: event.recording_id,
    source: event.source,
  }
}
