// Downloads: a queue of clips to be fetched from devices, two at a time per device, that survives whatever happens to us.
import { join } from 'node:path'
import { type Clip, Fault, type Footage, need } from '#plugin'
import type { Db } from '../../db/open.ts'
import type { Caller } from '../../domain/caller.ts'
import { asFault } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { AccessService, ChannelWithDevice } from '../access.ts'
import type { Activity } from '../activity.ts'
import { createInTurn } from '../in-turn.ts'
import type { JobHandler, JobProgress, JobRow, Jobs } from '../jobs.ts'
import { PARTS } from '../recordings/files.ts'
import { createRecordingStore } from '../recordings/store.ts'
import { asBackground, asPerson, type Sessions } from '../sessions/index.ts'
import type { Settings } from '../settings.ts'
import { type ClipRow, type ClipStore, clipKeyOf, createClipStore } from './clips.ts'
import { type Fetched, type FetchedPage, listFetched } from './fetched.ts'
import { createMeter } from './meter.ts'
import { fetchClip, type OneClipDeps } from './one-clip.ts'
import { createPace, type Pace } from './pace.ts'
import { createSpace, isFull, type Space } from './space.ts'
import { sweepParts } from './sweep.ts'
import { whileWaiting } from './while-waiting.ts'

export interface Downloads {
  /** Fetches one clip. Rights: `export` on its channel. */
  clip(caller: Caller, clipId: string | number, options?: { priority?: number }): JobRow
  /**
   * The same for somebody who waits until it is here, or until the signal. Faults: device-garbled when it cannot be fetched,
   * not-ready when it has to wait for longer; the job goes on.
   */
  clipNow(caller: Caller, clipId: string | number, signal: AbortSignal): Promise<void>
  /** Fetches clips of any channels: a job for each channel, or none at all where one clip may not be fetched. */
  clips(caller: Caller, clipIds: readonly (string | number)[], options?: { priority?: number }): JobRow[]
  /** Fetches every clip that touches the time, whole. Fault invalid-input for an end before the start, or more than 31 days. */
  range(caller: Caller, channelId: string | number, from: Date, to: Date, options?: { priority?: number }): JobRow
  /** Fetches clips of one channel for a rule, after everything that people wait for. */
  automatic(channelId: number, clipIds: number[]): JobRow
  /** Clips of a channel as its device lists them now. Rights: `playback`. */
  search(caller: Caller, channelId: string | number, from: Date, to: Date, signal?: AbortSignal): Promise<ClipRow[]>
  /** The clip with a token that a search has given out; null = none that the caller may play back. */
  withToken(caller: Caller, deviceId: number, token: string): ClipRow | null
  /** Recordings that came from devices, newest first; those that the caller may play back. */
  fetched(caller: Caller, page: FetchedPage): Fetched[]
  /** Says how downloads are done: queued ones start. */
  start(): void
}

export type { Fetched } from './fetched.ts'

export interface DownloadsDeps {
  db: Db
  access: AccessService
  activity: Pick<Activity, 'record'>
  sessions: Pick<Sessions, 'use' | 'refused'>
  settings: Pick<Settings, 'get'>
  jobs: Jobs
  log: Log
  now: () => Date
  /** The data folder. */
  dataFolder: string
  space?: Space
  ffmpeg?: string
}

/** Of all devices together; each has at most two (DESIGN 3.3). */
const AT_ONCE = 8
const PER_DEVICE = 2
const LONGEST_RANGE_MS = 31 * 86_400_000
const TRIES = 10
/** Below 0, what people ask for. */
const AFTER_PEOPLE = -1
const TRIES_PER_CLIP = 2
const FIRST_PAUSE_MS = 5000
const LONGEST_PAUSE_MS = 600_000
/** The device may say no today and yes tomorrow: these are worth another try. */
const PASSING = new Set(['device-unreachable', 'device-timeout', 'device-busy', 'not-ready'])
/** Nothing helps but a person. */
const WAITS_FOR_PERSON = new Set(['disk-full', 'device-refused-login', 'device-locked'])

const SYSTEM: Caller = { kind: 'system' }

export function createDownloads(deps: DownloadsDeps): Downloads {
  const { access, activity, sessions, settings, jobs, now } = deps
  const folder = join(deps.dataFolder, 'recordings')
  const clips: ClipStore = createClipStore(deps)
  const space = deps.space ?? createSpace(folder)
  const one: OneClipDeps = {
    folder,
    store: createRecordingStore(deps),
    space,
    ...(deps.ffmpeg && { ffmpeg: deps.ffmpeg }),
  }
  const paces = new Map<number, Pace>()
  const inTurn = createInTurn()

  function paceOf(householdId: number): Pace {
    const pace = paces.get(householdId) ?? createPace(() => settings.get('downloads', householdId).mbit)
    paces.set(householdId, pace)
    return pace
  }

  const footageOf = async (deviceId: number) => need(await sessions.use(deviceId), 'footage')

  async function list(footage: Footage, channel: ChannelWithDevice, from: Date, to: Date, signal?: AbortSignal) {
    const found: Clip[] = []
    for await (const page of footage.search({ sourceKeys: [channel.sourceKey], from, to }, signal)) found.push(...page)
    return clips.note(channel, found, from, to)
  }

  function checkRange(from: Date, to: Date): void {
    const message =
      to <= from
        ? 'must be after the start'
        : +to - +from > LONGEST_RANGE_MS
          ? 'must be at most 31 days after the start'
          : null
    if (message)
      throw new Fault('invalid-input', `The end ${message}`, { problems: [{ path: 'to', code: 'range', message }] })
  }

  function queue(caller: Caller, channel: ChannelWithDevice, input: Record<string, unknown>, priority = 0): JobRow {
    return jobs.create(caller, {
      kind: 'download',
      input: { channel_id: channel.id, ...input },
      householdId: channel.householdId,
      lane: `device ${channel.deviceId}`,
      priority,
    })
  }

  /** One row for each deed, however many channels it is of. What the appliance fetches by itself is nobody's deed. */
  function record(caller: Caller, channels: ChannelWithDevice[], wanted: Record<string, unknown>): void {
    if (caller.kind === 'system') return
    const [only, ...others] = channels
    const isOne = only !== undefined && others.length === 0
    activity.record(caller, {
      action: 'fetch_recordings',
      ...(isOne && { resourceType: 'channel', resourceId: only.id }),
      metadata: { ...wanted, ...(!isOne && { channel_ids: channels.map(({ id }) => id) }) },
    })
  }

  /** One clip, tried again where it came broken; a fault that is not of the clip itself goes to the job. */
  async function fetched(footage: Footage, job: JobRow, channel: ChannelWithDevice, clip: ClipRow, work: Working) {
    for (let left = TRIES_PER_CLIP; ; left--)
      try {
        // Two jobs may want the same clip: the second finds what the first has fetched.
        return await inTurn(`${channel.id} ${clipKeyOf(clip)}`, () =>
          fetchClip(one, {
            ...{ channel, clip, pace: paceOf(job.householdId), signal: work.signal },
            keepRaw: settings.get('downloads', job.householdId).keep_raw,
            isAutomatic: job.input.automatic === true,
            open: (token, signal) => footage.download(token, signal),
            play: () => footage.play(channel.sourceKey, clip.startAt, clip.endAt),
            onRefused: (fault) => sessions.refused(channel.deviceId, fault),
            onBytes: work.meter.add,
            onHere: work.meter.rest,
            onStep: work.step,
          }),
        )
      } catch (error) {
        if (isFull(error)) throw new Fault('disk-full', 'The disk for recordings is full. Make room, then resume.')
        const fault = asFault(error)
        work.meter.undo()
        const isOfClip = fault.kind === 'device-garbled' || fault.kind === 'conflict'
        if (work.signal.aborted || !isOfClip) throw error
        if (left > 1) continue
        deps.log.warn('A clip could not be fetched', { clip: clip.uuid, job: job.uuid, error: fault.cause ?? fault })
        return fault
      }
  }

  interface Working {
    signal: AbortSignal
    meter: ReturnType<typeof createMeter>
    step(text: string): void
  }

  const handler: JobHandler = (job, progress, signal) =>
    asBackground(async () => {
      const channel = access.channel(SYSTEM, Number(job.input.channel_id), 'view')
      progress({ step: 'Connecting' })
      const footage = await footageOf(channel.deviceId)
      const wanted = await wantedBy(job, footage, channel, progress, signal)
      const sizes = wanted.map((clip) => clip.bytes)
      const bytesTotal = sizes.every((size) => size !== null) ? sizes.reduce((sum, size) => sum + (size ?? 0), 0) : null
      const meter = createMeter({ bytesTotal, tell: progress })
      progress({ itemsDone: 0, itemsTotal: wanted.length, bytesDone: 0, bytesTotal })
      const work: Working = { signal, meter, step: (step) => progress({ step }) }
      const done: number[] = []
      const failed: { clip_id: number; error: string }[] = []
      for (const [index, clip] of wanted.entries()) {
        const outcome = await fetched(footage, job, channel, clip, work)
        if (outcome instanceof Fault) failed.push({ clip_id: clip.id, error: outcome.message })
        else {
          clips.fetched(clip)
          done.push(outcome.id)
        }
        meter.whole(clip.bytes)
        progress({
          itemsDone: index + 1,
          attempts: 0,
          ...(bytesTotal === null && { progress: (index + 1) / wanted.length }),
        })
      }
      if (failed.length && !done.length)
        throw new Fault('device-garbled', failed[0]?.error ?? 'Nothing could be fetched')
      return {
        ...(job.input.clip_id === undefined ? { recording_ids: done } : { recording_id: done[0] ?? null }),
        ...(failed.length && { failed }),
      }
    })

  async function wantedBy(
    job: JobRow,
    footage: Footage,
    channel: ChannelWithDevice,
    progress: (update: JobProgress) => void,
    signal: AbortSignal,
  ): Promise<ClipRow[]> {
    if (job.input.clip_id !== undefined) return [clips.get(Number(job.input.clip_id))]
    // What the device has forgotten meanwhile cannot be fetched any more.
    if (Array.isArray(job.input.clip_ids)) return clips.those(job.input.clip_ids.map(Number))
    progress({ step: 'Searching' })
    const [from, to] = [new Date(String(job.input.from)), new Date(String(job.input.to))]
    const found = await list(footage, channel, from, to, signal)
    if (!found.length)
      throw new Fault(
        'not-found',
        `${channel.name ?? channel.deviceName} has no recording in this time: check that the device records.`,
      )
    return found
  }

  /** Of another household, or of a channel that the caller may not see, it is not there. */
  function clipFor(caller: Caller, clipId: string | number): ClipRow {
    const clip = clips.get(clipId)
    if (!access.sees(caller, clip.channelId)) throw new Fault('not-found', 'Clip not found')
    return clip
  }

  function queueClip(caller: Caller, clipId: string | number, priority: number) {
    const clip = clipFor(caller, clipId)
    const channel = access.channel(caller, clip.channelId, 'export')
    return { channel, clip, job: queue(caller, channel, { clip_id: clip.id }, priority) }
  }

  const service: Downloads = {
    clip(caller, clipId, { priority = 0 } = {}) {
      const { channel, clip, job } = queueClip(caller, clipId, priority)
      record(caller, [channel], { clips: 1, from: clip.startAt, to: clip.endAt })
      return job
    },
    // Whoever waits for it downloads it, and that is what he did.
    clipNow(caller, clipId, signal) {
      const clip = clipFor(caller, clipId)
      access.channel(caller, clip.channelId, 'export')
      // Who asks again while it is on its way waits with the others.
      const known = jobs
        .list(SYSTEM, { limit: 1000, open: true, kind: 'download' })
        .find(({ state, input }) => state !== 'paused' && input.clip_id === clip.id)
      return whileWaiting(jobs, known ?? queueClip(caller, clipId, 1).job, signal)
    },
    clips(caller, clipIds, { priority = 0 } = {}) {
      const rows = new Map(clipIds.map((id) => clipFor(caller, id)).map((clip) => [clip.id, clip]))
      const byChannel = [...Map.groupBy(rows.values(), ({ channelId }) => channelId)].map(
        ([channelId, own]) => [access.channel(caller, channelId, 'export'), own] as const,
      )
      const queued = byChannel.map(([channel, own]) =>
        queue(caller, channel, { clip_ids: own.map(({ id }) => id) }, priority),
      )
      record(
        caller,
        byChannel.map(([channel]) => channel),
        { clips: rows.size },
      )
      return queued
    },
    range(caller, channelId, from, to, { priority = 0 } = {}) {
      const channel = access.channel(caller, channelId, 'export')
      checkRange(from, to)
      const span = { from: from.toISOString(), to: to.toISOString() }
      const job = queue(caller, channel, span, priority)
      record(caller, [channel], span)
      return job
    },
    automatic(channelId, clipIds) {
      const input = { clip_ids: clipIds, automatic: true }
      return queue(SYSTEM, access.channel(SYSTEM, channelId, 'export'), input, AFTER_PEOPLE)
    },
    async search(caller, channelId, from, to, signal) {
      const channel = access.channel(caller, channelId, 'playback')
      checkRange(from, to)
      const last = new Date(Math.min(+to, +now() + 86_400_000))
      const ask = async () => list(await footageOf(channel.deviceId), channel, from, last, signal)
      return caller.kind === 'system' ? ask() : asPerson(ask)
    },
    withToken(caller, deviceId, token) {
      const seen = access.visibleChannels(caller, { deviceId, right: 'playback' })
      const clip = clips.withToken(deviceId, token)
      return clip && seen.some(({ id }) => id === clip.channelId) ? clip : null
    },
    fetched(caller, page) {
      const seen = access.visibleChannels(caller, { right: 'playback' })
      return listFetched(deps.db, seen, page)
    },
    start() {
      // What was cancelled or given up may have left something behind; who is still at it needs what came whole.
      const isIdle = jobs.list(SYSTEM, { limit: 1, open: true, kind: 'download' }).length === 0
      const parts = join(folder, PARTS)
      sweepParts(parts, isIdle ? 'all' : 'halves')
      jobs.handle('download', handler, {
        most: AT_ONCE,
        perLane: PER_DEVICE,
        onIdle: () => sweepParts(parts, 'wholes'),
        onFault({ kind }, attempts) {
          if (WAITS_FOR_PERSON.has(kind)) return 'pause'
          if (!PASSING.has(kind) || attempts >= TRIES) return 'fail'
          return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1))
        },
      })
    },
  }
  return service
}
