// Alarms: takes what devices tell, keeps it from beginning to end, and shows it to whoever may see it.
import type { Bus } from '../../bus.ts'
import type { Db } from '../../db/open.ts'
import type { Alarm, AlarmNotice } from '../../domain/alarm.ts'
import type { Caller } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'
import type { Log } from '../../log.ts'
import { realTimers, type Timers } from '../../timers.ts'
import type { AccessService } from '../access.ts'
import type { Activity } from '../activity.ts'
import { type AlarmFilter, askedOf } from './asked.ts'
import type { Cursor } from './pages.ts'
import { createPictureFiles } from './pictures.ts'
import { createTrimmer, inBites, type RetentionSettings, trim } from './retention.ts'
import { createSeen, type Seen } from './seen.ts'
import { sift } from './sifted.ts'
import { createSources } from './sources.ts'
import { createStore } from './store.ts'
import { createTimings, type HoldSettings } from './timing.ts'
import { createTracker } from './tracker.ts'

export type { AlarmFilter } from './asked.ts'
export type { Seen } from './seen.ts'

/** Fixed by seed 000. */
export const ALARMS_PER_PAGE = 25

export interface AlarmPage {
  alarms: Alarm[]
  /** Of the last alarm that was looked at, also when nothing follows; null where there was none. */
  next: Cursor | null
  hasMore: boolean
}

export interface Alarms extends AsyncDisposable {
  /** What a device's stream said. Never throws: what could not be stored is logged. */
  notice(deviceId: number, notice: AlarmNotice): void
  /** The device's stream broke: open alarms end after hold with reason `lost`. */
  lost(deviceId: number): void
  /** Once, before the first notice: closes what was open when we stopped, begins to trim. */
  start(): void
  /** Newest first, 25 at a time. A viewer sees alarms of channels granted to him, never those of a device itself. */
  list(caller: Caller, filter?: AlarmFilter): AlarmPage
  /** Up to when this person has been shown alarms, here or elsewhere. */
  seen(caller: Caller): Seen
  /** On or back, never beyond the present; told to whatever else he has open. */
  setSeen(caller: Caller, until: Date): Seen
  /** By key or uuid. Fault `Alarm not found`. */
  get(caller: Caller, id: string | number): Alarm
  /** `isTold`: whoever asks writes it into the activity log himself, in words of his own. */
  remove(caller: Caller, id: string | number, options?: { isTold?: boolean }): Promise<void>
  /** Those of these that are his household's, at once; whoever asks writes it into the activity log himself. */
  removeSome(caller: Caller, ids: readonly number[]): Promise<void>
  /** All of the caller's household that there are now; gives their number. */
  removeAll(caller: Caller): Promise<number>
  /** Ahead of the device itself: with its row a million alarms would go in one go, and everybody would wait. */
  removeOfDevice(deviceId: number): Promise<void>
  /** The picture that came with an alarm. Fault not-found when none did. */
  picture(caller: Caller, id: string | number): Promise<{ jpeg: Uint8Array; takenAt: Date }>
  /** Alarms that go on at this moment, of all households. For the hub. */
  open(): Alarm[]
  /** The newest alarm of a channel, or with null of the device itself. For the hub. */
  newest(deviceId: number, channelNo: number | null): Alarm | null
}

export interface AlarmsDeps {
  db: Db
  bus: Bus
  access: Pick<AccessService, 'require' | 'household' | 'grantFor' | 'visiblePlaces' | 'visibleDevices'>
  activity: Pick<Activity, 'record'>
  settings: HoldSettings & RetentionSettings
  now: () => Date
  dataFolder: string
  log: Log
  timers?: Timers
}

export function createAlarms(deps: AlarmsDeps): Alarms {
  const { db, bus, access, activity, now, log, settings, timers = realTimers } = deps
  const store = createStore(db)
  const sources = createSources({ db, bus })
  const timings = createTimings({ db, settings })
  const pictures = createPictureFiles(deps.dataFolder)
  const tracker = createTracker({ store, sources, timings, pictures, bus, timers, log, now })
  const stack = new AsyncDisposableStack()
  stack.defer(() => tracker.stop())
  stack.use(sources)
  const trimmer = createTrimmer({
    timers,
    work: () => trim({ store, settings, remove, now, ended: () => trimmer.ended() }).catch(complain),
  })
  stack.defer(() => trimmer.stop())
  stack.use(
    bus.on('setting.changed', ({ key }) => {
      if (key === 'alarm_hold') timings.forget()
      if (key === 'alarm_retention') trimmer.hurry()
    }),
  )
  stack.use(bus.on('channels.changed', () => timings.forget()))
  stack.use(bus.on('event.told', ({ event }) => void (event.source === 'device' && tracker.judged(event))))
  stack.use(bus.on('picture.removed', ({ alarmIds }) => tracker.unpictured(alarmIds)))
  stack.use(bus.on('channel.switched', ({ channelId, inUse }) => void (!inUse && tracker.silence(channelId))))
  stack.use(
    bus.on('device.removed', ({ deviceId, hubKey }) => {
      tracker.forget(deviceId)
      pictures.removeDevice(hubKey, store).catch(complain)
    }),
  )
  function complain(error: unknown): void {
    log.error('Alarms could not be removed', { error })
  }

  /** Files first: an alarm without its file can be removed again, a file without its alarm would stay for good. */
  async function removeRows(ids: number[]): Promise<void> {
    const files = new Set(store.picturesOf(ids))
    await pictures.remove([...files])
    // One may have come meanwhile.
    await pictures.remove(store.remove(ids).filter((file) => !files.has(file)))
  }

  async function remove(householdId: number, ids: number[]): Promise<void> {
    await removeRows(ids)
    bus.emit('alarm.removed', { householdId, alarmIds: ids })
  }

  function find(caller: Caller, id: string | number, action: 'view' | 'manage') {
    const found = store.find(id)
    if (!found) throw new Fault('not-found', 'Alarm not found')
    const { householdId, channelId } = found.alarm
    const grant = channelId === null ? null : access.grantFor(caller, channelId)
    access.require(caller, action, { householdId, grant }, 'Alarm')
    return found
  }

  return {
    notice: tracker.notice,
    lost: tracker.lost,
    open: tracker.open,
    start() {
      const closed = store.closeOpen(now(), 'restart')
      if (closed.length) log.info('Closed alarms that were open when Porchlight stopped', { count: closed.length })
      for (const alarm of closed) bus.emit('alarm.ended', alarm)
      trimmer.start()
    },
    list(caller, filter = {}) {
      const query = askedOf(access, caller, filter)
      const found = query ? sift(store.list, query, ALARMS_PER_PAGE + 1) : { alarms: [], lookedTo: null }
      const page = found.alarms.slice(0, ALARMS_PER_PAGE)
      const last = page.at(-1)
      return {
        alarms: page,
        next: found.lookedTo ?? (last ? { time: last.beganAt, id: last.id } : null),
        hasMore: found.lookedTo !== null || found.alarms.length > page.length,
      }
    },
    ...createSeen({
      ...{ db, bus, now },
      count(caller, after, most) {
        const from = after ? new Date(+after + 1) : undefined
        const query = askedOf(access, caller, { from })
        return query ? sift(store.list, query, most).alarms.length : 0
      },
    }),
    newest: (deviceId, channelNo) => store.list({ householdId: null, places: [{ deviceId, channelNo }] }, 1)[0] ?? null,
    get: (caller, id) => find(caller, id, 'view').alarm,
    async remove(caller, id, { isTold = false } = {}) {
      const { alarm } = find(caller, id, 'manage')
      await remove(alarm.householdId, [alarm.id])
      if (isTold) return
      const { kind, message, deviceId, channelId, beganAt } = alarm
      activity.record(caller, {
        ...{ action: 'delete_alarm', resourceType: 'alarm', resourceId: alarm.id },
        metadata: { kind, message, device_id: deviceId, channel_id: channelId, began_at: beganAt },
      })
    },
    async removeSome(caller, ids) {
      const householdId = access.household(caller, 'manage')
      await remove(householdId, store.among(householdId, ids))
    },
    async removeAll(caller) {
      if (caller.kind === 'system') throw new Fault('internal', 'Only a household can remove its alarms')
      const { householdId } = caller
      access.require(caller, 'manage', { householdId })
      const upTo = store.newest()?.id ?? 0
      const count = await inBites((most) => store.oldest(householdId, most, { upTo, goingOn: true }), removeRows)
      bus.emit('alarm.removed', { householdId, alarmIds: 'all' })
      activity.record(caller, { action: 'delete_alarms', resourceType: 'alarm', metadata: { removed: count } })
      return count
    },
    async removeOfDevice(deviceId) {
      await inBites((most) => store.oldestOfDevice(deviceId, most), removeRows)
    },
    async picture(caller, id) {
      const { alarm, picture } = find(caller, id, 'view')
      const jpeg = picture === null ? null : await pictures.read(picture)
      if (!jpeg) throw new Fault('not-found', 'This alarm has no picture')
      return { jpeg, takenAt: alarm.beganAt }
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}
