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
import { createPictureFiles } from './pictures.ts'
import { type Cap, DEFAULT_CAP, trim } from './retention.ts'
import { createSources } from './sources.ts'
import { createStore } from './store.ts'
import { createTimings, type HoldSettings } from './timing.ts'
import { createTracker } from './tracker.ts'

/** Fixed by seed 000. */
export const ALARMS_PER_PAGE = 25
const TRIM_EVERY_MS = 3_600_000
const BITE = 1000

export interface AlarmFilter {
  /** The last alarm of the page before. */
  cursor?: { time: Date; id: number } | undefined
  deviceId?: number | undefined
  /** A kind of ours or seed 000's word for it. */
  event?: string | undefined
  /** The channel's number on its device, as text. */
  channelNo?: string | undefined
}

export interface AlarmPage {
  alarms: Alarm[]
  /** Of the last alarm of this page, also when nothing follows; null on an empty page. */
  next: { time: Date; id: number } | null
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
  remove(caller: Caller, id: string | number): Promise<void>
  /** All of the caller's household that there are now; gives their number. */
  removeAll(caller: Caller): Promise<number>
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
  access: Pick<AccessService, 'require' | 'grantFor' | 'visibleChannels'>
  settings: HoldSettings
  now: () => Date
  dataFolder: string
  log: Log
  timers?: Timers
  cap?: Cap
}

export function createAlarms(deps: AlarmsDeps): Alarms {
  const { db, bus, access, now, log, timers = realTimers, cap = DEFAULT_CAP } = deps
  const store = createStore(db)
  const sources = createSources({ db, bus })
  const timings = createTimings(deps.settings)
  const pictures = createPictureFiles(deps.dataFolder)
  const tracker = createTracker({ store, sources, timings, pictures, bus, timers, log, now })
  const stack = new AsyncDisposableStack()
  stack.defer(() => tracker.stop())
  stack.use(sources)
  stack.use(bus.on('setting.changed', ({ key }) => key === 'alarm_hold' && timings.forget()))
  stack.use(
    bus.on('device.removed', ({ deviceId, hubKey }) => {
      tracker.forget(deviceId)
      inBackground(pictures.removeDevice(hubKey))
    }),
  )
  let trimmer: Disposable | null = null
  stack.defer(() => trimmer?.[Symbol.dispose]())

  function inBackground(work: Promise<unknown>): void {
    work.catch((error: unknown) => log.error('Pictures of alarms could not be removed', { error }))
  }

  function trimLater(ms: number): void {
    trimmer = timers.after(ms, () => {
      inBackground(trim(store, now(), cap).then((gone) => pictures.remove(gone.pictures)))
      trimLater(TRIM_EVERY_MS)
    })
  }

  /** What the caller may see: all of his household, or only these channels. */
  function scopeOf(caller: Caller): { householdId: number | null; channelIds: number[] | null } {
    if (caller.kind === 'system') return { householdId: null, channelIds: null }
    const { householdId } = caller
    if (can(caller, 'view', { householdId })) return { householdId, channelIds: null }
    return { householdId, channelIds: access.visibleChannels(caller).map(({ id }) => id) }
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
      if (closed) log.info('Closed alarms that were open when Porchlight stopped', { count: closed })
      trimLater(60_000)
    },
    list(caller, filter = {}) {
      const { event, channelNo } = filter
      const query = {
        ...scopeOf(caller),
        deviceId: filter.deviceId,
        kinds: event === undefined ? undefined : kindsOf(event),
        channelNo: channelNo === undefined ? undefined : Number(channelNo),
        before: filter.cursor,
      }
      // Words that no alarm can have: an empty page, since the filter is "exactly this".
      const impossible = query.kinds?.length === 0 || (channelNo !== undefined && !/^\d{1,9}$/.test(channelNo))
      const rows = impossible ? [] : store.list(query, ALARMS_PER_PAGE + 1)
      const page = rows.slice(0, ALARMS_PER_PAGE)
      const last = page.at(-1)
      return {
        alarms: page,
        next: last ? { time: last.beganAt, id: last.id } : null,
        hasMore: rows.length > page.length,
      }
    },
    newest: (deviceId, channelNo) =>
      store.list({ householdId: null, channelIds: null, deviceId, channelNo }, 1)[0] ?? null,
    get: (caller, id) => find(caller, id, 'view').alarm,
    async remove(caller, id) {
      const { alarm } = find(caller, id, 'manage')
      const gone = store.remove([alarm.id])
      bus.emit('alarm.removed', { householdId: alarm.householdId, alarmIds: [alarm.id] })
      await pictures.remove(gone.pictures)
    },
    async removeAll(caller) {
      if (caller.kind === 'system') throw new Fault('internal', 'Only a household can remove its alarms')
      const { householdId } = caller
      access.require(caller, 'manage', { householdId })
      const newest = store.newest()?.id ?? 0
      let count = 0
      for (let ids = next(); ids.length; ids = next()) {
        const gone = store.remove(ids)
        count += gone.count
        await pictures.remove(gone.pictures)
        await new Promise((resolve) => setImmediate(resolve))
      }
      bus.emit('alarm.removed', { householdId, alarmIds: 'all' })
      return count

      function next() {
        return store.oldest(householdId, BITE, { newest })
      }
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

function kindsOf(event: string): AlarmKind[] {
  return (Object.keys(ALARM_KINDS) as AlarmKind[]).filter((kind) => kind === event || ALARM_KINDS[kind].event === event)
}
