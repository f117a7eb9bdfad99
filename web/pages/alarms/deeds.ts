// What is done with alarms and other events, one or many of them: it shows at once, and can be taken back.
import { markNewFrom } from '../../alarms-seen.ts'
import { api } from '../../api.ts'
import type { Answer } from '../../client.ts'
import { toast } from '../../parts/toasts.tsx'
import { person } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { serverNow } from '../../times.ts'
import { acknowledge, acknowledgeMany, removeEvent, removeMany } from './asks.ts'
import { feed } from './feed.ts'
import { type Item, isOwn } from './item.ts'

export const isSeenTo = (item: Item): boolean => item.acknowledged_at !== null

function complain(answer: Answer<unknown>): boolean {
  if (answer.kind === 'fault') toast(answer.fault.message)
  return answer.kind === 'fault'
}

/** One alone is written into the log with what it was. */
function gone(items: readonly Item[], leaving: boolean): Promise<Answer<unknown>> {
  const [only, ...others] = items
  if (!only || others.length > 0)
    return removeMany(
      items.map(({ id }) => id),
      leaving,
    )
  return (isOwn(only) ? removeEvent : api.removeAlarm)(only.id, leaving)
}

/** Gone from sight; the server hears of it once nobody takes it back any more. */
export function remove(items: readonly Item[]): void {
  const ids = items.map(({ id }) => id)
  const [only, ...others] = items
  if (!only) return
  feed.hide(...ids)
  const one = isOwn(only) ? 'events.removed' : 'alarms.removed'
  toast(others.length > 0 ? t('alarms.removedAll', { count: items.length }) : t(one), {
    undo: () => feed.restore(...ids),
    settle: (leaving) =>
      gone(items, leaving).then((answer) => {
        if (complain(answer)) feed.restore(...ids)
      }),
  })
}

/** Somebody has seen to one of them, or has not after all. */
export async function turn(item: Item): Promise<void> {
  const answer = await acknowledge(item.id, !isSeenTo(item))
  if (answer.kind === 'ok') feed.judge(answer.data.data)
  else complain(answer)
}

/** True when it is done. */
export async function markMany(items: readonly Item[], seenTo: boolean): Promise<boolean> {
  const ids = items.filter((item) => isSeenTo(item) !== seenTo).map(({ id }) => id)
  if (ids.length > 0 && !(await say(ids, seenTo))) return false
  toast(t(seenTo ? 'alarms.many.seenTo' : 'alarms.many.notSeenTo', { count: ids.length }), {
    undo: () => void (ids.length > 0 && say(ids, !seenTo)),
    settle: () => {},
  })
  return true
}

async function say(ids: readonly number[], seenTo: boolean): Promise<boolean> {
  const answer = await acknowledgeMany(ids, seenTo)
  if (complain(answer)) return false
  feed.mark(ids, seenTo ? new Date(serverNow()).toISOString() : null, seenTo ? (person.value?.username ?? null) : null)
  return true
}

/** Counts this alarm and all after it as new again, on every page of this person. */
export function asNewFrom(item: Item): void {
  markNewFrom(new Date(item.created_at))
  toast(t('alarms.newFrom.done'))
}
