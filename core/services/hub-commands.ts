// What a hub asks of us, done with the rights that the setting gives it: one at a time for each device, and in the activity log.
import { Fault } from '#plugin'
import type { AlarmKind } from '../domain/alarm-kinds.ts'
import type { Caller } from '../domain/caller.ts'
import { asFault } from '../errors.ts'
import type { AccessService, ChannelWithDevice, DeviceRow } from './access.ts'
import type { Activity } from './activity.ts'
import type { AlarmReasons } from './alarm-reasons.ts'
import type { DeviceControls } from './device-controls.ts'
import type { HubMemory } from './hub.ts'
import { createInTurn } from './in-turn.ts'
import type { Live } from './live.ts'
import type { Rounds } from './rounds/index.ts'
import type { Schedules } from './schedule.ts'
import type { Settings } from './settings.ts'
import type { Snapshots } from './snapshots.ts'

export type HubCommandName =
  | 'sync_all'
  | 'announce'
  | 'sync'
  | 'reboot'
  | 'holiday'
  | 'output'
  | 'detection'
  | 'record'
  | 'stream'
  | 'take_snapshot'

export interface HubCommand {
  name: HubCommandName
  /** Null = the appliance itself. */
  hubKey: string | null
  /** Null = the device itself. */
  channelNo: number | null
  /** Of an output. */
  outputId: number | null
  /** Of a detector. */
  kind: AlarmKind | null
  /** What a switch is to be; a button has no such thing. */
  on: boolean
}

export interface HubCommands extends Disposable {
  /**
   * Resolves when it is done; a sync, when it has begun. Rejects with the fault of whoever refused. The picture is that of
   * `take_snapshot`. To announce again is the caller's to do after this has resolved.
   */
  run(command: HubCommand): Promise<{ picture: { channelId: number; jpeg: Uint8Array } | null }>
  /** Whether the hub has switched the live stream of a channel on: it then runs without anybody watching. */
  streaming(channelId: number): boolean
  /** The hub may command no more, or not this channel: what it holds open is closed. */
  release(channelId?: number): void
}

interface Deps {
  access: Pick<AccessService, 'device' | 'channel' | 'household' | 'visibleDevices' | 'visibleChannels'>
  activity: Pick<Activity, 'record'>
  alarmReasons: Pick<AlarmReasons, 'set'>
  deviceControls: DeviceControls
  hub: Pick<HubMemory, 'householdId'>
  live: Pick<Live, 'relay'>
  rounds: Pick<Rounds, 'all' | 'begin'>
  schedules: Pick<Schedules, 'enable'>
  settings: Pick<Settings, 'get'>
  snapshots: Pick<Snapshots, 'take'>
}

/** A scene that switches every detector of a large recorder, twice over. */
const MOST_WAITING = 200

export function createHubCommands(deps: Deps): HubCommands {
  const { access, activity, deviceControls, live, rounds, schedules } = deps
  const inTurn = createInTurn()
  const waiting = new Map<string, number>()
  /** Channel → what ends the hub's hold on its relay. */
  const streams = new Map<number, () => void>()

  function hubCaller(): Extract<Caller, { kind: 'hub' }> {
    const householdId = deps.hub.householdId()
    if (householdId === null) throw new Fault('not-ready', 'Porchlight has not been set up yet')
    return { kind: 'hub', householdId, may: deps.settings.get('hub_control') }
  }

  function deviceOf(caller: Caller, { hubKey }: HubCommand): DeviceRow {
    const device = access.visibleDevices(caller).find((row) => row.hubKey === hubKey)
    if (!device) throw new Fault('not-found', 'Device not found')
    return device
  }

  function channelOf(caller: Caller, device: DeviceRow, { channelNo }: HubCommand): ChannelWithDevice {
    const all = access.visibleChannels(caller, { deviceId: device.id })
    const channel = all.find((row) => row.channelNo === channelNo && row.isActive && row.inUse)
    if (!channel) throw new Fault('not-found', 'Channel not found')
    return channel
  }

  function stream(caller: Caller, channelId: number, on: boolean): void {
    access.channel(caller, channelId, 'restart')
    const end = streams.get(channelId)
    if (!on) {
      streams.delete(channelId)
      end?.()
    } else if (!end)
      streams.set(channelId, live.relay(channelId, 'main').join({ onEnd: () => void streams.delete(channelId) }))
  }

  async function onChannel(caller: Caller, channel: ChannelWithDevice, { name, kind, on }: HubCommand) {
    if (name === 'stream') stream(caller, channel.id, on)
    else if (name === 'record') {
      const { after } = await schedules.enable(caller, channel.deviceId, channel.id, on)
      if (after.enabled !== on) throw ignored()
    } else if (name === 'detection' && kind) {
      const { ignored: left } = await deps.alarmReasons.set(caller, channel.id, kind, on)
      if (left.length) throw ignored()
    } else if (name === 'take_snapshot') {
      access.channel(caller, channel.id, 'snapshot')
      const { jpeg } = await deps.snapshots.take(caller, channel.id)
      return { channelId: channel.id, jpeg }
    }
    return null
  }

  async function onDevice(caller: Caller, device: DeviceRow, { name, outputId, on }: HubCommand) {
    if (name === 'sync') rounds.begin(caller, device.id)
    else if (name === 'reboot') await deviceControls.reboot(caller, device.id)
    else if (name === 'holiday') {
      const { after } = await deviceControls.setHoliday(caller, device.id, on)
      if (after.enabled !== on) throw ignored()
    } else if (name === 'output' && outputId !== null) await deviceControls.setOutput(caller, device.id, outputId, on)
  }

  /** One at a time for each device, and not without end. */
  async function queued<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = waiting.get(key) ?? 0
    if (before >= MOST_WAITING) throw new Fault('too-many', `${before} commands are waiting for this device already`)
    waiting.set(key, before + 1)
    try {
      return await inTurn(key, work)
    } finally {
      const left = (waiting.get(key) ?? 1) - 1
      if (left) waiting.set(key, left)
      else waiting.delete(key)
    }
  }

  /** `about` learns what it is done to, for the log, also when it fails. */
  async function obey(caller: Caller, command: HubCommand, about: { resourceType?: string; resourceId?: number }) {
    if (command.hubKey === null) {
      if (command.name === 'sync_all') rounds.all(caller)
      else access.household(caller, 'restart')
      return null
    }
    const device = deviceOf(caller, command)
    Object.assign(about, { resourceType: 'device', resourceId: device.id })
    if (command.channelNo === null) {
      await onDevice(caller, device, command)
      return null
    }
    const channel = channelOf(caller, device, command)
    Object.assign(about, { resourceType: 'channel', resourceId: channel.id })
    return onChannel(caller, channel, command)
  }

  return {
    async run(command) {
      const about: { resourceType?: string; resourceId?: number } = {}
      const { hubKey, name, kind, outputId, on } = command
      const entry = {
        action: `hub_${name}`,
        metadata: { on, ...(kind && { kind }), ...(outputId && { output: outputId }) },
      }
      return queued(hubKey ?? '', async () => {
        // Asked now, not when it began to wait: the setting may have changed.
        const caller = hubCaller()
        try {
          const picture = await obey(caller, command, about)
          activity.record(caller, { ...entry, ...about })
          return { picture }
        } catch (error) {
          activity.record(caller, { ...entry, ...about, success: false, error: asFault(error).message })
          throw error
        }
      })
    },
    streaming: (channelId) => streams.has(channelId),
    release,
    [Symbol.dispose]: () => release(),
  }

  function release(channelId?: number): void {
    const ended = [...streams].filter(([id]) => channelId === undefined || id === channelId)
    for (const [id, end] of ended) {
      streams.delete(id)
      end()
    }
  }
}

const ignored = () => new Fault('device-denied', 'The device took the order and did not change')
