// Pictures for the hub: at the start, on an alarm, and every so often; one at a time from each device.
import type { Timers } from '../timers.ts'
import type { Place } from './topics.ts'

export interface Pictured {
  channelId: number
  deviceId: number
  place: Place
}

interface Deps {
  /** Channels that can give one at this moment. */
  candidates(): Pictured[]
  take(channelId: number): Promise<Uint8Array>
  publish(place: Place, jpeg: Uint8Array): Promise<void>
  /** How old a picture may grow; 0 = none by time. */
  seconds(): number
  now: () => Date
  random: () => number
  timers: Timers
}

export interface Pictures extends Disposable {
  /** Soon, since something happened there. */
  want(channelId: number): void
  /** Somebody else has taken one. */
  offer(channelId: number, jpeg: Uint8Array): void
  start(): void
  /** The setting has changed: everybody's turn is now. */
  restart(): void
}

const TICK_MS = 1000
/** Between two pictures of one channel. */
const LEAST_MS = 10_000
const AFTER_FAILURE_MS = 60_000
/** Devices asked at the same time. */
const AT_ONCE = 2

export function createPictures({ candidates, take, publish, seconds, now, random, timers }: Deps): Pictures {
  const due = new Map<number, number>()
  const publishedAt = new Map<number, number>()
  const busyDevices = new Set<number>()
  let timer: Disposable | null = null

  function schedule(channelId: number, failed: boolean): void {
    const wait = seconds() * 1000
    const spread = wait * (0.9 + random() * 0.2)
    if (failed) due.set(channelId, now().getTime() + Math.max(AFTER_FAILURE_MS, spread))
    else due.set(channelId, wait === 0 ? Number.POSITIVE_INFINITY : now().getTime() + spread)
  }

  async function picture({ channelId, deviceId, place }: Pictured): Promise<void> {
    busyDevices.add(deviceId)
    // Set before it is known how it ends, so that an alarm meanwhile can still ask for another.
    schedule(channelId, false)
    try {
      await show(channelId, place, await take(channelId))
    } catch {
      // The device is away or busy: its state says so, and the next turn comes.
      schedule(channelId, true)
    } finally {
      busyDevices.delete(deviceId)
    }
  }

  async function show(channelId: number, place: Place, jpeg: Uint8Array): Promise<void> {
    publishedAt.set(channelId, now().getTime())
    await publish(place, jpeg)
  }

  function tick(): void {
    timer = timers.after(TICK_MS, tick)
    const at = now().getTime()
    const ready = candidates().filter(({ channelId }) => (due.get(channelId) ?? 0) <= at)
    // Who has waited longest goes first.
    ready.sort((a, b) => (due.get(a.channelId) ?? 0) - (due.get(b.channelId) ?? 0))
    for (const candidate of ready) {
      if (busyDevices.size >= AT_ONCE) break
      if (!busyDevices.has(candidate.deviceId)) void picture(candidate)
    }
  }

  return {
    want(channelId) {
      const last = publishedAt.get(channelId) ?? 0
      const soonest = Math.max(now().getTime(), last + LEAST_MS)
      due.set(channelId, Math.min(due.get(channelId) ?? soonest, soonest))
    },
    offer(channelId, jpeg) {
      if (now().getTime() - (publishedAt.get(channelId) ?? 0) < LEAST_MS) return
      const candidate = candidates().find((one) => one.channelId === channelId)
      if (!candidate) return
      schedule(channelId, false)
      void show(channelId, candidate.place, jpeg)
    },
    start() {
      timer ??= timers.after(0, tick)
    },
    restart: () => due.clear(),
    [Symbol.dispose]() {
      timer?.[Symbol.dispose]()
      timer = null
    },
  }
}
