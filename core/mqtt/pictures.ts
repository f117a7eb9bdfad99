// When pictures are taken for the hub: at the start, of an alarm at once, and every so often; one at a time from each device.
import type { Timers } from '../timers.ts'
import type { Place } from './topics.ts'

export interface Pictured {
  channelId: number
  deviceId: number
  place: Place
}

/** The camera's last picture, and that of the last alarm. */
export type PictureKind = 'snapshot' | 'alarm_image'

interface Deps {
  /** Channels that can give one at this moment. */
  candidates(): Pictured[]
  take(channelId: number): Promise<Uint8Array>
  /** `alarmId`: whose picture it is, where `alarm_image` is among the kinds. */
  publish(where: Pictured, jpeg: Uint8Array, kinds: readonly PictureKind[], alarmId: number | null): Promise<void>
  /** How old a picture may grow; 0 = none by time. */
  seconds(): number
  /** How long after somebody asked for a picture of a channel it goes on to send some; 0 = for ever. */
  idleHours(): number
  /** Milliseconds by a clock that nobody can set: it goes neither back nor forward. */
  elapsed: () => number
  random: () => number
  timers: Timers
}

export interface Pictures extends Disposable {
  /** An alarm has begun there: its picture at once. False where none is taken: there is none to be had, or one was just shown. */
  began(channelId: number, alarmId: number): boolean
  /** The device sent a picture along with its alarm: better than one of a moment later. */
  came(channelId: number, alarmId: number, picture: () => Promise<Uint8Array>): void
  /** Somebody else has had one taken. */
  offer(channelId: number, jpeg: Uint8Array): void
  /** The hub itself has had this one taken. */
  show(channelId: number, jpeg: Uint8Array): void
  /** Somebody looks at the channel, or at all of them. */
  asked(channelId?: number): void
  /** Nobody has for long. */
  isIdle(channelId: number): boolean
  start(): void
  /** The setting has changed: everybody's turn is now. */
  restart(): void
}

const TICK_MS = 1000
/** Between two pictures of one kind and channel. */
const LEAST_MS = 10_000
/** After that, a picture does not show the alarm any more. */
const ALARM_MS = 10_000
const AFTER_FAILURE_MS = 60_000
const HOUR_MS = 3_600_000
/** Devices asked at the same time. */
const AT_ONCE = 2

interface Entry {
  due: number
  sentAt: number
  askedAt: number
  /** The last alarm that was given a picture, or waits for it. */
  alarm: { id: number; at: number; waits: boolean } | null
  /** We are having one taken. */
  taking: boolean
}

export function createPictures(deps: Deps): Pictures {
  const { candidates, take, publish, seconds, idleHours, elapsed: time, random, timers } = deps
  const entries = new Map<number, Entry>()
  const busyDevices = new Set<number>()
  let timer: Disposable | null = null

  function entryOf(channelId: number): Entry {
    const known = entries.get(channelId)
    if (known) return known
    const entry = { due: 0, sentAt: Number.NEGATIVE_INFINITY, askedAt: time(), alarm: null, taking: false }
    entries.set(channelId, entry)
    return entry
  }

  const isIdle = ({ askedAt }: Entry) => idleHours() > 0 && time() - askedAt > idleHours() * HOUR_MS
  const waits = ({ alarm }: Entry) => alarm?.waits === true && time() - alarm.at < ALARM_MS

  function schedule(entry: Entry, failed: boolean): void {
    const wait = seconds() * 1000
    const spread = wait * (0.9 + random() * 0.2)
    if (failed) entry.due = time() + Math.max(AFTER_FAILURE_MS, spread)
    else entry.due = wait === 0 ? Number.POSITIVE_INFINITY : time() + spread
  }

  async function picture(where: Pictured, entry: Entry): Promise<void> {
    const { channelId, deviceId } = where
    busyDevices.add(deviceId)
    entry.taking = true
    // What comes into being from here on is shown by the next picture.
    const alarm = waits(entry) ? entry.alarm : null
    schedule(entry, false)
    try {
      const jpeg = await take(channelId).finally(() => (entry.taking = false))
      const kinds: PictureKind[] = isIdle(entry) ? [] : ['snapshot']
      if (alarm && alarm === entry.alarm && waits(entry)) kinds.push('alarm_image')
      await send(entry, where, jpeg, kinds)
    } catch {
      // The device is away or busy: its state says so, and the next turn comes.
      schedule(entry, true)
    } finally {
      busyDevices.delete(deviceId)
    }
    // A storm is worked through without pauses, or its last pictures would show nothing of it.
    if (timer && [...entries.values()].some((other) => other.due <= time() && waits(other))) serve()
  }

  async function send(entry: Entry, where: Pictured, jpeg: Uint8Array, kinds: readonly PictureKind[]): Promise<void> {
    if (kinds.includes('snapshot')) entry.sentAt = time()
    const alarm = kinds.includes('alarm_image') ? entry.alarm : null
    if (alarm) alarm.waits = false
    if (kinds.length) await publish(where, jpeg, kinds, alarm?.id ?? null)
  }

  function serve(): void {
    const at = time()
    const ready = candidates()
      .map((candidate) => ({ candidate, entry: entryOf(candidate.channelId) }))
      .filter(({ entry }) => entry.due <= at && (!isIdle(entry) || waits(entry)))
    // Alarms first, then who has waited longest.
    ready.sort((a, b) => Number(waits(b.entry)) - Number(waits(a.entry)) || a.entry.due - b.entry.due)
    for (const { candidate, entry } of ready) {
      if (busyDevices.size >= AT_ONCE) break
      if (!busyDevices.has(candidate.deviceId)) void picture(candidate, entry)
    }
  }

  function tick(): void {
    timer = timers.after(TICK_MS, tick)
    serve()
  }

  /** What could not be sent is not worth a word: the next one comes. */
  function sendSoon(entry: Entry, channelId: number, jpeg: Uint8Array, kinds: readonly PictureKind[]): void {
    const where = candidates().find((one) => one.channelId === channelId)
    if (where) send(entry, where, jpeg, kinds).catch(() => {})
  }

  return {
    began(channelId, alarmId) {
      const entry = entryOf(channelId)
      const at = time()
      const isFree = !entry.alarm || at - entry.alarm.at >= LEAST_MS
      if (isFree) entry.alarm = { id: alarmId, at, waits: true }
      entry.due = Math.min(entry.due, isFree ? at : Math.max(at, entry.sentAt + LEAST_MS))
      if (isFree && timer) serve()
      return isFree && candidates().some((one) => one.channelId === channelId)
    },
    async came(channelId, alarmId, load) {
      const entry = entryOf(channelId)
      if (entry.alarm?.id !== alarmId || !waits(entry)) return
      entry.alarm.waits = false
      const jpeg = await load().catch(() => null)
      if (jpeg) sendSoon(entry, channelId, jpeg, ['alarm_image'])
    },
    offer(channelId, jpeg) {
      const entry = entryOf(channelId)
      if (entry.taking) return
      entry.askedAt = time()
      if (time() - entry.sentAt < LEAST_MS) return
      schedule(entry, false)
      sendSoon(entry, channelId, jpeg, ['snapshot'])
    },
    show(channelId, jpeg) {
      const entry = entryOf(channelId)
      entry.askedAt = time()
      schedule(entry, false)
      sendSoon(entry, channelId, jpeg, ['snapshot'])
    },
    asked(channelId) {
      for (const [id, entry] of entries) {
        if (channelId !== undefined && id !== channelId) continue
        // What was shown last is old.
        if (isIdle(entry)) entry.due = 0
        entry.askedAt = time()
      }
    },
    isIdle: (channelId) => isIdle(entryOf(channelId)),
    start() {
      timer ??= timers.after(0, tick)
    },
    restart() {
      for (const entry of entries.values()) Object.assign(entry, { due: 0, askedAt: time() })
    },
    [Symbol.dispose]() {
      timer?.[Symbol.dispose]()
      timer = null
    },
  }
}
