// Our own recorder: what each channel's rule wants recorded, around alarms and by schedule, from the relay that everybody shares.
import { asc, eq, ne } from 'drizzle-orm'
import type { Bus, BusEvents } from '../../bus.ts'
import type { Db } from '../../db/open.ts'
import { recorderRules } from '../../db/schema/index.ts'
import type { Alarm } from '../../domain/alarm.ts'
import type { Caller } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'
import type { Log } from '../../log.ts'
import { createRoll, type Roll } from '../../media/recorder/roll.ts'
import { realTimers, type Timers } from '../../timers.ts'
import type { AccessService, ChannelWithDevice } from '../access.ts'
import type { Activity } from '../activity.ts'
import type { Live } from '../live.ts'
import type { Retention } from '../retention.ts'
import type { FolderId, StorageFolders } from '../storage/folders.ts'
import type { Triggers } from '../triggers.ts'
import type { Zones } from '../zones.ts'
import { createByHand } from './by-hand.ts'
import { type ChannelRecorder, createChannelRecorder } from './channel.ts'
import { createRecorderFiles, type Room } from './files.ts'
import { createNeedRoom } from './room.ts'
import { DEFAULTS, type Recorder, type RecorderRule, type RecorderState } from './shapes.ts'
import { type RecorderAlarm, wantAt } from './want.ts'

export type { Recorder, RecorderRule, RecorderRuleInput, RecorderState } from './shapes.ts'

type Row = typeof recorderRules.$inferSelect

interface Deps {
  db: Db
  bus: Bus
  access: Pick<AccessService, 'channel' | 'visibleChannels'>
  activity: Pick<Activity, 'record'>
  live: Pick<Live, 'relay'>
  alarms: { open(): Alarm[] }
  triggers?: Pick<Triggers, 'open'>
  zones?: Pick<Zones, 'concerns'>
  /** Who says how much stays free on the disk; without it the usual. */
  settings?: { get(key: 'recording_limits'): { free_bytes: number | null } }
  retention: Pick<Retention, 'add' | 'fit' | 'hurry' | 'makeRoom'>
  log: Log
  now: () => Date
  folders: StorageFolders
  timers?: Timers
  /** If not what the disk says. */
  room?: (folder: FolderId) => Promise<Room>
  /** Minutes east of UTC of the machine, if not what it says. */
  zoneMinutes?: (at: Date) => number
}

interface Running {
  channel: ChannelWithDevice
  rule: RecorderRule
  recorder: ChannelRecorder
  roll: Roll
  alarms: Map<number, RecorderAlarm>
  diskFault: Fault | null
}

const SYSTEM: Caller = { kind: 'system' }
const LOOK_MS = 60_000

const ruleOf = ({ householdId: _household, updatedAt: _at, ...rule }: Row): RecorderRule => rule

export function createRecorder(deps: Deps): Recorder {
  const { db, bus, access, activity, folders, live, retention, log, now, timers = realTimers } = deps
  const zoneMinutes = deps.zoneMinutes ?? ((at: Date) => -at.getTimezoneOffset())
  const files = createRecorderFiles(deps)
  const running = new Map<number, Running>()
  const ending = new Set<Promise<void>>()
  /** Those whose disk is looked at again in a while. */
  const looking = new Map<Running, Disposable>()
  /** Where a disk has cut off files, which are to be made whole. */
  const cutOff = new Set<FolderId>()
  let isStarted = false
  let isOver = false
  let starting: Promise<void> = Promise.resolve()

  const needRoom = createNeedRoom({ ...deps, room: deps.room ?? files.room })

  function ruleFor(channelId: number): RecorderRule {
    const row = db.select().from(recorderRules).where(eq(recorderRules.channelId, channelId)).get()
    return row ? ruleOf(row) : { channelId, ...DEFAULTS }
  }

  function withRules(channels: readonly ChannelWithDevice[]) {
    const rules = new Map(
      db
        .select()
        .from(recorderRules)
        .all()
        .map((row) => [row.channelId, ruleOf(row)]),
    )
    return channels.map((channel) => ({
      channel,
      rule: rules.get(channel.id) ?? { channelId: channel.id, ...DEFAULTS },
    }))
  }

  /** A camera without a clock of its own goes by ours, in the zone that the machine is told (`TZ`). */
  const offsetOf = ({ device }: ChannelWithDevice) => device.info?.utcOffsetMinutes ?? zoneMinutes(now())

  function reasonOf({ channel, rule, alarms }: Pick<Running, 'channel' | 'rule' | 'alarms'>) {
    const want = wantAt(rule, [...alarms.values()], now(), offsetOf(channel))
    if (want.do !== 'record') return null
    return want.since === null ? 'continuous' : 'alarm'
  }

  const byHand = createByHand({
    ...{ access, activity, now },
    isRecordable: (channelId) => recordable(channelId) !== null,
    reason(channelId) {
      const it = running.get(channelId)
      return it ? reasonOf(it) : null
    },
    onChange: () => follow(),
  })

  function begin(channel: ChannelWithDevice, rule: RecorderRule): Running {
    const { id: channelId, householdId } = channel
    // What is recorded by hand without a rule stays as long as the default one says, and it is found by its row.
    db.insert(recorderRules)
      .values({ ...DEFAULTS, channelId, householdId, updatedAt: now() })
      .onConflictDoNothing()
      .run()
    const utcOffsetMinutes = () => offsetOf(it.channel)
    const isByHand = () => byHand.since(channelId) !== null
    let isFileByHand = false
    const roll = createRoll({
      async pathFor(startMs) {
        const folder = it.rule.folderId
        // Why it begins: the reason may be over when there is room for it.
        isFileByHand = isByHand()
        const recordType = isFileByHand ? 'manual' : (reasonOf(it) ?? 'continuous')
        await needRoom(folder)
        const of = { householdId, channelId, recordType, utcOffsetMinutes: utcOffsetMinutes() } as const
        return files.begin(of, startMs, folder)
      },
      async onFile(file) {
        await files.keep(file, it.channel)
        // Not waited for: what there is to remove may be much, and pictures are coming.
        void retention.fit(channelId)
        retention.hurry()
      },
      onTrouble(fault) {
        const folder = fault && roll.state.path === null ? files.letGo(channelId) : undefined
        if (folder !== undefined) cutOff.add(folder)
        if (fault && fault.message === it.diskFault?.message) return
        if (fault) log.warn('A recording could not be written', { channel: channelId, reason: fault.message })
        else if (it.diskFault) log.info('Recordings are written again', { channel: channelId })
        tell(it, fault)
      },
      // What is recorded by hand begins and ends a file of its own, at a key frame: nothing is lost between them. Where
      // nothing comes after it, what waits for the disk still belongs to it.
      segmentSeconds: () =>
        isFileByHand === isByHand() || (isFileByHand && reasonOf(it) === null) ? it.rule.segmentSeconds : 0,
      timers,
      now: () => +now(),
    })
    const recorder = createChannelRecorder({
      rule: () => it.rule,
      alarms: () => [...it.alarms.values()],
      utcOffsetMinutes,
      byHandSince: () => byHand.since(channelId),
      relay: () => live.relay(channelId, 'main'),
      roll,
      timers,
      now,
      onChange: () => {},
    })
    // What goes on already is recorded too.
    const open = [...deps.alarms.open(), ...(deps.triggers?.open() ?? [])]
    const going = open.filter((alarm) => alarm.channelId === channelId && concerns(alarm))
    const alarms = new Map<number, RecorderAlarm>(going.map((alarm) => [alarm.id, alarm]))
    const it: Running = { channel, rule, recorder, roll, alarms, diskFault: null }
    running.set(channelId, it)
    return it
  }

  /** While nothing is to be written nobody would see that the disk is well again. */
  async function lookAgain(it: Running): Promise<void> {
    looking.delete(it)
    if (!it.diskFault || running.get(it.channel.id) !== it) return
    const { folderId } = it.rule
    const isWell = async () => {
      await needRoom(folderId)
      return (await folders.look(folderId)).state === 'ok'
    }
    if (it.recorder.state.want !== 'record' && (await isWell().catch(() => false)) && it.diskFault) tell(it, null)
    else lookLater(it)
  }

  function lookLater(it: Running): void {
    if (isOver || looking.has(it)) return
    looking.set(
      it,
      timers.after(LOOK_MS, () => void lookAgain(it)),
    )
  }

  function tell(it: Running, fault: Fault | null): void {
    if (fault) lookLater(it)
    else if (!it.diskFault) return
    it.diskFault = fault
    const { id: channelId, householdId } = it.channel
    const [message, isFull] = [fault?.message ?? null, fault?.kind === 'disk-full']
    bus.emit('recorder.trouble', { channelId, householdId, message, isFull })
    if (!fault) for (const folder of cutOff) takenUp(folder)
  }

  function stop(channelId: number): void {
    const it = running.get(channelId)
    if (!it) return
    running.delete(channelId)
    tell(it, null)
    looking.get(it)?.[Symbol.dispose]()
    looking.delete(it)
    const end = it.recorder.stop().finally(() => ending.delete(end))
    ending.add(end)
  }

  /** The channel as it is now, if it is to be recorded. */
  function recordable(channelId: number): ChannelWithDevice | null {
    try {
      const channel = access.channel(SYSTEM, channelId, 'view')
      return channel.inUse && channel.isActive && channel.device.isChecked && channel.can.live ? channel : null
    } catch (error) {
      if (error instanceof Fault && error.kind === 'not-found') return null
      throw error
    }
  }

  /** Holds what runs against rules and channels as they are now. */
  function follow(): void {
    if (!isStarted) return
    byHand.dropUnrecordable()
    const rules = db
      .select()
      .from(recorderRules)
      .where(ne(recorderRules.mode, 'off'))
      .orderBy(asc(recorderRules.channelId))
    const wanted = new Map(rules.all().map((row) => [row.channelId, ruleOf(row)]))
    for (const id of byHand.channels()) if (!wanted.has(id)) wanted.set(id, ruleFor(id))
    for (const channelId of [...running.keys()]) if (!wanted.has(channelId)) stop(channelId)
    for (const [channelId, rule] of wanted) {
      const channel = recordable(channelId)
      if (!channel) {
        stop(channelId)
        continue
      }
      const it = running.get(channelId) ?? begin(channel, rule)
      Object.assign(it, { channel, rule })
      it.recorder.look()
    }
  }

  /** One outside of all zones is recorded once it comes into one. */
  const concerns = ({ channelId, area }: Pick<Alarm, 'channelId'> & Partial<Pick<Alarm, 'area'>>) =>
    channelId !== null && (deps.zones?.concerns(channelId, area ?? null) ?? true)

  function heard(alarm: BusEvents['trigger.changed'] | Alarm): void {
    const { id, channelId, kind, beganAt, endedAt } = alarm
    const it = channelId === null ? undefined : running.get(channelId)
    if (!it || (!it.alarms.has(id) && !concerns(alarm))) return
    it.alarms.set(id, { kind, beganAt, endedAt })
    it.recorder.look()
    // What has had its time after it matters no more.
    for (const [old, alarm] of it.alarms)
      if (alarm.endedAt && +alarm.endedAt + it.rule.postSeconds * 1000 <= +now()) it.alarms.delete(old)
  }

  const listening = [
    bus.on('alarm.began', heard),
    bus.on('alarm.updated', heard),
    bus.on('alarm.ended', heard),
    bus.on('trigger.changed', heard),
    bus.on('channels.changed', follow),
    bus.on('device.changed', follow),
    bus.on('device.removed', follow),
    bus.on('channel.switched', follow),
    folders.onBack(takenUp),
    bus.on('setting.changed', ({ key }) => void (key === 'recording_limits' && retention.hurry())),
  ]
  const policies = retention.add(() =>
    db
      .select()
      .from(recorderRules)
      .all()
      .map(({ householdId, channelId, retentionDays, quotaBytes }) => ({
        ...{ by: 'recorder', householdId, channelId, of: 'recorder' as const, maxBytes: quotaBytes },
        keepHours: retentionDays === null ? null : retentionDays * 24,
      })),
  )

  function stateOf(channelId: number): RecorderState {
    const it = running.get(channelId)
    const byHandSince = byHand.since(channelId)
    if (!it) return { doing: 'nothing', fault: null, fileStartedAt: null, lostSeconds: 0, byHandSince }
    const { startMs, lostSeconds } = it.roll.state
    const { want, fault } = it.recorder.state
    const fileStartedAt = startMs === null ? null : new Date(Math.round(startMs))
    return { doing: want, fault: it.diskFault ?? fault, fileStartedAt, lostSeconds, byHandSince }
  }

  async function repair(folder: FolderId): Promise<void> {
    const onProblem = (file: string, error: unknown) =>
      log.error('A recording could not be made whole', { file, error })
    const count = await files.repair(folder, onProblem)
    if (count) log.info('Recordings that had been cut off are whole again', { count })
  }

  /** What was being written when the disk went or was full. Before we have begun all are repaired anyway. */
  function takenUp(folder: FolderId): void {
    if (!isStarted) return
    starting = starting
      .then(async () => {
        if (!['ok', 'full'].includes((await folders.look(folder)).state)) return
        cutOff.delete(folder)
        await repair(folder)
      })
      .catch((error) => log.error('A storage folder could not be taken up', { folder, error }))
  }

  async function begun(): Promise<void> {
    await repair(null)
    for (const { id } of folders.all()) if ((await folders.look(id)).state === 'ok') await repair(id)
    isStarted = !isOver
    follow()
  }

  const service: Recorder = {
    list(caller) {
      return withRules(access.visibleChannels(caller))
        .filter(({ channel: { inUse, isActive, can } }) => inUse && isActive && can.live)
        .map(({ channel, rule }) => ({ rule, state: stateOf(channel.id) }))
    },
    rules: (caller) => withRules(access.visibleChannels(caller)).map(({ rule }) => rule),
    get(caller, id) {
      const channel = access.channel(caller, id, 'view')
      return { rule: ruleFor(channel.id), state: stateOf(channel.id) }
    },
    set(caller, id, input) {
      const channel = access.channel(caller, id, 'manage')
      const { channelId: _channel, ...before } = service.get(caller, id).rule
      const rule = { ...DEFAULTS, ...input }
      if (rule.mode !== 'off' && !channel.can.live)
        throw new Fault('unsupported', 'This channel has no live picture that could be recorded')
      if (rule.folderId !== null && !folders.all().some(({ id }) => id === rule.folderId)) throw noFolder()
      db.insert(recorderRules)
        .values({ ...rule, channelId: channel.id, householdId: channel.householdId, updatedAt: now() })
        .onConflictDoUpdate({ target: recorderRules.channelId, set: { ...rule, updatedAt: now() } })
        .run()
      if (!Bun.deepEquals(before, rule))
        activity.record(caller, {
          action: 'set_recorder_rule',
          resourceType: 'channel',
          resourceId: channel.id,
          metadata: { before, after: rule },
        })
      follow()
      retention.hurry()
      return service.get(caller, id)
    },
    byHand: byHand.verbs,
    restart(channelId) {
      const it = running.get(channelId)
      if (!it) return false
      it.recorder.retry()
      return true
    },
    start() {
      starting = begun().catch((error) => log.error('The recorder could not begin', { error }))
    },
    async [Symbol.asyncDispose]() {
      isOver = true
      isStarted = false
      await starting
      for (const listener of listening) listener[Symbol.dispose]()
      policies[Symbol.dispose]()
      for (const channelId of [...running.keys()]) stop(channelId)
      await Promise.all(ending)
    },
  }
  return service
}

function noFolder(): Fault {
  const message = 'there is no such storage folder'
  return new Fault('invalid-input', `folder: ${message}`, {
    problems: [{ path: 'body.folder', code: 'unknown', message }],
  })
}
