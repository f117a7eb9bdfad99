// Alarms: takes what devices tell, keeps it from beginning to end, and shows it to whoever may see it.
import type { Bus } from '../../bus.ts'
import type { Db } from '../../db/open.ts'
import type { Alarm, AlarmNotice } from '../../domain/alarm.ts'
import { ALARM_KINDS, type AlarmKind } from '../../domain/alarm-kinds.ts'
import { type Caller, can } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'
import type { Log } from '../../log.ts'
import { realTimers, type Timers } from '../../timers.ts'
import type { AccessService } from '../access.ts'
import type { Activity } from '../activity.ts'
import type { AlarmQuery, Cursor } from './pages.ts'
import { createPictureFiles } from './pictures.ts'
import { createTrimmer, inBites, type RetentionSettings, trim } from './retention.ts'
import { createSources } from './sources.ts'
import { createStore } from './store.ts'
import { createTimings, type HoldSettings } from './timing.ts'
import { createTracker } from './tracker.ts'

/** Fixed by seed 000. */
export const ALARMS_PER_PAGE = 25

export interface AlarmFilter {
  /** The last alarm of the page before. */
  cursor?: Cursor | undefined
  deviceId?: number | undefined
  /** A kind of ours or seed 000's word for it. */
  event?: string | undefined
  /** The channel's number on its device, as text. */
  channelNo?: string | undefined
  /** Only those that go on. */
  open?: boolean | undefined
}

export interface AlarmPage {
  alarms: Alarm[]
  /** Of the last alarm of this page, also when nothing follows; null on an empty page. */
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
  /** By key or uuid. Fault `Alarm not found`. */
  get(caller: Caller, id: string | number): Alarm
  /** `isTold`: whoever asks writes it into the activity log himself, in words of his own. */
  remove(caller: Caller, id: string | number, options?: { isTold?: boolean }): Promise<void>
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
  access: Pick<AccessService, 'require' | 'grantFor' | 'visiblePlaces' | 'visibleDevices'>
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

  /** What is asked of the store; null where nothing can match. Nothing foreign gets as far as that. */
  function queryOf(caller: Caller, filter: AlarmFilter): AlarmQuery | null {
    const { deviceId, event, cursor: before, open } = filter
    const kind = event === undefined ? undefined : kindOf(event)
    // Words that no alarm can have: an empty page, since the filter is "exactly this".
    if (kind === null || (filter.channelNo !== undefined && !/^\d{1,9}$/.test(filter.channelNo))) return null
    const channelNo = filter.channelNo === undefined ? undefined : Number(filter.channelNo)
    const common = { kind, before, open }
    const householdId = caller.kind === 'system' ? null : caller.householdId
    if (householdId !== null && !can(caller, 'view', { householdId })) {
      const seen = access.visiblePlaces(caller, { deviceId })
      const places = channelNo === undefined ? seen : seen.filter((place) => place.channelNo === channelNo)
      return { householdId, places, ...common }
    }
    const devices = access.visibleDevices(caller).filter(({ id }) => deviceId === undefined || id === deviceId)
    if (channelNo !== undefined)
      return { householdId, places: devices.map(({ id }) => ({ deviceId: id, channelNo })), ...common }
    return deviceId !== undefined && devices.length === 0 ? null : { householdId, deviceId, ...common }
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
      const query = queryOf(caller, filter)
      const rows = query ? store.list(query, ALARMS_PER_PAGE + 1) : []
      const page = rows.slice(0, ALARMS_PER_PAGE)
      const last = page.at(-1)
      return {
        alarms: page,
        next: last ? { time: last.beganAt, id: last.id } : null,
        hasMore: rows.length > page.length,
      }
    },
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

/** Null for a word that is no kind's. */
function kindOf(event: string): AlarmKind | null {
  const kinds = Object.keys(ALARM_KINDS) as AlarmKind[]
  return kinds.find((kind) => kind === event || ALARM_KINDS[kind].event === event) ?? null
}
