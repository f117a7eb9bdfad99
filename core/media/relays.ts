// All relays: one per channel and quality, made when first asked for, ended together.
import type { Fault } from '../domain/fault.ts'
import type { StreamSource } from './arguments.ts'
import { createLoginGate } from './gate.ts'
import type { Figures } from './measure.ts'
import { createRelay, type Relay, type RelayKey, type RelayState, TIMING, type Timing } from './relay.ts'
import { startRun } from './run.ts'

/** What stands of one relay at this moment. */
export type RelayStatus = RelayKey & RelayState & Figures & { reading: { id: number; way: string | null }[] }

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

  const ofChannel = (channelId: number) => [...relays.values()].filter(({ key }) => key.channelId === channelId)

  return {
    get({ channelId, quality }) {
      const key = { channelId, quality }
      const known = relays.get(nameOf(key))
      if (known) return known
      const relay = createRelay(key, {
        run: (choices) => startRun({ key, source, gate, now, ffmpeg, silenceMs: timing.silenceMs, log }, choices),
        onRefused: (fault) => deps.onRefused(key, fault),
        onRunning: (running) => deps.onRunning?.(key, running),
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
    async [Symbol.asyncDispose]() {
      await Promise.all([...relays.values()].map((relay) => relay.stop()))
    },
  }
}
