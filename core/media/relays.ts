// All relays: one per channel and quality, made when first asked for, ended together.
import type { Quality } from '../domain/device.ts'
import type { Fault } from '../domain/fault.ts'
import type { StreamSource } from './arguments.ts'
import type { Fragment } from './fragment.ts'
import { createLoginGate } from './gate.ts'
import { lookAt, type StreamFacts } from './look.ts'
import type { Figures } from './measure.ts'
import { createRelay, type Relay, type RelayKey, type RelayState, TIMING, type Timing } from './relay.ts'
import { startRun } from './run.ts'

export type { StreamFacts } from './look.ts'

/** What stands of one relay at this moment. */
export type RelayStatus = RelayKey & RelayState & Figures & { reading: { id: number; way: string | null }[] }

/** What only grows. */
export interface RelayTotals {
  bytesIn: number
  /** Handed to readers. */
  bytesOut: number
  restarts: number
}

/** What a relay has seen of a stream, kept when it has ended. */
export interface Seen {
  quality: Quality
  mime: string
  width: number
  height: number
  framesPerSecond: number | null
  /** Null in sub, where sound is not asked for. */
  sound: boolean | null
  /** The last key frame. */
  at: Date
}

export interface Relays extends AsyncDisposable {
  /** The relay of this key; it does nothing until somebody joins. */
  get(key: RelayKey): Relay
  /** The relay if it was ever asked for. */
  peek(key: RelayKey): Relay | null
  /** Ends those of a channel; with a fault they stay stopped until `allow`. */
  stop(channelId: number, fault?: Fault): Promise<void>
  /** The device was changed, or takes us again: those of a channel may start again. */
  allow(channelId: number): void
  /** The device is back: those of a channel that pause start at once. */
  retry(channelId: number): void
  /** The channel's settings were changed on its camera: what runs begins a new epoch. */
  renew(channelId: number): void
  /** A person wants those of a channel to begin anew: whatever keeps them from it is forgotten. False = none is at work. */
  restart(channelId: number): boolean
  /** Those that have readers or run on for a while. */
  status(): RelayStatus[]
  /** Of all relays since the start, those that have ended among them. */
  totals(): RelayTotals
  /** What was last seen of a channel, main before sub; nothing before its first picture. */
  seen(channelId: number): Seen[]
  /** Its streams are others now: nothing was seen of them yet. */
  forget(channelId: number): void
  /**
   * What streams there are at an address, by one look at it, in its turn among the relays of the same login. `source` throws
   * the fault while that login stands refused, as in `RelaysDeps`.
   */
  look(source: () => Promise<StreamSource>, signal: AbortSignal): Promise<StreamFacts>
}

export interface RelaysDeps {
  /** Asked before each start of FFmpeg, so it is the gate for logins: throws the fault while the login stands refused. */
  source(key: RelayKey, signal: AbortSignal): Promise<StreamSource>
  /** The device refused the login of a stream; the relay has stopped. */
  onRefused(key: RelayKey, fault: Fault): void
  onRunning?(key: RelayKey, running: boolean): void
  log: { debug(message: string, data?: object): void; warn(message: string, data?: object): void }
  now: () => Date
  random: () => number
  ffmpeg?: string
  /** Shorter waits for tests. */
  timing?: Partial<Timing>
}

const nameOf = (key: RelayKey) => `${key.channelId} ${key.quality}`

export function createRelays(deps: RelaysDeps): Relays {
  const { source, log, now, random, ffmpeg = 'ffmpeg' } = deps
  const timing = { ...TIMING, ...deps.timing }
  const gate = createLoginGate()
  const relays = new Map<string, Relay>()
  const seen = new Map<string, Seen>()
  let restarts = 0

  function see(relay: Relay, { epoch: { mime, width, height } }: Fragment): void {
    const { quality } = relay.key
    const framesPerSecond = relay.figures().framesPerSecond ?? seen.get(nameOf(relay.key))?.framesPerSecond ?? null
    const sound = quality === 'main' ? mime.includes('mp4a') : null
    seen.set(nameOf(relay.key), { quality, mime, width, height, framesPerSecond, sound, at: now() })
  }

  const ofChannel = (channelId: number) => [...relays.values()].filter(({ key }) => key.channelId === channelId)

  return {
    get({ channelId, quality }) {
      const key = { channelId, quality }
      const known = relays.get(nameOf(key))
      if (known) return known
      const relay: Relay = createRelay(key, {
        run: (choices) => {
          const onFragment = (fragment: Fragment) => {
            choices.onFragment(fragment)
            if (fragment.key) see(relay, fragment)
          }
          const run = { key, source, gate, now, ffmpeg, silenceMs: timing.silenceMs, log }
          return startRun(run, { ...choices, onFragment })
        },
        onRefused: (fault) => deps.onRefused(key, fault),
        onRunning: (running) => deps.onRunning?.(key, running),
        onRestart: () => {
          restarts++
        },
        ...{ log, now, random, timing },
      })
      relays.set(nameOf(key), relay)
      return relay
    },
    peek: (key) => relays.get(nameOf(key)) ?? null,
    async stop(channelId, fault) {
      await Promise.all(ofChannel(channelId).map((relay) => relay.stop(fault)))
    },
    allow(channelId) {
      for (const relay of ofChannel(channelId)) relay.allow()
    },
    retry(channelId) {
      for (const relay of ofChannel(channelId)) relay.retry()
    },
    renew(channelId) {
      for (const relay of ofChannel(channelId)) relay.renew()
    },
    restart(channelId) {
      const atWork = ofChannel(channelId).filter(({ state }) => state.running || state.readers > 0)
      for (const relay of atWork) relay.renew()
      return atWork.length > 0
    },
    status: () =>
      [...relays.values()]
        .map((relay) => ({ ...relay.key, ...relay.state, ...relay.figures(), reading: relay.readers() }))
        .filter((state) => state.running || state.readers > 0),
    totals() {
      const states = [...relays.values()].map(({ state }) => state)
      return {
        bytesIn: states.reduce((sum, { bytesIn }) => sum + bytesIn, 0),
        bytesOut: states.reduce((sum, { bytesOut }) => sum + bytesOut, 0),
        restarts,
      }
    },
    seen: (channelId) =>
      (['main', 'sub'] as const).flatMap((quality) => seen.get(nameOf({ channelId, quality })) ?? []),
    forget(channelId) {
      for (const quality of ['main', 'sub'] as const) seen.delete(nameOf({ channelId, quality }))
    },
    look: (source, signal) => lookAt(source, { gate, signal }),
    async [Symbol.asyncDispose]() {
      await Promise.all([...relays.values()].map((relay) => relay.stop()))
    },
  }
}
