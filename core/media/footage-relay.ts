// One relay of footage: plays a channel's past for one viewer, from gap to gap, until nothing follows.
import { Fault, needsPerson } from '../domain/fault.ts'
import { asFault } from '../errors.ts'
import { isFinal } from './faults.ts'
import { asPlayback } from './footage-faults.ts'
import type { Fragment } from './fragment.ts'
import { createOutlet, type Outlet } from './outlet.ts'
import type { Consumer } from './relay.ts'
import { createRing } from './ring.ts'
import { lessonOf, type RelayRun, type RunChoices, type RunEnd, type Ways } from './run.ts'
import { createWaiters } from './waiters.ts'

/** Footage without a gap. */
export interface Stretch {
  begin: Date
  end: Date
  /** The device is still writing it: what is known of its end is old. */
  isGrowing: boolean
}

export interface FootageState {
  /** The instant up to which it has played; before the first picture where it was asked to begin. */
  at: Date
  /** Pictures are coming, or asked for. */
  playing: boolean
  /** Nothing follows. */
  ended: boolean
  /** Why it ended before. */
  lastFault: Fault | null
}

export interface FootageRelay extends Pick<Outlet, 'playlist' | 'file'> {
  readonly state: FootageState
  /**
   * Plays from where it is, if it does not yet; the returned function leaves, and the last one to leave stops it there.
   * Throws the fault that has just ended it, so that a player which asks every second does not ask the device so often.
   */
  join(consumer?: Consumer): () => void
  /** Opens anew at that moment, or at the first footage after it, in a new epoch and with everybody still joined. */
  seek(at: Date): void
  /** Ends it for good. */
  stop(fault?: Fault): Promise<void>
}

export interface FootageTiming {
  /** How long it plays on without anybody joined: time for a page to come back. */
  lingerMs: number
  /** First pause before another try. */
  pauseMs: number
  /** Longest wait of a playlist request. */
  listMs: number
  /** Silence that close to the end is the end. */
  quietMs: number
  /** How long a fault is told before the device is asked again. */
  restMs: number
}

export const FOOTAGE_TIMING: FootageTiming = {
  lingerMs: 1000,
  pauseMs: 500,
  listMs: 15_000,
  quietMs: 2500,
  restMs: 5000,
}

export interface FootageRelayDeps {
  /** The first footage that reaches beyond this instant; null when there is none. */
  stretch(at: Date, signal: AbortSignal): Promise<Stretch | null>
  /** Plays from there; times of its fragments begin with `from`. */
  run(choices: RunChoices, from: Date, to: Date): RelayRun
  onRefused(fault: Fault): void
  log: { debug(message: string, data?: object): void; warn(message: string, data?: object): void }
  now(): Date
  timing: FootageTiming
}

/** That close to the end a stream that stops has reached it: devices cut at key frames and round to seconds. */
const NEAR_END_MS = 5000
/** A run that brought so much was no failure. */
const PROGRESS_MS = 1000
const TRIES = 3
/** A recorder counts a connection for a moment after it was closed: then being busy may be our own doing. */
const BUSY_TRIES = 5
const CLOSED_MS = 5000
/** How often a slow consumer is looked at. */
const CROWDED_MS = 50
/** Room for what a growing recording gets while it is played. */
const GROWTH_MS = 3_600_000

interface Outcome {
  end: RunEnd
  /** It came to the end of the stretch. */
  reached: boolean
}

export function createFootageRelay(begin: Date, deps: FootageRelayDeps): FootageRelay {
  const { timing, log } = deps
  const ring = createRing()
  const waiters = createWaiters()
  const consumers = new Set<Consumer>()
  let work: AbortController | null = null
  let over: Promise<void> = Promise.resolve()
  let linger: ReturnType<typeof setTimeout> | undefined
  let position = +begin
  let epochs = 0
  let ways: Ways = { fastProbing: true, sound: true }
  let ended = false
  let stopped = false
  let failed: { fault: Fault; at: number } | null = null
  /** When the device was last playing to us. */
  let played = Number.NEGATIVE_INFINITY

  function take(fragment: Fragment): void {
    position = fragment.time + fragment.duration * 1000
    played = performance.now()
    ring.add(fragment)
    for (const consumer of consumers) consumer.onFragment?.(fragment)
    waiters.wake()
  }

  const isCrowded = () => [...consumers].some((consumer) => consumer.isBehind?.())

  /** The past can wait, unlike live pictures: who is slow holds up the recorder and misses nothing. */
  async function room(signal: AbortSignal): Promise<void> {
    while (isCrowded() && !signal.aborted) await waiters.until(() => signal.aborted, CROWDED_MS, signal)
  }

  /** Plays one stretch until it ends, breaks, or is no longer wanted. */
  async function once(stretch: Stretch, from: number, signal: AbortSignal): Promise<Outcome> {
    const finish = new AbortController()
    let reached = false
    let group = 0
    let longest = 0
    let heard = Number.POSITIVE_INFINITY
    // Where it begins in the middle of a clip, the device goes back to the key frame before: so much later it ends.
    const slack = () => Math.min(from - +stretch.begin, longest * 1000)
    const conclude = () => {
      reached = true
      finish.abort()
    }
    const watch = setInterval(() => {
      const isNear = !stretch.isGrowing && +stretch.end - position < NEAR_END_MS
      if (isNear && !isCrowded() && performance.now() - heard > timing.quietMs) conclude()
    }, timing.quietMs / 5)
    const choices: RunChoices = {
      ...ways,
      signal: AbortSignal.any([signal, finish.signal]),
      nextEpoch: () => ++epochs,
      onBytes: () => {},
      room() {
        if (!isCrowded()) return null
        return room(signal).then(() => {
          heard = performance.now()
        })
      },
      onFragment(fragment) {
        // What is still in the pipe after the end.
        if (reached) return
        if (fragment.key) group = 0
        group += fragment.duration
        longest = Math.max(longest, group)
        heard = performance.now()
        if (!stretch.isGrowing && fragment.time >= +stretch.end + slack()) conclude()
        else take(fragment)
      },
    }
    const to = stretch.isGrowing ? Math.max(+stretch.end, +deps.now()) + GROWTH_MS : +stretch.end
    try {
      return { end: await deps.run(choices, new Date(from), new Date(to)).end, reached }
    } finally {
      clearInterval(watch)
    }
  }

  async function next(signal: AbortSignal): Promise<{ stretch: Stretch; from: number } | null> {
    const stretch = await deps.stretch(new Date(position), signal)
    return stretch && { stretch, from: Math.max(position, +stretch.begin) }
  }

  /** True when playing goes on from `position`; otherwise what keeps it. */
  async function step(
    signal: AbortSignal,
  ): Promise<true | 'done' | { fault: Fault; progress: number; asked: boolean }> {
    const found = await next(signal)
    if (signal.aborted) return true
    if (!found) return 'done'
    const { stretch, from } = found
    position = from
    const { end, reached } = await once(stretch, from, signal)
    if (signal.aborted) return true
    const progress = position - from
    const isNear = !stretch.isGrowing && progress > 0 && +stretch.end - position < NEAR_END_MS
    if (reached || isNear) {
      position = Math.max(position, +stretch.end)
      return true
    }
    const lesson = lessonOf(end, ways)
    if (lesson) ways = lesson
    if (lesson || (end.changed && progress >= PROGRESS_MS)) return true
    const fault = asPlayback(end.fault ?? new Fault('device-unreachable', 'The recording was cut off by the device.'))
    return { fault, progress, asked: end.atDevice }
  }

  async function loop(signal: AbortSignal): Promise<void> {
    let failures = 0
    while (!signal.aborted) {
      const outcome = await step(signal).catch((error) => ({ fault: asFault(error), progress: 0, asked: false }))
      if (signal.aborted) return
      if (outcome === 'done') return finish()
      if (outcome === true) {
        failures = 0
        continue
      }
      const { fault, progress, asked } = outcome
      failures = progress >= PROGRESS_MS ? 1 : failures + 1
      const mayBeOurs = performance.now() - played < CLOSED_MS
      const tries = fault.kind === 'device-busy' ? (mayBeOurs ? BUSY_TRIES : 1) : isFinal(fault) ? 1 : TRIES
      log.debug(`Playback: ${fault.message}`, { kind: fault.kind, cause: fault.cause, failures })
      if (failures >= tries) return fail(fault, asked)
      for (const consumer of consumers) consumer.onTrouble?.(fault)
      await waiters.until(() => signal.aborted, timing.pauseMs * 2 ** (failures - 1), signal)
    }
  }

  function finish(): void {
    ended = true
    work = null
    ring.finish()
    if (!ring.segments.length) {
      fail(new Fault('not-found', 'This channel has no recording at this time or after it.'), false)
      return
    }
    for (const consumer of consumers) consumer.onDone?.()
    waiters.wake()
  }

  function endConsumers(fault: Fault | null): void {
    const leaving = [...consumers]
    consumers.clear()
    clearTimeout(linger)
    for (const consumer of leaving) consumer.onEnd?.(fault)
    waiters.wake()
  }

  function fail(fault: Fault, atDevice: boolean): void {
    failed = { fault, at: performance.now() }
    work = null
    if (needsPerson(fault) && atDevice) deps.onRefused(fault)
    endConsumers(fault)
  }

  function start(): void {
    const abort = new AbortController()
    work = abort
    // The recorder counts connections: the next one waits until the last one is closed.
    over = over
      .then(() => loop(abort.signal))
      .catch((error) => {
        log.warn('A playback broke', { error })
        if (work === abort) fail(new Fault('internal', 'Internal error', { cause: error }), false)
      })
  }

  function halt(): void {
    clearTimeout(linger)
    work?.abort()
    work = null
    waiters.wake()
  }

  function leave(consumer: Consumer): void {
    if (!consumers.delete(consumer) || consumers.size) return
    clearTimeout(linger)
    linger = setTimeout(halt, timing.lingerMs)
  }

  const isResting = () => failed !== null && performance.now() - failed.at < timing.restMs

  const outlet = createOutlet({
    ring,
    isLive: () => true,
    until: async (ready, ms, signal) => (await waiters.until(() => ready() || !work, ms, signal)) && ready(),
    notReady: () => failed?.fault ?? new Fault('not-ready', 'No picture has come from the recorder yet. Try again.'),
    ended: () => ended,
    now: deps.now,
    listMs: timing.listMs,
  })

  return {
    playlist: outlet.playlist,
    file: outlet.file,
    get state() {
      return { at: new Date(position), playing: work !== null, ended, lastFault: failed?.fault ?? null }
    },
    join(consumer = {}) {
      if (stopped) throw new Fault('not-ready', 'This playback has ended. Open it again.')
      if (failed && isResting()) throw failed.fault
      failed = null
      clearTimeout(linger)
      consumers.add(consumer)
      if (!work && !ended) start()
      else if (consumer.onFragment) for (const fragment of ring.sinceKeyFrame()) consumer.onFragment(fragment)
      if (ended) consumer.onDone?.()
      return () => leave(consumer)
    },
    seek(at) {
      position = +at
      failed = null
      ended = false
      halt()
      ring.clear()
      if (consumers.size) start()
    },
    async stop(fault) {
      stopped = true
      halt()
      ring.clear()
      endConsumers(fault ?? null)
      await over
    },
  }
}
