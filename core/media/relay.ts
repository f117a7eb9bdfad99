// One relay: reads one channel in one quality for everybody who wants it, as long as somebody does.
import type { Quality } from '../domain/device.ts'
import { Fault, needsPerson } from '../domain/fault.ts'
import { isFinal } from './faults.ts'
import type { Epoch, Fragment } from './fragment.ts'
import { type Figures, measure } from './measure.ts'
import { createOutlet, type Outlet } from './outlet.ts'
import { createRing } from './ring.ts'
import { lessonOf, type RelayRun, type RunChoices, type Ways } from './run.ts'
import { createWaiters } from './waiters.ts'

export interface RelayKey {
  channelId: number
  quality: Quality
}

/** Who wants the pictures. No function may throw. */
export interface Consumer {
  /** How they go on from here: `hls`, `mse`; absent = they stay with us. */
  readonly way?: string
  /** How many seconds of the past it may ask for by joining again: so long are they kept, as far as the memory for it allows. */
  readonly reachSeconds?: number
  /** Begins with the newest key frame; a new `epoch` means a new init. */
  onFragment?(fragment: Fragment): void
  /** A start has failed, and another one follows after a pause. Told again to whoever joins in that pause. */
  onTrouble?(fault: Fault): void
  /** The relay has ended and this consumer is no longer joined; null when it was stopped from outside. */
  onEnd?(fault: Fault | null): void
  /** Only of footage: this consumer has more than it can take for now. */
  isBehind?(): boolean
  /** Only of footage: nothing follows what was sent. Still joined: a seek goes on. */
  onDone?(): void
}

export interface RelayState {
  /** Pictures are coming. */
  running: boolean
  /** When they began to come, or ceased to; null before the first time. */
  since: Date | null
  epoch: number | null
  /** Starts after the first since somebody joined. */
  restarts: number
  /** Why it does not run; null while it does or is still starting. */
  lastFault: Fault | null
  readers: number
  bytesIn: number
  /** Handed to readers, whether or not their connections could take it. */
  bytesOut: number
  mime: string | null
  width: number | null
  height: number | null
  /** The list is shorter than promised, because its seconds would exceed the memory for it. */
  shortened: boolean
}

export interface Relay extends Outlet {
  readonly key: RelayKey
  readonly state: RelayState
  /** Who has joined, numbered as they came. */
  readers(): { id: number; way: string | null }[]
  /** Of the last seconds. */
  figures(): Figures
  /**
   * Starts the relay if need be; the returned function leaves. Throws the fault that keeps the relay stopped, such as a
   * refused login, until the device has been changed. `since`: wall clock (ms) from whose key frame on it gets what is kept,
   * instead of the newest one.
   */
  join(consumer?: Consumer, since?: number): () => void
  /** The newest fragment that begins with a key frame, while there is one. */
  lastKeyFrame(): Fragment | null
  /**
   * Ends FFmpeg, tells the consumers, and forgets what it has learnt of the camera; with a fault the relay stays stopped
   * until `allow()`.
   */
  stop(fault?: Fault): Promise<void>
  /** Forgets the fault that keeps it stopped. A running relay runs on. */
  allow(): void
  /** Ends the pause before the next start: the device is back. */
  retry(): void
  /** The camera's settings were changed: what runs starts anew, in a new epoch, with everybody still joined. */
  renew(): void
}

export interface Timing {
  /** How long it runs on without a reader. */
  lingerMs: number
  /** Longest wait for pictures, at the beginning and between two. */
  silenceMs: number
  /** First pause before a restart; doubled each time up to 60 s. */
  pauseMs: number
  /** Longest wait of a playlist request. */
  listMs: number
}

export const TIMING: Timing = { lingerMs: 10_000, silenceMs: 10_000, pauseMs: 1000, listMs: 15_000 }

export interface RelayDeps {
  run(choices: RunChoices): RelayRun
  onRefused(fault: Fault): void
  onRunning(running: boolean): void
  /** FFmpeg is started once more for the same readers. */
  onRestart?(): void
  log: { debug(message: string, data?: object): void; warn(message: string, data?: object): void }
  now(): Date
  random(): number
  timing: Timing
}

const LONGEST_PAUSE_MS = 60_000
/** What came longer ago than the list is long is not live. */
const LONGEST_LIST_MS = 12_000
/** A run that long is a success: the next pause is the first one again. */
const HEALTHY_RUN_MS = 15_000
/** After a final fault that no person needs to mend, a new reader may try again. */
const FINAL_REST_MS = 30_000

const USUAL: Ways = { fastProbing: true, sound: true }

export function createRelay(key: RelayKey, deps: RelayDeps): Relay {
  const { timing, log } = deps
  const ring = createRing()
  const waiters = createWaiters()
  const consumers = new Map<Consumer, number>()
  let joined = 0
  let work: { abort: AbortController } | null = null
  /** Ends the FFmpeg that runs, and not the work. */
  let renewal = new AbortController()
  /** The last FFmpeg's end: the next one waits for it. */
  let over: Promise<void> = Promise.resolve()
  let linger: ReturnType<typeof setTimeout> | undefined
  let blocked: { fault: Fault; until: number } | null = null
  let epoch: Epoch | null = null
  let lastArrival = Number.NEGATIVE_INFINITY
  let epochs = 0
  let choices = USUAL
  /** The ways before a lesson that is still to be proven. */
  let unproven: Ways | null = null
  let complained = false
  let pausing = false
  const state = {
    running: false,
    since: null as Date | null,
    restarts: 0,
    lastFault: null as Fault | null,
    bytesIn: 0,
    bytesOut: 0,
  }

  function setRunning(running: boolean): void {
    if (state.running === running) return
    state.running = running
    state.since = deps.now()
    deps.onRunning(running)
  }

  function ingest(fragment: Fragment): void {
    const arrival = performance.now()
    // After a long break the old pictures are no longer live: a new viewer must not begin with them.
    if (arrival - lastArrival > LONGEST_LIST_MS) ring.clear()
    lastArrival = arrival
    epoch = fragment.epoch
    state.lastFault = null
    complained = false
    setRunning(true)
    ring.add(fragment)
    for (const consumer of consumers.keys()) give(consumer, fragment)
    waiters.wake()
  }

  function give(consumer: Consumer, fragment: Fragment): void {
    if (!consumer.onFragment) return
    state.bytesOut += fragment.data.length
    consumer.onFragment(fragment)
  }

  function endConsumers(fault: Fault | null): void {
    const leaving = [...consumers.keys()]
    consumers.clear()
    clearTimeout(linger)
    for (const consumer of leaving) consumer.onEnd?.(fault)
    waiters.wake()
  }

  function block(fault: Fault): void {
    const isForGood = needsPerson(fault)
    blocked = { fault, until: isForGood ? Number.POSITIVE_INFINITY : +deps.now() + FINAL_REST_MS }
    state.lastFault = fault
  }

  function complain(fault: Fault): void {
    // A device that is away is told once by its session; eight channels need not repeat it.
    const isNews = fault.kind !== 'device-unreachable' && fault.kind !== 'device-timeout'
    const tell = isNews && !complained ? log.warn : log.debug
    tell(`Video of channel ${key.channelId} (${key.quality}): ${fault.message}`, {
      kind: fault.kind,
      cause: fault.cause,
    })
    complained = true
  }

  async function loop(signal: AbortSignal): Promise<void> {
    let failures = 0
    for (let first = true; !signal.aborted; first = false) {
      if (!first) {
        state.restarts++
        deps.onRestart?.()
      }
      renewal = new AbortController()
      const renewed = renewal.signal
      const run = deps.run({
        ...choices,
        signal: AbortSignal.any([signal, renewed]),
        nextEpoch: () => ++epochs,
        onBytes: (count) => {
          state.bytesIn += count
        },
        onFragment: ingest,
      })
      const end = await run.end
      setRunning(false)
      if (signal.aborted) return
      if (renewed.aborted) {
        failures = 0
        continue
      }
      const lesson = lessonOf(end, choices)
      if (lesson) {
        unproven ??= choices
        choices = lesson
      } else {
        // No other way helped either: it was not the way.
        if (unproven && !end.hadBytes) choices = unproven
        unproven = null
      }
      if (lesson || (end.changed && end.lastedMs > HEALTHY_RUN_MS)) continue
      if (end.fault) {
        state.lastFault = end.fault
        complain(end.fault)
        if (isFinal(end.fault)) {
          block(end.fault)
          if (needsPerson(end.fault) && end.atDevice) deps.onRefused(end.fault)
          work = null
          ring.clear()
          endConsumers(end.fault)
          return
        }
      }
      if (end.lastedMs >= HEALTHY_RUN_MS) failures = 0
      const whole = Math.min(LONGEST_PAUSE_MS, timing.pauseMs * 2 ** Math.min(failures++, 10))
      pausing = true
      if (end.fault) for (const consumer of consumers.keys()) consumer.onTrouble?.(end.fault)
      await waiters.until(() => !pausing, whole * (1 - deps.random() / 4), signal)
      pausing = false
    }
  }

  function start(): void {
    if (work) return
    const abort = new AbortController()
    work = { abort }
    state.restarts = 0
    over = over
      .then(() => loop(abort.signal))
      .catch((error) => {
        log.warn('A relay broke', { error })
        if (work?.abort === abort) work = null
        endConsumers(new Fault('internal', 'Internal error', { cause: error }))
      })
  }

  async function end(): Promise<void> {
    clearTimeout(linger)
    work?.abort.abort()
    work = null
    ring.clear()
    epoch = null
    setRunning(false)
    waiters.wake()
    await over
  }

  function keepForReaders(): void {
    ring.reach(Math.max(0, ...[...consumers.keys()].map(({ reachSeconds = 0 }) => reachSeconds)))
  }

  function leave(consumer: Consumer): void {
    if (!consumers.delete(consumer)) return
    keepForReaders()
    if (consumers.size) return
    clearTimeout(linger)
    linger = setTimeout(() => void end(), timing.lingerMs)
  }

  function notReady(): Fault {
    return (
      state.lastFault ??
      blocked?.fault ??
      new Fault('not-ready', 'No picture has come from the camera yet. Please try again.')
    )
  }

  const outlet = createOutlet({
    ring,
    isLive: () => performance.now() - lastArrival <= LONGEST_LIST_MS,
    until: async (ready, ms, signal) => (await waiters.until(() => ready() || !work, ms, signal)) && ready(),
    notReady,
    now: deps.now,
    listMs: timing.listMs,
  })

  return {
    key,
    get state() {
      return {
        ...state,
        epoch: epoch?.id ?? null,
        readers: consumers.size,
        mime: epoch?.mime ?? null,
        width: epoch?.width ?? null,
        height: epoch?.height ?? null,
        shortened: ring.shortened,
      }
    },
    join(consumer = {}, since) {
      if (blocked && +deps.now() < blocked.until) throw blocked.fault
      blocked = null
      clearTimeout(linger)
      consumers.set(consumer, ++joined)
      keepForReaders()
      start()
      const past = since === undefined ? ring.sinceKeyFrame() : ring.since(since)
      for (const fragment of past) give(consumer, fragment)
      if (pausing && state.lastFault) consumer.onTrouble?.(state.lastFault)
      return () => leave(consumer)
    },
    readers: () => [...consumers].map(([{ way }, id]) => ({ id, way: way ?? null })),
    figures: () => measure(state.running ? ring.segments.slice(-2).flatMap(({ fragments }) => fragments) : []),
    playlist: outlet.playlist,
    async file(name, signal) {
      const bytes = await outlet.file(name, signal)
      state.bytesOut += bytes?.length ?? 0
      return bytes
    },
    keyFrame: outlet.keyFrame,
    lastKeyFrame: () => ring.sinceKeyFrame()[0] ?? null,
    allow() {
      if (!blocked) return
      blocked = null
      state.lastFault = null
    },
    retry() {
      pausing = false
      // It may have hung when its sound did not come.
      choices = { ...choices, sound: true }
      waiters.wake()
    },
    renew() {
      choices = USUAL
      unproven = null
      pausing = false
      renewal.abort()
      waiters.wake()
    },
    async stop(fault) {
      if (fault) block(fault)
      choices = USUAL
      unproven = null
      const ending = end()
      endConsumers(fault ?? null)
      await ending
    },
  }
}
