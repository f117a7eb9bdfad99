// What the alarm list asks of the history of events.
import type { EventOut } from '../../../core/api/vms/events.wire.ts'
import { ask } from '../../api.ts'

export type { EventOut }

/** Says that somebody has seen to an alarm, or takes it back. */
export const acknowledge = (alarmId: number, acknowledged: boolean) =>
  ask<{ data: EventOut }>(`/api/events/${alarmId}`, { method: 'PUT', body: { acknowledged } })
