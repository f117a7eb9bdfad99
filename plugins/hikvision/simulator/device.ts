// The state of one pretend device: what its documents are written from and what the control side changes.
import { createHash } from 'node:crypto'
import { type Accounts, createAccounts, type OtherAccount } from './accounts.ts'
import { instantOf, localTime, localTimeOfSettings, parseZone, wallClock, type Zone } from './clock.ts'
import { type ChannelModel, MODELS, type Model, type ModelId } from './models/index.ts'
import { createMotor, type Motor } from './ptz/motor.ts'
import type { Quirk } from './quirks.ts'
import { createFootage, type Footage, type FootageOptions } from './recording/footage.ts'
import type { Outage } from './recording/outages.ts'
import { createSaved, type Saved } from './saved.ts'

export interface Channel extends ChannelModel {
  removed: boolean
  /** Why it is offline, in the word of the status. */
  trouble?: string | undefined
}

export interface ChannelChange {
  name?: string
  online?: boolean
  removed?: boolean
  trouble?: string
}

export interface Device {
  readonly model: Model
  name: string
  readonly serialNumber: string
  readonly deviceId: string
  readonly macAddress: string
  readonly accounts: Accounts
  /** Documents as clients wrote them. */
  readonly saved: Saved
  /** Named half-supported behaviours that are on. */
  readonly quirks: ReadonlySet<Quirk>
  readonly footage: Footage
  /** When it did not record: as told, and what a clock that was set forward left out. */
  outages(): readonly Outage[]
  /** How much its log holds. */
  readonly logs: { perDay: number; seed: number }
  setQuirks(quirks: readonly Quirk[]): void
  bootedAt: Date
  ports: { http: number; rtsp: number }
  /** Alarm inputs that are active now. */
  readonly activeInputs: Set<number>
  /** Alarm outputs that are switched on. */
  readonly activeOutputs: Set<number>
  /** Of a camera that turns; null for one that does not. */
  motor(number: number): Motor | null
  /** Channels that are not removed. */
  channels(): Channel[]
  channel(number: number): Channel | null
  /** Throws when there never was such a channel. */
  change(number: number, change: ChannelChange): void
  /** The true time. */
  now(): Date
  /** The moment that its own clock shows, which can be wrong. */
  clock(): Date
  zone(): Zone
  timeMode(): string
  /** Sets zone or clock; `wall` is a wall clock as a date whose UTC digits are the local ones. NTP sets the clock right. */
  setTime(change: { mode?: string; zone?: string; wall?: Date }): void
  zoneText(): string
  /** Wall clock with its offset, as events and the status carry it. */
  localTime(): string
  /** Wall clock as `System/time` carries it, summer time forgotten in the offset. */
  settingsTime(): string
  /** Wall clock as a date whose UTC digits are the local ones. */
  wallClock(): Date
}

export interface DeviceOptions {
  model: ModelId
  user: string
  password: string
  accounts?: readonly OtherAccount[]
  quirks?: readonly Quirk[]
  /** Only the first so many channels. */
  channels?: number | undefined
  /** Seconds that its clock is ahead. */
  drift?: number | undefined
  footage?: FootageOptions | undefined
  logsPerDay?: number | undefined
  timezone: string
  name?: string | undefined
  now: () => Date
}

export function createDevice(options: DeviceOptions): Device {
  const model = MODELS[options.model]
  let zone = parseZone(options.timezone)
  const all: Channel[] = model.channels.slice(0, options.channels).map((channel) => ({ ...channel, removed: false }))
  const print = createHash('sha256')
    .update(`${model.id}:${options.name ?? ''}`)
    .digest('hex')
  const figures = String(Number.parseInt(print.slice(0, 8), 16)).padStart(10, '0')
  const { now } = options
  const quirks = new Set<Quirk>(options.quirks)
  const deadSince = Date.UTC(2004, 4, 5, 14, 43, 44)
  let drift = quirks.has('dead-clock') ? deadSince - now().getTime() : (options.drift ?? 0) * 1000
  let timeMode = drift === 0 ? 'NTP' : 'manual'
  const clock = () => new Date(now().getTime() + drift)
  const motors = new Map<number, Motor>()
  for (const { number, moves } of all) if (moves) motors.set(number, createMotor(moves, now))
  const jumps: Outage[] = []
  const outages = () => [...(options.footage?.outages ?? []), ...jumps]
  const footage = createFootage({
    outages,
    options: options.footage ?? {},
    zone: () => zone,
    now: clock,
    emptyMonth: () => quirks.has('empty-month'),
    state(number) {
      const channel = all.find((candidate) => candidate.number === number && !candidate.removed)
      // An input without a signal never recorded.
      if (!channel || channel.signal === 'NO VIDEO') return 'absent'
      return channel.online ? 'recording' : 'offline'
    },
  })
  return {
    model,
    name: options.name ?? model.identity.deviceName,
    serialNumber: `${model.identity.model}08${figures}CCRRPL${figures.slice(0, 6)}${model.identity.serialEnd}`,
    deviceId: `${model.identity.idPrefix}-0000-0000-${print.slice(0, 12)}`,
    macAddress: `02:00:5e:${print.slice(0, 6).replace(/(..)(..)(..)/, '$1:$2:$3')}`,
    accounts: createAccounts(options, options.accounts ?? []),
    saved: createSaved(),
    footage,
    outages,
    logs: { perDay: options.logsPerDay ?? 120, seed: options.footage?.seed ?? 1 },
    quirks,
    setQuirks(next) {
      quirks.clear()
      for (const quirk of next) quirks.add(quirk)
    },
    bootedAt: now(),
    ports: { http: 80, rtsp: 554 },
    activeInputs: new Set(),
    activeOutputs: new Set(),
    motor: (number) => motors.get(number) ?? null,
    channels: () => all.filter((channel) => !channel.removed),
    channel: (number) => all.find((channel) => channel.number === number && !channel.removed) ?? null,
    change(number, { name, online, removed, trouble }) {
      const channel = all.find((candidate) => candidate.number === number)
      if (!channel) throw new Error(`This ${model.title} has no channel ${number}.`)
      if (name !== undefined) channel.name = name
      if (removed !== undefined) channel.removed = removed
      if (online === undefined) return
      channel.online = online
      channel.trouble = online ? undefined : trouble
      if (channel.signal !== undefined) channel.signal = online ? '1280*720(720P)P25' : 'NO VIDEO'
    },
    now,
    clock,
    zone: () => zone,
    timeMode: () => timeMode,
    setTime(change) {
      const old = clock()
      // The digits stay what they are when only the zone is another one, unless a time server knows better.
      const before = wallClock(zone, clock())
      if (change.zone !== undefined) zone = parseZone(change.zone)
      timeMode = change.mode ?? timeMode
      if (timeMode === 'NTP') drift = 0
      else drift = instantOf(zone, change.wall ?? before).getTime() - now().getTime()
      const [from, to] = [old, clock()].map((time) => new Date(Math.floor(time.getTime() / 1000) * 1000)) as [
        Date,
        Date,
      ]
      if (to > from) jumps.push({ from, to })
    },
    zoneText: () => zone.text,
    localTime: () => localTime(zone, clock()),
    settingsTime: () => localTimeOfSettings(zone, clock()),
    wallClock: () => wallClock(zone, clock()),
  }
}
