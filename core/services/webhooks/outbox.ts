// Which webhooks an alarm is for; what they are told is put in the queue a moment later, so that no alarm waits for it.
import type { Bus } from '../../bus.ts'
import type { Alarm } from '../../domain/alarm.ts'
import type { Log } from '../../log.ts'
import type { Timers } from '../../timers.ts'
import type { WebhookRow } from './courier.ts'
import type { NewMessage, Queue } from './queue.ts'

export interface Outbox extends Disposable {
  /** After any change of a webhook. */
  reload(): void
  /** What has come is in the queue when this returns. */
  flush(): void
}

interface Deps {
  bus: Bus
  queue: Queue
  /** Those that are on. */
  enabled: () => WebhookRow[]
  /** An alarm in the words of the API. */
  say: (alarm: Alarm) => object
  /** Something was queued for this webhook. */
  onQueued: (webhookId: number) => void
  log: Log
  now: () => Date
  timers: Timers
}

const COMPLAIN_EVERY_MS = 60_000
/** More than any house has in a moment: memory stays bounded where the disk is full. */
const MOST_AT_ONCE = 10_000

type Filter = Pick<WebhookRow, 'householdId' | 'kinds' | 'channelIds'>

export function wants({ householdId, kinds, channelIds }: Filter, alarm: Alarm): boolean {
  if (householdId !== alarm.householdId || (kinds && !kinds.includes(alarm.kind))) return false
  return !channelIds || (alarm.channelId !== null && channelIds.includes(alarm.channelId))
}

export function createOutbox({ bus, queue, enabled, say, onQueued, log, now, timers }: Deps): Outbox {
  let rows = enabled()
  let arrived: NewMessage[] = []
  let timer: Disposable | null = null
  let lastComplaint = 0

  function hear(type: string, at: Date | null, alarm: Alarm): void {
    const wanting = rows.filter((row) => wants(row, alarm))
    if (!wanting.length || arrived.length >= MOST_AT_ONCE) return
    const body = JSON.stringify({ type, timestamp: (at ?? now()).toISOString(), data: say(alarm) })
    for (const { id } of wanting) arrived.push({ webhookId: id, body })
    timer ??= timers.after(0, flush)
  }

  function flush(): void {
    timer?.[Symbol.dispose]()
    timer = null
    const messages = arrived
    arrived = []
    if (!messages.length) return
    try {
      queue.add(messages)
      for (const id of new Set(messages.map(({ webhookId }) => webhookId))) onQueued(id)
    } catch (error) {
      if (+now() - lastComplaint < COMPLAIN_EVERY_MS) return
      lastComplaint = +now()
      log.error('What webhooks should be told could not be stored', { count: messages.length, error })
    }
  }

  const subscriptions = new DisposableStack()
  subscriptions.use(bus.on('alarm.began', (alarm) => hear('alarm.began', alarm.beganAt, alarm)))
  subscriptions.use(bus.on('alarm.ended', (alarm) => hear('alarm.ended', alarm.endedAt, alarm)))
  return {
    flush,
    reload() {
      flush()
      rows = enabled()
    },
    [Symbol.dispose]() {
      subscriptions.dispose()
      flush()
    },
  }
}
