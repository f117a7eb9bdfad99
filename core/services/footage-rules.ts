// Rules by which footage is fetched without anybody asking: of a channel the last hours, or what was recorded around alarms.
import { and, asc, eq, gte, inArray, isNull, lte, sql } from 'drizzle-orm'
import type { Db } from '../db/open.ts'
import { alarms, footageRules, recordings, toldByDevice } from '../db/schema/index.ts'
import type { Caller } from '../domain/caller.ts'
import { Fault } from '../domain/fault.ts'
import { asFault } from '../errors.ts'
import type { Log } from '../log.ts'
import { realTimers, type Timers } from '../timers.ts'
import type { AccessService, ChannelWithDevice } from './access.ts'
import type { Activity } from './activity.ts'
import type { Downloads } from './downloads/index.ts'
import { isOpen, wantedClips } from './footage-wanted.ts'
import type { Jobs } from './jobs.ts'
import { isFree } from './recordings/store.ts'
import type { Retention } from './retention.ts'
import { asBackground, type Sessions } from './sessions/index.ts'

type Row = typeof footageRules.$inferSelect
export type FootageRule = Omit<Row, 'householdId' | 'updatedAt'>
export type FootageRuleInput = Partial<Omit<FootageRule, 'channelId'>>

export interface FootageRules extends AsyncDisposable {
  /** Of the channels that the caller may see. */
  list(caller: Caller): FootageRule[]
  ofDevice(caller: Caller, deviceId: number): FootageRule[]
  /** Null = nothing is fetched by itself. Fault `Channel not found`. */
  get(caller: Caller, channelId: string | number): FootageRule | null
  /** The whole rule: what is not named takes its default. Rights: `manage`. */
  set(caller: Caller, channelId: string | number, input: FootageRuleInput): FootageRule
  /** What was fetched stays. Fault not-found when there is no rule. */
  remove(caller: Caller, channelId: string | number): void
  start(): void
}

interface Deps {
  db: Db
  access: Pick<AccessService, 'channel' | 'device' | 'visibleChannels'>
  activity: Pick<Activity, 'record'>
  downloads: Pick<Downloads, 'search' | 'automatic'>
  jobs: Pick<Jobs, 'list'>
  retention: Pick<Retention, 'add' | 'hurry'>
  sessions: Pick<Sessions, 'use'>
  log: Log
  now: () => Date
  timers?: Timers
}

/** Longest time that is looked back: more cannot be searched at once. */
export const MOST_HOURS = 744
const DEFAULTS = {
  mode: 'last_hours',
  hours: 24,
  beforeSeconds: 30,
  afterSeconds: 60,
  kinds: null,
  schedule: [],
  keepHours: null,
  quotaBytes: null,
} satisfies FootageRuleInput
const SYSTEM: Caller = { kind: 'system' }
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const SOON_MS = 1000
/** Clips of one job, so that none holds a recorder for days. */
const PER_JOB = 500
/** A clip that could not be fetched so often is left alone until the next start. */
const TRIES = 3
/** An alarm that went on for longer is taken as having begun this long ago. */
const LONGEST_ALARM_MS = 24 * HOUR_MS

const ruleOf = ({ householdId: _household, updatedAt: _at, ...rule }: Row): FootageRule => rule

export function createFootageRules(deps: Deps): FootageRules {
  const { db, access, activity, downloads, jobs, retention, sessions, log, now, timers = realTimers } = deps
  /** Milliseconds at which a channel is looked at next. */
  const due = new Map<number, number>()
  const queued = new Map<number, number>()
  let timer: Disposable | null = null
  let running: Promise<void> | null = null
  const end = new AbortController()
  const { promise: ending, reject: giveUp } = Promise.withResolvers<never>()
  ending.catch(() => {})

  const read = (channelId: number) => db.select().from(footageRules).where(eq(footageRules.channelId, channelId)).get()

  const policies = retention.add(() =>
    db
      .select()
      .from(footageRules)
      .all()
      .map(({ householdId, channelId, keepHours, quotaBytes }) => ({
        by: 'footage rule',
        householdId,
        channelId,
        of: 'automatic' as const,
        keepHours,
        maxBytes: quotaBytes,
      })),
  )

  function listed(caller: Caller, deviceId?: number): FootageRule[] {
    const ids = access.visibleChannels(caller, deviceId === undefined ? {} : { deviceId }).map(({ id }) => id)
    return db
      .select()
      .from(footageRules)
      .where(inArray(footageRules.channelId, ids))
      .orderBy(asc(footageRules.channelId))
      .all()
      .map(ruleOf)
  }

  /** When alarms of the channel want footage, from the beginning of the window on. */
  function spansOf(rule: Row, channel: ChannelWithDevice, from: Date): { from: Date; to: Date }[] {
    return db
      .select({ beganAt: alarms.beganAt, endedAt: alarms.endedAt, kind: alarms.kind })
      .from(alarms)
      .where(
        and(
          toldByDevice,
          eq(alarms.deviceId, channel.deviceId),
          eq(alarms.channelNo, channel.channelNo),
          gte(alarms.beganAt, new Date(+from - LONGEST_ALARM_MS)),
          lte(alarms.beganAt, now()),
        ),
      )
      .all()
      .filter(({ kind }) => !rule.kinds || rule.kinds.includes(kind))
      .map(({ beganAt, endedAt }) => ({
        from: new Date(+beganAt - rule.beforeSeconds * 1000),
        to: new Date(+(endedAt ?? now()) + rule.afterSeconds * 1000),
      }))
  }

  const heldBy = (channelId: number) =>
    db
      .select({
        startAt: recordings.startAt,
        bytes: recordings.bytes,
        isProtected: sql<boolean>`not ${isFree(now())}`.mapWith(Boolean),
      })
      .from(recordings)
      .where(
        and(
          eq(recordings.channelId, channelId),
          eq(recordings.kind, 'video'),
          eq(recordings.isAutomatic, true),
          isNull(recordings.missingSince),
        ),
      )
      .all()

  const isFetching = (channelId: number) =>
    jobs
      .list(SYSTEM, { limit: 1000, open: true })
      .some(({ input }) => input.automatic === true && input.channel_id === channelId)

  /** Queues what a rule wants now; gives the milliseconds after which to look again. */
  async function look(rule: Row): Promise<number> {
    const window = Math.min(rule.hours, rule.keepHours ?? rule.hours)
    const pause = Math.min(60, Math.max(5, window / 2)) * MINUTE_MS
    const channel = access.channel(SYSTEM, rule.channelId, 'view')
    if (!channel.isActive || !channel.device.isChecked) return pause
    if (isFetching(channel.id)) return MINUTE_MS
    const { footage } = await Promise.race([sessions.use(channel.deviceId), ending])
    const at = now()
    if (!footage || !isOpen(rule.schedule, at, footage.utcOffsetMinutesAt(at))) return MINUTE_MS
    const from = new Date(+at - window * HOUR_MS)
    const spans = rule.mode === 'around_alarms' ? spansOf(rule, channel, from) : null
    if (spans?.length === 0) return pause
    const clips = await Promise.race([downloads.search(SYSTEM, channel.id, from, at, end.signal), ending])
    const held = heldBy(channel.id)
    const wanted = wantedClips({ clips, spans, quotaBytes: rule.quotaBytes, held, now: at }).filter(
      ({ id }) => (queued.get(id) ?? 0) < TRIES,
    )
    // A clip that began before the window is not wanted for its last seconds: it would be too old at once.
    const inside = wanted.filter(({ startAt }) => startAt >= from)
    // Somebody may have taken the rule away while the device was asked.
    if (!inside.length || !read(channel.id)) return pause
    const next = inside.slice(-PER_JOB)
    for (const { id } of next) queued.set(id, (queued.get(id) ?? 0) + 1)
    downloads.automatic(
      channel.id,
      next.map(({ id }) => id),
    )
    return inside.length > next.length ? MINUTE_MS : pause
  }

  async function round(): Promise<void> {
    for (const rule of db.select().from(footageRules).orderBy(asc(footageRules.channelId)).all()) {
      if (end.signal.aborted) return
      const { channelId } = rule
      if ((due.get(channelId) ?? 0) > +now()) continue
      due.set(channelId, +now() + 5 * MINUTE_MS)
      try {
        due.set(channelId, +now() + (await look(rule)))
      } catch (error) {
        log.debug('A rule could not look for footage', { channel: channelId, error: asFault(error) })
      }
    }
    retention.hurry()
  }

  function later(ms: number): void {
    timer?.[Symbol.dispose]()
    if (end.signal.aborted) return
    timer = timers.after(ms, () => {
      timer = null
      if (running) return later(SOON_MS)
      running = asBackground(round)
        .catch((error: unknown) => log.error('Rules of footage could not be followed', { error }))
        .finally(() => {
          running = null
          if (!timer) later(MINUTE_MS)
        })
    })
  }

  return {
    list: (caller) => listed(caller),
    ofDevice: (caller, deviceId) => listed(caller, access.device(caller, deviceId, 'view').id),
    get(caller, channelId) {
      const row = read(access.channel(caller, channelId, 'view').id)
      return row ? ruleOf(row) : null
    },
    set(caller, channelId, input) {
      const channel = access.channel(caller, channelId, 'manage')
      const { offers } = channel.device
      if (offers.length && !offers.includes('footage'))
        throw new Fault('unsupported', 'The device of this channel has no recordings that could be fetched')
      const before = read(channel.id)
      const { mode, hours, beforeSeconds, afterSeconds, kinds, schedule, keepHours, quotaBytes } = {
        ...DEFAULTS,
        ...input,
      }
      const rule = { mode, hours, beforeSeconds, afterSeconds, kinds, schedule, keepHours, quotaBytes }
      const row = { ...rule, channelId: channel.id, householdId: channel.householdId, updatedAt: now() }
      db.insert(footageRules)
        .values(row)
        .onConflictDoUpdate({ target: footageRules.channelId, set: { ...rule, updatedAt: row.updatedAt } })
        .run()
      activity.record(caller, {
        action: 'set_footage_rule',
        resourceType: 'channel',
        resourceId: channel.id,
        metadata: { before: before ? ruleOf(before) : null, after: ruleOf(row) },
      })
      due.delete(channel.id)
      if (timer) later(SOON_MS)
      return ruleOf(row)
    },
    remove(caller, channelId) {
      const channel = access.channel(caller, channelId, 'manage')
      const before = read(channel.id)
      if (!before) throw new Fault('not-found', 'Nothing of this channel is fetched by itself')
      db.delete(footageRules).where(eq(footageRules.channelId, channel.id)).run()
      activity.record(caller, {
        action: 'remove_footage_rule',
        resourceType: 'channel',
        resourceId: channel.id,
        metadata: { before: ruleOf(before) },
      })
    },
    start: () => later(SOON_MS),
    async [Symbol.asyncDispose]() {
      const fault = new Fault('not-ready', 'Porchlight is stopping')
      end.abort(fault)
      // A device that does not answer must not hold up the stop.
      giveUp(fault)
      timer?.[Symbol.dispose]()
      policies[Symbol.dispose]()
      await running
    },
  }
}
