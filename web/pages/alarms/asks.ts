// What the alarm list asks: alarms as devices told them, and the history of events.
import type { EventOut } from '../../../core/api/vms/events.wire.ts'
import { api, ask } from '../../api.ts'
import type { Answer } from '../../client.ts'
import { type ItemPage, itemOf } from './item.ts'

export type { EventOut }

interface EventPage {
  data: EventOut[]
  next_cursor: string | null
  has_more: boolean
}

const AT_ONCE = 25

/** One page of what is listed: alarms alone, other events alone (`events`), or both (`all`). */
export async function loadItems({ what, ...query }: Record<string, string>): Promise<Answer<ItemPage>> {
  if (what === undefined) return api.alarms(query)
  const { cursor_time: time, cursor_id: id, ...rest } = query
  const asked = new URLSearchParams({
    ...rest,
    limit: String(AT_ONCE),
    cursor: time && id ? `${Date.parse(time)}.${id}` : '',
    ...(what === 'events' && { source: 'own' }),
  })
  const answer = await ask<EventPage>(`/api/events?${asked}`)
  if (answer.kind !== 'ok') return answer
  const { data, next_cursor, has_more } = answer.data
  const [at, last] = next_cursor?.split('.') ?? []
  return {
    kind: 'ok',
    data: {
      items: data.map(itemOf),
      next_cursor_time: at === undefined ? null : new Date(Number(at)).toISOString(),
      next_cursor_id: last === undefined ? null : Number(last),
      has_more,
    },
  }
}

export const removeEvent = (id: number, keepalive = false) =>
  ask<unknown>(`/api/events/${id}`, { method: 'DELETE', keepalive })

/** Says that somebody has seen to an alarm, or takes it back. */
export const acknowledge = (alarmId: number, acknowledged: boolean) =>
  ask<{ data: EventOut }>(`/api/events/${alarmId}`, { method: 'PUT', body: { acknowledged } })

/** The same of several, alarms and other events. */
export const acknowledgeMany = (ids: readonly number[], acknowledged: boolean) =>
  ask<{ data: { changed: number } }>('/api/events/acknowledge', { method: 'POST', body: { ids, acknowledged } })

export const removeMany = (ids: readonly number[], keepalive = false) =>
  ask<{ data: { removed: number } }>('/api/events/remove', { method: 'POST', body: { ids }, keepalive })
