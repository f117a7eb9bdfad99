// Live pictures: who watches which channel, and the relays behind it.
import { Fault, need, type Quality } from '#plugin'
import type { Bus } from '../bus.ts'
import type { Caller } from '../domain/caller.ts'
import type { DeviceState } from '../domain/device.ts'
import type { FaultKind } from '../domain/fault.ts'
import type { Log } from '../log.ts'
import type { Relay, Timing } from '../media/relay.ts'
import { createRelays, type RelayStatus, type Relays, type Seen } from '../media/relays.ts'
import type { AccessService, DeviceRow } from './access.ts'
import type { Sessions } from './sessions/index.ts'
import { refuseUnsendable } from './stream-login.ts'
import type { Ticket, Tickets } from './tickets.ts'

export type { Fragment } from '../media/fragment.ts'
export type { Consumer, Relay, RelayState } from '../media/relay.ts'
export type { RelayStatus, Seen, StreamFacts } from '../media/relays.ts'

/** Whether a channel is read at this moment, and what its pictures were the last time that it was. */
export interface Playing {
  /** Since when pictures come; null = none do. */
  since: Date | null
  /** Main before sub; empty before the first time. */
  seen: Seen[]
}

export interface Live extends AsyncDisposable {
  /**
   * Begins to read the channel and gives a ticket for it; each viewer has its own. With the signal of somebody who waits for
   * it only when its pictures come; throws why none do.
   */
  open(
    caller: Caller,
    device: string | number,
    channel: string | number,
    quality: Quality,
    waiting?: AbortSignal,
  ): Promise<{ ticket: string; path: string }>
  /** Ends the viewer with that ticket; without one the caller's newest of this channel. */
  stop(caller: Caller, channel: string | number, viewer?: string): void
  /** Renews that viewer's ticket; without one all tickets of the caller for this channel. */
  heartbeat(caller: Caller, channel: string | number, viewer?: string): void
  /** The relay of a live ticket, held until the ticket ends: for HLS, whose viewers come and go with each request. */
  hold(ticket: Ticket): Relay
  /** The relay of a live ticket, for who joins it himself. */
  relayOf(ticket: Ticket): Relay
  /** `sub` is `main` where a channel has no sub. Reads nothing until somebody joins. */
  relay(channelId: number, quality: Quality): Relay
  /** Relays of channels that the caller may see, while they have readers or run on for a while. */
  status(caller: Caller): RelayStatus[]
  /** What all relays have carried since the start, whoever's their channels are. */
  totals: Relays['totals']
  /** Asks nobody. */
  playing(channelId: number): Playing
  /** What streams there are at an address that is no channel yet. */
  look: Relays['look']
  /** What reads this channel at this moment begins anew, with everybody still joined. False = nothing does. */
  restart(channelId: number): boolean
}

export interface LiveDeps {
  sessions: Pick<Sessions, 'use' | 'refused'>
  access: Pick<AccessService, 'channel' | 'sees'>
  tickets: Tickets
  bus: Bus
  log: Log
  now: () => Date
  random: () => number
  ffmpeg?: string
  timing?: Partial<Timing>
}

const SYSTEM: Caller = { kind: 'system' }

/** What a stream's address is made from: when it changes, whoever reads it must begin anew. */
export const reachOf = (device: DeviceRow) =>
  JSON.stringify([
    ...[device.addressKey, device.streamHost, device.username, device.password, device.verifyTls],
    device.subStreamAddress,
  ])

export function createLive(deps: LiveDeps): Live {
  const { sessions, access, tickets, bus, now } = deps
  /** Devices of the relays, kept here because a removed device takes its channels along. */
  const devices = new Map<number, { id: number; reach: string }>()
  const held = new Map<string, { relay: Relay; end: DisposableStack }>()

  const relays = createRelays({
    async source(key) {
      const channel = access.channel(SYSTEM, key.channelId, 'view')
      const session = await sessions.use(channel.deviceId)
      const source = await need(session, 'live').source(channel.sourceKey, key.quality)
      refuseUnsendable(source.address)
      return source
    },
    onRefused: ({ channelId }, fault) => sessions.refused(deviceOf(channelId), fault),
    onRunning: (key, running) => bus.emit('live.changed', { ...key, running }),
    log: deps.log,
    now,
    random: deps.random,
    ...(deps.ffmpeg ? { ffmpeg: deps.ffmpeg } : {}),
    ...(deps.timing ? { timing: deps.timing } : {}),
  })

  const deviceOf = (channelId: number) =>
    devices.get(channelId)?.id ?? access.channel(SYSTEM, channelId, 'view').deviceId

  function relay(channelId: number, quality: Quality): Relay {
    const { can, device } = access.channel(SYSTEM, channelId, 'view')
    if (!can.live) throw new Fault('unsupported', 'This channel has no live picture')
    devices.set(channelId, { id: device.id, reach: reachOf(device) })
    return relays.get({ channelId, quality: can.sub ? quality : 'main' })
  }

  const channelsOf = (deviceId: number) => [...devices].flatMap(([id, device]) => (device.id === deviceId ? [id] : []))

  function stopDevice(deviceId: number, fault?: Fault): void {
    for (const channelId of channelsOf(deviceId)) void relays.stop(channelId, fault)
  }

  function allowDevice(deviceId: number): void {
    for (const channelId of channelsOf(deviceId)) relays.allow(channelId)
  }

  function relayOf({ object }: Ticket): Relay {
    if (object.type !== 'live') throw new Fault('not-found', 'This link is not one to a live picture')
    return relay(object.channelId, object.quality)
  }

  function hold(ticket: Ticket): Relay {
    const wanted = relayOf(ticket)
    const before = held.get(ticket.secret)
    if (before?.relay === wanted) return wanted
    const end = new DisposableStack()
    const leave = wanted.join({ way: 'hls', onEnd: () => end.dispose() })
    // The channel has lost its sub, or has one now: nobody would hold the other relay.
    before?.end.dispose()
    end.defer(() => held.delete(ticket.secret))
    end.defer(leave)
    held.set(ticket.secret, { relay: wanted, end })
    end.use(tickets.onEnd(ticket.secret, () => end.dispose()))
    return wanted
  }

  function changed(deviceId: number): void {
    const [channelId] = channelsOf(deviceId)
    if (channelId === undefined) return
    const reach = reachOf(access.channel(SYSTEM, channelId, 'view').device)
    // A new name is no reason to cut a picture.
    if (reach === devices.get(channelId)?.reach) return
    for (const device of devices.values()) if (device.id === deviceId) device.reach = reach
    for (const id of channelsOf(deviceId)) relays.forget(id)
    stopDevice(deviceId)
    allowDevice(deviceId)
  }

  function stateChanged(deviceId: number, { phase, fault }: DeviceState): void {
    if (phase === 'online') for (const channelId of channelsOf(deviceId)) relays.retry(channelId)
    if (phase !== 'refused') allowDevice(deviceId)
    else
      stopDevice(deviceId, new Fault((fault?.kind ?? 'device-refused-login') as FaultKind, fault?.message ?? REFUSED))
  }

  const subscriptions = [
    bus.on('device.changed', ({ deviceId }) => changed(deviceId)),
    bus.on('device.removed', ({ deviceId }) => {
      stopDevice(deviceId)
      for (const channelId of channelsOf(deviceId)) {
        relays.forget(channelId)
        devices.delete(channelId)
      }
    }),
    bus.on('channel.configured', ({ channelId }) => relays.renew(channelId)),
    bus.on('device.state', ({ deviceId, state }) => stateChanged(deviceId, state)),
  ]

  const ofChannel = (caller: Caller, channelId: number) =>
    tickets.of(caller, ({ object }) => object.type === 'live' && object.channelId === channelId)

  return {
    async open(caller, device, channel, quality, waiting) {
      const found = access.channel(caller, channel, 'view')
      if (![String(found.deviceId), found.device.uuid].includes(String(device).toLowerCase()))
        throw new Fault('not-found', 'Channel not found')
      if (!found.can.live) throw new Fault('unsupported', 'This channel has no live picture')
      const ticket = tickets.issue(caller, { type: 'live', channelId: found.id, quality }, 'view')
      try {
        const relay = hold(ticket)
        if (waiting) await firstPicture(relay, waiting)
      } catch (error) {
        tickets.end(ticket.secret)
        throw error
      }
      return { ticket: ticket.secret, path: `/hls/${ticket.secret}/index.m3u8` }
    },
    stop(caller, channel, viewer) {
      const own = ofChannel(caller, access.channel(caller, channel, 'view').id)
      const chosen = viewer === undefined ? own.at(-1) : own.find(({ secret }) => secret === viewer)
      if (chosen) tickets.end(chosen.secret)
    },
    heartbeat(caller, channel, viewer) {
      const own = ofChannel(caller, access.channel(caller, channel, 'view').id)
      const chosen = viewer === undefined ? own : own.filter(({ secret }) => secret === viewer)
      if (viewer !== undefined && !chosen.length)
        throw new Fault('not-found', 'This viewer has ended. Open the channel again.')
      for (const { secret } of chosen) tickets.use(secret)
    },
    hold,
    relayOf,
    relay,
    playing(channelId) {
      const running = (['main', 'sub'] as const)
        .map((quality) => relays.peek({ channelId, quality })?.state)
        .flatMap((state) => (state?.running && state.since ? [+state.since] : []))
      return { since: running.length ? new Date(Math.min(...running)) : null, seen: relays.seen(channelId) }
    },
    look: relays.look,
    totals: relays.totals,
    restart: (channelId) => relays.restart(channelId),
    status: (caller) => relays.status().filter(({ channelId }) => access.sees(caller, channelId)),
    async [Symbol.asyncDispose]() {
      for (const subscription of subscriptions) subscription[Symbol.dispose]()
      await relays[Symbol.asyncDispose]()
    },
  }
}

/** Resolves when pictures come, at once where they do already; rejects with the relay's trouble. */
async function firstPicture(relay: Relay, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const giveUp = (fault: Fault | null) =>
    reject(fault ?? new Fault('not-ready', 'This live picture was stopped. Open it again.'))
  const leave = relay.join({ onFragment: () => resolve(), onTrouble: giveUp, onEnd: giveUp })
  const abort = () => giveUp(null)
  signal.addEventListener('abort', abort, { once: true })
  try {
    signal.throwIfAborted()
    await promise
  } finally {
    signal.removeEventListener('abort', abort)
    leave()
  }
}

const REFUSED = 'The device refused our login. Correct its user name and password.'
