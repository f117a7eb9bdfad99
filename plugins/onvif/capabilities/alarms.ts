// What a camera tells by itself: a pull point that is asked, renewed and given back, and its messages as notices.
import { z } from 'zod'
import { type AlarmKind, type AlarmNotice, type Alarms, Fault } from '#plugin'
import type { OnvifClient } from '../soap.ts'
import * as letters from './notifications.ts'
import { createStates, type Places } from './states.ts'
import { kindsOf, type Told } from './topics.ts'

export interface AlarmsOptions {
  client: OnvifClient
  device: string
  /** Ends with the session. */
  signal: AbortSignal
  /** Asked once for each watch. */
  places(): Promise<Places>
  /** Hears every message, for what is no alarm. */
  heard?(told: Told): void
  /** Seconds of a pull, of a subscription, and between two words about what goes on; for tests. */
  timing?: { pull: number; lasting: number; repeat: number }
}

/** `end` gives the pull points back, while the session can still be used. */
export interface AlarmsOfCamera {
  verbs: Alarms
  /** Kinds that the camera says it can tell of. */
  kinds(): Promise<AlarmKind[]>
  end(): Promise<void>
}

const TIMING = { pull: 20, lasting: 120, repeat: 3 }
const MOST_MESSAGES = 100
/** More than a pull waits: for the way, and for a slow camera. */
const GRACE_MS = 15_000
/** Some cameras answer at once although they have nothing: they are asked once in this time. */
const PAUSE_MS = 1000
const LEAVING_MS = 2000
const WHAT = 'tell its events'

/** Resolves after a while, or when the signal says so. */
function pause(ms: number, signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve(null)
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
    if (signal.aborted) done()
  })
}

function noRoom(device: string, cause: Fault): Fault {
  const text = `${device} has no room for one more listener: end other programs that listen to its events, or restart it.`
  return new Fault('device-busy', text, { cause, retryAfterSeconds: 60 })
}

export function createAlarms(options: AlarmsOptions): AlarmsOfCamera {
  const { client, device, timing = TIMING } = options
  const open = new Map<letters.PullPoint, AbortController>()
  const leaving = new Set<Promise<unknown>>()

  /** A camera has room for few of them, and keeps one that nobody gave back for minutes. */
  function leave(point: letters.PullPoint): void {
    const going = client
      .ask(WHAT, 'events', letters.unsubscribe, z.unknown(), {
        ...{ at: point.at, header: letters.headOf(point, 'unsubscribe'), waitMs: LEAVING_MS, waits: true },
      })
      .catch(() => undefined)
      .finally(() => leaving.delete(going))
    leaving.add(going)
  }

  async function* notices(point: letters.PullPoint, signal: AbortSignal): AsyncGenerator<AlarmNotice> {
    const states = createStates(await options.places())
    let granted = Math.min(point.seconds ?? timing.lasting, timing.lasting)
    let since = performance.now()
    const elapsed = () => (performance.now() - since) / 1000

    async function keep(): Promise<void> {
      // Only this makes it last longer; pulling does not. A third of it is left for a pull and for a slow camera.
      if (elapsed() < granted / 3) return
      const at = performance.now()
      try {
        const seconds = await client.ask(WHAT, 'events', letters.renew(timing.lasting), letters.renewed, {
          ...{ at: point.at, header: letters.headOf(point, 'renew'), signal, waits: true },
        })
        granted = Math.min(seconds ?? granted, timing.lasting)
      } catch (error) {
        // Some know no Renew: then it ends, which the next pull tells.
        if (!(error instanceof Fault) || error.kind !== 'unsupported') throw error
      }
      since = at
    }

    async function pull(): Promise<Told[]> {
      const seconds = Math.max(1, Math.min(timing.pull, Math.floor(granted / 3)))
      const began = performance.now()
      const told = await client.ask(WHAT, 'events', letters.pull(seconds, MOST_MESSAGES), letters.pulled, {
        ...{ at: point.at, header: letters.headOf(point, 'pull'), signal, waits: true },
        waitMs: seconds * 1000 + GRACE_MS,
      })
      if (told.length === 0 && performance.now() - began < PAUSE_MS / 2) await pause(PAUSE_MS, signal)
      return told
    }

    while (!signal.aborted) {
      await keep()
      const pulling = pull()
      pulling.catch(() => undefined)
      let told: Told[] | null = null
      while (told === null && !signal.aborted) {
        const going = states.going()
        if (going.length === 0) told = await pulling
        else {
          const rest = new AbortController()
          told = await Promise.race([pulling, pause(timing.repeat * 1000, AbortSignal.any([signal, rest.signal]))])
          rest.abort()
          // The camera tells of a change only: that nothing has changed is what we know.
          if (told === null) yield* going
        }
      }
      for (const each of told ?? []) options.heard?.(each)
      yield* states.push(told ?? [])
    }
  }

  async function* watch({ signal, onOpen }: { signal?: AbortSignal; onOpen?: () => void } = {}) {
    const stop = new AbortController()
    const abort = () => stop.abort()
    const ended = () => stop.signal.aborted || options.signal.aborted
    for (const source of [signal, options.signal]) {
      if (source?.aborted) return
      source?.addEventListener('abort', abort)
    }
    let point: letters.PullPoint | null = null
    let isGone = false
    try {
      const asked = letters.create(timing.lasting)
      point = await client.ask(WHAT, 'events', asked, letters.created, { signal: stop.signal })
      open.set(point, stop)
      onOpen?.()
      yield* notices(point, stop.signal)
    } catch (error) {
      if (ended()) return
      if (!(error instanceof Fault)) throw error
      isGone = ['device-unreachable', 'device-timeout', 'not-found'].includes(error.kind)
      if (error.kind === 'not-found')
        throw new Fault('device-unreachable', `${device} has ended its stream of alarms`, { cause: error })
      if (String(error.cause).includes('SubscribeCreationFailed')) throw noRoom(device, error)
      throw error
    } finally {
      for (const source of [signal, options.signal]) source?.removeEventListener('abort', abort)
      abort()
      if (point && open.delete(point) && !isGone && !options.signal.aborted) leave(point)
    }
  }

  return {
    verbs: { watch },
    async kinds() {
      const topics = await client.ask('say what it can tell', 'events', letters.propertiesOf, letters.eventProperties)
      return kindsOf(topics)
    },
    async end() {
      for (const [point, stop] of open) {
        open.delete(point)
        stop.abort()
        leave(point)
      }
      await Promise.all(leaving)
    },
  }
}
