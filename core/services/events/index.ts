// Events: the one history of alarms, of what the appliance noticed itself, and of what people wrote down.
import type { Bus } from '../../bus.ts'
import type { Db } from '../../db/open.ts'
import type { Severity } from '../../domain/alarm-kinds.ts'
import { type Action, type Caller, can } from '../../domain/caller.ts'
import type { StoredEvent } from '../../domain/event.ts'
import { Fault } from '../../domain/fault.ts'
import type { Log } from '../../log.ts'
import { realTimers, type Timers } from '../../timers.ts'
import type { AccessService } from '../access.ts'
import type { Activity } from '../activity.ts'
import type { Alarms } from '../alarms/index.ts'
import type { Cursor } from '../alarms/pages.ts'
import type { ApplianceLook } from '../appliance-state.ts'
import { asCamera } from '../cameras/words.ts'
import type { DeviceReports } from '../device-reports.ts'
import type { Disks } from '../system/disk.ts'
import { followStates } from './follow.ts'
import { createMany } from './many.ts'
import { followOwnFaults } from './own-faults.ts'
import { createEventPages, type EventFilter, type EventScope } from './pages.ts'
import { createStates } from './states.ts'
import { createEventStore, type EventChange } from './store.ts'

export interface EventsQuery extends EventFilter {
  /** Key or uuid of a channel. */
  channel?: string | number | undefined
}

export interface EventInput {
  channel?: string | number | undefined
  type: string
  severity: Severity
  message: string
  metadata?: Record<string, unknown> | undefined
  /** Now, unless it is said. */
  at?: Date | undefined
}

export interface EventPatch {
  severity?: Severity | undefined
  message?: string | undefined
  /** In place of what was added before; what the device said stays. */
  metadata?: Record<string, unknown> | undefined
  acknowledged?: boolean | undefined
}

export interface EventPage {
  events: StoredEvent[]
  /** Of the last one; null on the last page. */
  next: Cursor | null
}

export interface Events extends Disposable {
  /** Once, before devices are contacted: states that went on are known again, and new ones are told. */
  start(): void
  /** Newest first. A viewer sees what belongs to channels granted to him. Fault `Camera not found`. */
  list(
    caller: Caller,
    query: EventsQuery,
    page: { before?: Cursor | undefined; offset?: number; limit: number },
  ): EventPage
  count(caller: Caller, query: EventsQuery): number
  /** By key or uuid. Fault `Event not found`. */
  get(caller: Caller, id: string | number): StoredEvent
  create(caller: Caller, input: EventInput): StoredEvent
  /** To acknowledge takes less right than to change. */
  change(caller: Caller, id: string | number, patch: EventPatch): StoredEvent
  remove(caller: Caller, id: string | number): Promise<void>
  /** Those of these keys that are there, and their number that changed. Fault `Event not found` where none is. */
  acknowledgeMany(caller: Caller, ids: readonly number[], acknowledged: boolean): number
  /** In the same way; alarms of devices with their pictures. */
  removeMany(caller: Caller, ids: readonly number[]): Promise<number>
}

interface Deps {
  db: Db
  bus: Bus
  access: Pick<AccessService, 'require' | 'household' | 'channel' | 'grantFor' | 'visiblePlaces'>
  activity: Pick<Activity, 'record'>
  alarms: Pick<Alarms, 'remove' | 'removeSome'>
  reports: Pick<DeviceReports, 'last'>
  appliance: Pick<ApplianceLook, 'freeBytes'>
  disks: () => Promise<Pick<Disks, 'silent'>>
  log: Log
  now: () => Date
  timers?: Timers
}

/** By so much a clock is wrong by mistake; further off, and the list would begin with it for long. */
const FUTURE_MS = 86_400_000

function inFuture(): Fault {
  const problem = { path: 'body.event_time', code: 'too_big', message: 'must not be in the future' }
  return new Fault('invalid-input', `event_time ${problem.message}`, { problems: [problem] })
}

export function createEvents(deps: Deps): Events {
  const { db, bus, access, activity, alarms, now, log, reports, appliance, timers = realTimers } = deps
  const store = createEventStore(db)
  const pages = createEventPages(db)
  const states = createStates({ store, bus, log, now })
  const following = followStates({ db, bus, states, reports, appliance, timers })
  const silentDisks = async () => (await deps.disks()).silent
  const ownFaults = followOwnFaults({ db, bus, states, silentDisks, now, timers })
  // Whoever looks at the list no longer asks for their pictures.
  const unpictured = bus.on('picture.removed', ({ alarmIds }) => {
    for (const event of store.ofIds(alarmIds)) bus.emit('event.told', { event, isNew: false })
  })

  function scopeOf(caller: Caller, channel: string | number | undefined): EventScope {
    if (caller.kind === 'system') throw new Fault('internal', 'Only a household has events')
    const { householdId } = caller
    if (channel !== undefined) {
      const { id, deviceId, channelNo } = asCamera(() => access.channel(caller, channel, 'view'))
      return { householdId, channels: [{ deviceId, channelNo, channelId: id }] }
    }
    if (can(caller, 'view', { householdId })) return { householdId }
    return { householdId, channels: access.visiblePlaces(caller) }
  }

  function find(caller: Caller, id: string | number, action: Action): StoredEvent {
    const event = store.find(id)
    if (!event) throw new Fault('not-found', 'Event not found')
    const { householdId, channelId } = event
    const grant = channelId === null ? null : access.grantFor(caller, channelId)
    access.require(caller, action, { householdId, grant }, 'Event')
    return event
  }

  return {
    start() {
      states.load()
      following.start()
      ownFaults.start()
    },
    list(caller, { channel, ...filter }, { limit, ...place }) {
      const ids = pages.ids(scopeOf(caller, channel), filter, { ...place, limit: limit + 1 })
      const events = store.ofIds(ids.slice(0, limit))
      const last = events.at(-1)
      return { events, next: last && ids.length > limit ? { time: last.beganAt, id: last.id } : null }
    },
    count: (caller, { channel, ...filter }) => pages.count(scopeOf(caller, channel), filter),
    get: (caller, id) => find(caller, id, 'view'),
    create(caller, { channel: id, type, at, ...input }) {
      // First the channel: of another's nobody hears more than that it is not there.
      const row = id === undefined ? null : asCamera(() => access.channel(caller, id, 'manage'))
      const householdId = access.household(caller, 'manage')
      const createdAt = now()
      const beganAt = at ?? createdAt
      if (+beganAt > +createdAt + FUTURE_MS) throw inFuture()
      const event = store.insert({
        ...{ householdId, source: 'manual', type, word: type, ...input, beganAt, endedAt: beganAt, createdAt },
        device: row?.device,
        channel: row && { id: row.id, channelNo: row.channelNo, name: row.name ?? row.deviceName },
      })
      if (!event) throw new Fault('internal', 'The event was removed while it was written')
      activity.record(caller, {
        ...{ action: 'create_event', resourceType: 'event', resourceId: event.id },
        metadata: { type, severity: input.severity },
      })
      bus.emit('event.told', { event, isNew: true })
      return event
    },
    change(caller, id, { acknowledged, ...patch }) {
      const wanted = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
      const isMore = Object.keys(wanted).length > 0
      const before = find(caller, id, isMore ? 'manage' : 'acknowledge')
      const change: EventChange = { ...wanted }
      // Whoever was first has seen to it.
      if (acknowledged !== undefined && acknowledged !== (before.acknowledged !== null)) {
        change.acknowledgedAt = acknowledged ? now() : null
        change.acknowledgedBy = acknowledged && 'username' in caller ? caller.username : null
      }
      if (Object.keys(change).length === 0) return before
      const event = store.change(before.id, change)
      if (!event) throw new Fault('not-found', 'Event not found')
      activity.record(caller, {
        action: isMore ? 'update_event' : acknowledged ? 'acknowledge_event' : 'unacknowledge_event',
        ...{ resourceType: 'event', resourceId: event.id },
        ...(isMore && { metadata: { keys: Object.keys(wanted) } }),
      })
      bus.emit('event.told', { event, isNew: false })
      return event
    },
    async remove(caller, id) {
      const event = find(caller, id, 'manage')
      if (event.source === 'device') await alarms.remove(caller, event.id, { isTold: true })
      else {
        store.remove(event.id)
        bus.emit('alarm.removed', { householdId: event.householdId, alarmIds: [event.id] })
      }
      activity.record(caller, {
        ...{ action: 'delete_event', resourceType: 'event', resourceId: event.id },
        metadata: { type: event.type, message: event.message },
      })
    },
    ...createMany({ store, bus, access, activity, alarms, now }),
    [Symbol.dispose]() {
      unpictured[Symbol.dispose]()
      following[Symbol.dispose]()
      ownFaults[Symbol.dispose]()
    },
  }
}
