// Playback from a recorder's disk: one relay per viewer, which lives as long as his ticket.
import { Fault, need } from '#plugin'
import type { Bus } from '../../bus.ts'
import type { Caller } from '../../domain/caller.ts'
import type { FaultKind } from '../../domain/fault.ts'
import type { Log } from '../../log.ts'
import { createFootageRelay, FOOTAGE_TIMING, type FootageRelay, type FootageTiming } from '../../media/footage-relay.ts'
import { createLoginGate } from '../../media/gate.ts'
import { TIMING } from '../../media/relay.ts'
import { startRun } from '../../media/run.ts'
import type { AccessService } from '../access.ts'
import { asPerson, type Sessions } from '../sessions/index.ts'
import { refuseUnsendable } from '../stream-login.ts'
import type { Ticket, Tickets } from '../tickets.ts'
import { createStretches } from './stretches.ts'

export type { FootageRelay, FootageState } from '../../media/footage-relay.ts'

export interface Playback extends AsyncDisposable {
  /** The relay of a footage ticket, for who joins it himself; it begins to play when somebody joins. */
  relayOf(ticket: Ticket): FootageRelay
  /** The same, held until nobody has asked for 15 s: for HLS, whose viewers come and go with each request. */
  hold(ticket: Ticket): FootageRelay
  /** Opens the ticket's playback anew at that moment. */
  seek(ticket: Ticket, at: Date): void
}

export interface PlaybackDeps {
  sessions: Pick<Sessions, 'use' | 'refused'>
  access: Pick<AccessService, 'channel'>
  tickets: Tickets
  bus: Bus
  log: Log
  now: () => Date
  ffmpeg?: string
  timing?: Partial<FootageTiming & { silenceMs: number; idleMs: number }>
}

/** A recorder allows few playbacks: a player that does not ask for so long has stopped. */
const IDLE_MS = 15_000
/** Who looks for a moment seeks again and again: half the usual length shows it 0.1 s sooner. */
const FRAGMENT_MS = 100
/** More than any page shows; each is a process and a connection of a recorder. */
const MOST = 32

const SYSTEM: Caller = { kind: 'system' }

interface Held {
  relay: FootageRelay
  deviceId: number
  hold: { leave(): void; timer: ReturnType<typeof setTimeout> } | null
}

export function createPlayback(deps: PlaybackDeps): Playback {
  const { sessions, access, tickets, bus, log, now, ffmpeg = 'ffmpeg' } = deps
  const { silenceMs = TIMING.silenceMs, idleMs = IDLE_MS, ...times } = deps.timing ?? {}
  const timing = { ...FOOTAGE_TIMING, ...times }
  const gate = createLoginGate()
  const all = new Map<string, Held>()

  function objectOf({ object }: Ticket) {
    if (object.type !== 'footage') throw new Fault('not-found', 'This link is not one to a recording on a device')
    return object
  }

  function create(channelId: number, from: Date): Held {
    const { deviceId, sourceKey } = access.channel(SYSTEM, channelId, 'view')
    const footage = async () => need(await sessions.use(deviceId), 'footage')
    const stretches = createStretches({
      async *search(begin, to, signal) {
        yield* (await footage()).search({ sourceKeys: [sourceKey], from: begin, to }, signal)
      },
      now,
    })
    const relay = createFootageRelay(from, {
      stretch: (at, signal) => asPerson(() => stretches.at(at, signal)),
      run: (choices, begin, to) =>
        startRun(
          {
            key: { channelId, quality: 'main' },
            async source() {
              const source = await asPerson(async () => (await footage()).play(sourceKey, begin, to))
              refuseUnsendable(source.address)
              return source
            },
            // The device tells no time with its pictures; they begin where it was asked to, or at the key frame before.
            anchor: { update: () => +begin },
            fragmentMs: FRAGMENT_MS,
            ...{ gate, now, ffmpeg, silenceMs, log },
          },
          choices,
        ),
      onRefused: (fault) => sessions.refused(deviceId, fault),
      ...{ log, now, timing },
    })
    return { relay, deviceId, hold: null }
  }

  function heldOf(ticket: Ticket): Held {
    const { channelId, from } = objectOf(ticket)
    const known = all.get(ticket.secret)
    if (known) return known
    if (all.size >= MOST) throw new Fault('too-many', 'Too many recordings are being played. Close one of them.')
    const held = create(channelId, from)
    all.set(ticket.secret, held)
    tickets.onEnd(ticket.secret, () => {
      all.delete(ticket.secret)
      release(held)
      void held.relay.stop()
    })
    return held
  }

  function release(held: Held): void {
    clearTimeout(held.hold?.timer)
    held.hold?.leave()
    held.hold = null
  }

  const subscription = bus.on('device.state', ({ deviceId, state: { phase, fault } }) => {
    if (phase !== 'refused') return
    const why = new Fault((fault?.kind ?? 'device-refused-login') as FaultKind, fault?.message ?? REFUSED)
    for (const [secret, held] of all) {
      if (held.deviceId !== deviceId) continue
      all.delete(secret)
      release(held)
      void held.relay.stop(why)
    }
  })

  return {
    relayOf: (ticket) => heldOf(ticket).relay,
    hold(ticket) {
      const held = heldOf(ticket)
      if (held.hold) held.hold.timer.refresh()
      else {
        const leave = held.relay.join({ onEnd: () => release(held) })
        held.hold = { leave, timer: setTimeout(() => release(held), idleMs) }
      }
      return held.relay
    },
    seek: (ticket, at) => heldOf(ticket).relay.seek(at),
    async [Symbol.asyncDispose]() {
      subscription[Symbol.dispose]()
      for (const held of all.values()) release(held)
      await Promise.all([...all.values()].map(({ relay }) => relay.stop()))
    },
  }
}

const REFUSED = 'The device refused our login. Correct its user name and password.'
