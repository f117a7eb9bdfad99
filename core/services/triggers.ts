// Triggers: another program says that something moves in a camera's picture. An event of its own that our recorder records as it would an alarm.
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Bus, BusEvents } from '../bus.ts'
import type { Db } from '../db/open.ts'
import { alarms } from '../db/schema/index.ts'
import type { Caller } from '../domain/caller.ts'
import { Fault } from '../domain/fault.ts'
import { realTimers, type Timers } from '../timers.ts'
import type { AccessService, ChannelWithDevice } from './access.ts'
import type { Activity } from './activity.ts'
import { channelName } from './channels.ts'
import { createEventStore } from './events/store.ts'

export interface TriggerInput {
  /** Milliseconds; without it until it is stopped, an hour at most. */
  lasts?: number | undefined
  /** What was seen, in the words of who saw it. */
  label?: string | undefined
  /** What else is kept with the event. */
  metadata?: Record<string, unknown> | undefined
  /** Nothing was seen: somebody tries whether it would be recorded. */
  isTest?: boolean | undefined
}

export interface Trigger {
  eventId: number
  beganAt: Date
  /** False: it is one that goes on already, and what was said now is not kept. */
  isNew: boolean
}

export interface Triggers extends Disposable {
  /** Closes what went on when we stopped. */
  start(): void
  /** One goes on in a channel at a time: a second one lengthens it. Right: `manage`. Fault conflict for a channel that is switched off. */
  begin(caller: Caller, channelId: string | number, input: TriggerInput): Trigger
  /** False where nothing went on. Right: `manage`. */
  end(caller: Caller, channelId: string | number): boolean
  /** Those that go on now. */
  open(): BusEvents['trigger.changed'][]
}

interface Deps {
  db: Db
  bus: Bus
  access: Pick<AccessService, 'channel'>
  activity: Pick<Activity, 'record'>
  now: () => Date
  timers?: Timers
}

interface Open {
  trigger: Trigger
  channelId: number
  isTest: boolean
  /** Epoch milliseconds. */
  until: number
  timer: Disposable
}

const LONGEST_MS = 3_600_000
/** By which these events are known among those that people wrote down. */
const WORD = 'trigger'

const messageOf = ({ label, isTest }: TriggerInput) =>
  `${isTest ? 'Motion, as a test' : 'Motion, told by another program'}${label ? `: ${label}` : ''}`

export function createTriggers({ db, bus, access, activity, now, timers = realTimers }: Deps): Triggers {
  const store = createEventStore(db)
  const open = new Map<number, Open>()
  /** Numbers of their own: the recorder keeps them beside those of alarms. */
  const keyOf = ({ eventId }: Trigger) => -eventId

  const told = ({ trigger, channelId }: Open, endedAt: Date | null): BusEvents['trigger.changed'] => ({
    ...{ id: keyOf(trigger), channelId, kind: 'motion', beganAt: trigger.beganAt, endedAt },
  })
  const tell = (it: Open, endedAt: Date | null) => bus.emit('trigger.changed', told(it, endedAt))

  function close(it: Open): void {
    open.delete(it.channelId)
    it.timer[Symbol.dispose]()
    const at = now()
    const event = store.end(it.trigger.eventId, at, 'inactive')
    tell(it, at)
    if (event) bus.emit('event.told', { event, isNew: false })
  }

  const timed = (channelId: number, until: number) =>
    timers.after(Math.max(0, until - +now()), () => {
      const it = open.get(channelId)
      if (it) close(it)
    })

  function insert(
    channel: ChannelWithDevice,
    { label, metadata = {}, isTest = false, ...input }: TriggerInput,
  ): Trigger {
    const beganAt = now()
    const event = store.insert({
      ...{ householdId: channel.householdId, source: 'manual', type: 'motion', severity: 'info', word: WORD },
      ...{ message: messageOf({ ...input, label, isTest }), beganAt, createdAt: beganAt, endedAt: null },
      metadata: { ...metadata, trigger: true, ...(label && { label }), ...(isTest && { test: true }) },
      device: channel.device,
      channel: { id: channel.id, channelNo: channel.channelNo, name: channelName(channel) },
    })
    if (!event) throw new Fault('internal', 'The event was removed while it was written')
    bus.emit('event.told', { event, isNew: true })
    return { eventId: event.id, beganAt, isNew: true }
  }

  const record = (caller: Caller, channelId: number, action: string, metadata: Record<string, unknown> = {}) =>
    activity.record(caller, { action, resourceType: 'channel', resourceId: channelId, metadata })

  const removed = bus.on('channels.changed', () => {
    for (const it of [...open.values()]) if (!isThere(it.channelId)) close(it)
  })

  function isThere(channelId: number): boolean {
    try {
      return access.channel({ kind: 'system' }, channelId, 'view').inUse
    } catch (error) {
      if (error instanceof Fault && error.kind === 'not-found') return false
      throw error
    }
  }

  return {
    start() {
      const endedAt = sql`max(${alarms.beganAt}, ${+now()})`
      db.update(alarms)
        .set({ endedAt, endReason: 'restart' })
        .where(and(eq(alarms.source, 'manual'), isNull(alarms.endedAt)))
        .run()
    },
    begin(caller, id, input) {
      const channel = access.channel(caller, id, 'manage')
      if (!channel.inUse) throw new Fault('conflict', 'This camera is switched off here')
      const { lasts, label, isTest = false } = input
      const until = +now() + Math.min(lasts ?? LONGEST_MS, LONGEST_MS)
      const other = open.get(channel.id)
      // What is really seen during a test is an event of its own.
      if (other?.isTest && !isTest) close(other)
      const known = open.get(channel.id)
      const trigger = known?.trigger ?? insert(channel, input)
      const last = Math.max(until, known?.until ?? 0)
      known?.timer[Symbol.dispose]()
      const it: Open = {
        trigger,
        channelId: channel.id,
        isTest: known?.isTest ?? isTest,
        until: last,
        timer: timed(channel.id, last),
      }
      open.set(channel.id, it)
      tell(it, null)
      // Whoever sees that it goes on says so every few seconds.
      if (known) return { ...trigger, isNew: false }
      record(caller, channel.id, isTest ? 'test_motion' : 'trigger_motion', {
        ...(lasts !== undefined && { seconds: lasts / 1000 }),
        ...(label && { label }),
      })
      return { ...trigger, isNew: true }
    },
    end(caller, id) {
      const channel = access.channel(caller, id, 'manage')
      const it = open.get(channel.id)
      if (!it) return false
      close(it)
      record(caller, channel.id, 'end_motion')
      return true
    },
    open: () => [...open.values()].map((it) => told(it, null)),
    [Symbol.dispose]() {
      removed[Symbol.dispose]()
      for (const { timer } of open.values()) timer[Symbol.dispose]()
      open.clear()
    },
  }
}
