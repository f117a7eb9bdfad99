// Settings of a channel's encodings: as its device last told them, and changed on the device first.
import type { ChannelLimits, ChannelSettings, EncodingWrite, Fault, Quality, Written } from '#plugin'
import type { Bus } from '../bus.ts'
import type { Db } from '../db/open.ts'
import type { Caller } from '../domain/caller.ts'
import { asFault } from '../errors.ts'
import type { AccessService, ChannelWithDevice } from './access.ts'
import type { Activity } from './activity.ts'
import { type AskDevice, reworded } from './ask-device.ts'
import { createChannelConfigStore, type Told } from './channel-config-store.ts'
import { channelOn } from './channel-on.ts'
import { createInTurn } from './in-turn.ts'

export interface ConfiguredChannel extends Told {
  channel: ChannelWithDevice
}

export interface ChannelConfigs {
  /** What the device last told; it is asked only where it never was. */
  get(
    caller: Caller,
    deviceId: string | number,
    channelId: string | number,
    quality?: Quality,
  ): Promise<ConfiguredChannel>
  /** Asks the device and stores what it says. */
  sync(
    caller: Caller,
    deviceId: string | number,
    channelId: string | number,
    quality?: Quality,
  ): Promise<ConfiguredChannel>
  /** What the device would take, from itself. */
  limits(
    caller: Caller,
    deviceId: string | number,
    channelId: string | number,
    quality?: Quality,
  ): Promise<ChannelLimits>
  /**
   * Changes only what is named, on the device first; stored is what the device has afterwards. A fault of the device says
   * how much of it arrived. Fault invalid-input before anything was sent names the fields as `body.<field>`. A dry run
   * asks the device whether it would take it, and sends and stores nothing.
   */
  change(
    caller: Caller,
    deviceId: string | number,
    channelId: string | number,
    patch: Partial<ChannelSettings>,
    how?: EncodingWrite,
  ): Promise<Written<ChannelSettings>>
}

interface Deps {
  db: Db
  access: AccessService
  askDevice: AskDevice
  activity: Activity
  bus: Bus
  now: () => Date
}

type Field = keyof ChannelSettings

interface Place {
  channel: ChannelWithDevice
  quality: Quality
}

/** How a text for people calls the fields. */
const WORDS: Record<Field, string> = {
  name: 'the name',
  codec: 'the codec',
  smartCodec: 'the smart codec',
  width: 'the width',
  height: 'the height',
  frameRate: 'the frame rate',
  quality: 'the quality',
  bitRate: 'the kind of bit rate',
  maxKbps: 'the highest bit rate',
  averageKbps: 'the average bit rate',
  motionDetection: 'motion detection',
}
/** These change nothing of the video. */
const NOT_VIDEO = new Set<Field>(['name', 'motionDetection'])
/** After these the device is there and can be asked what became of a write. */
const STILL_THERE = new Set(['device-denied', 'device-garbled', 'device-busy', 'unsupported', 'not-ready'])

const fieldsOf = (settings: Partial<ChannelSettings>) => Object.keys(settings) as Field[]
const pick = (settings: ChannelSettings, fields: Field[]) =>
  Object.fromEntries(fields.map((field) => [field, settings[field]]))

export function createChannelConfigs({ db, access, askDevice, activity, bus, now }: Deps): ChannelConfigs {
  const inTurn = createInTurn()
  const store = createChannelConfigStore({ db, bus, now })

  const read = async (channel: ChannelWithDevice, quality: Quality) => {
    const question = { deviceId: channel.deviceId, failed: 'Failed to fetch configuration from device' }
    return askDevice({ ...question, capability: 'channelConfig' }, (config) => config.read(channel.sourceKey, quality))
  }

  /** What a person must know of a write that failed: never that something was saved which was not. */
  async function afterFailure(
    channel: ChannelWithDevice,
    patch: Partial<ChannelSettings>,
    quality: Quality,
    fault: Fault,
  ) {
    const before = store.get(channel.id, quality)?.settings
    const asked = STILL_THERE.has(fault.kind) ? await read(channel, quality).catch(() => null) : null
    if (asked) store.put(channel, asked, quality)
    const has = (field: Field) => asked !== null && Bun.deepEquals(asked[field], patch[field])
    const fields = fieldsOf(patch)
    const taken = fields.filter((field) => has(field) && !(before && Bun.deepEquals(before[field], patch[field])))
    const list = taken.map((field) => WORDS[field]).join(', ')
    const states =
      before && asked && taken.length > 0 ? { before: pick(before, taken), after: pick(asked, taken) } : undefined
    const said = (text: string) => ({ text, taken, states })
    if (!asked) return said(`Failed to push config to device: ${fault.message} Whether it took any of it is not known.`)
    if (fields.every(has)) return said(`The device has all of it, but answered with an error: ${fault.message}`)
    if (taken.length) return said(`Saved only ${list}. Failed to push the rest to device: ${fault.message}`)
    return said(`Nothing was saved. Failed to push config to device: ${fault.message}`)
  }

  /** For the relays: a camera that was told to send other video may go on with the old one on an open connection. */
  function tellOfVideo({ id, deviceId, householdId }: ChannelWithDevice, changed: Field[]): void {
    if (changed.some((field) => !NOT_VIDEO.has(field)))
      bus.emit('channel.configured', { channelId: id, deviceId, householdId })
  }

  const record = (
    caller: Caller,
    { channel, quality }: Place,
    metadata: Record<string, unknown>,
    failure?: { success: false; error: string },
  ) =>
    activity.record(caller, {
      action: 'update_channel_config',
      resourceType: 'channel',
      resourceId: channel.id,
      // Without a word the main encoding is meant.
      metadata: { ...(quality === 'sub' && { quality }), ...metadata },
      ...failure,
    })

  async function write(caller: Caller, { channel, quality }: Place, patch: Partial<ChannelSettings>, dryRun: boolean) {
    let sent = false
    try {
      return await askDevice({ deviceId: channel.deviceId, capability: 'channelConfig' }, (config) => {
        sent = !dryRun
        return config.write(channel.sourceKey, patch, { quality, dryRun })
      })
    } catch (error) {
      const fault = asFault(error)
      if (fault.kind === 'invalid-input' || fault.kind === 'internal' || fault.kind === 'not-found') throw fault
      if (dryRun) throw fault
      const { text, taken, states } = sent
        ? await afterFailure(channel, patch, quality, fault)
        : { text: `Nothing was saved. Failed to push config to device: ${fault.message}`, taken: [], states: undefined }
      tellOfVideo(channel, taken)
      record(caller, { channel, quality }, { asked: patch, taken, ...states }, { success: false, error: text })
      throw reworded(fault, text)
    }
  }

  return {
    async get(caller, deviceId, channelId, quality = 'main') {
      const channel = channelOn(access, caller, deviceId, channelId, 'view')
      const known = store.get(channel.id, quality)
      return known ? { channel, ...known } : store.put(channel, await read(channel, quality), quality)
    },
    async sync(caller, deviceId, channelId, quality = 'main') {
      const channel = channelOn(access, caller, deviceId, channelId, 'restart')
      return store.put(channel, await read(channel, quality), quality)
    },
    async limits(caller, deviceId, channelId, quality = 'main') {
      const channel = channelOn(access, caller, deviceId, channelId, 'view')
      const question = { deviceId: channel.deviceId, failed: 'Failed to fetch capabilities from device' }
      return askDevice({ ...question, capability: 'channelConfig' }, (config) =>
        config.limits(channel.sourceKey, quality),
      )
    },
    async change(caller, deviceId, channelId, patch, { quality = 'main', dryRun = false } = {}) {
      const channel = channelOn(access, caller, deviceId, channelId, 'manage')
      return inTurn(`${channel.id}`, async () => {
        if (fieldsOf(patch).length === 0) {
          const known = store.get(channel.id, quality)?.settings
          const settings = known ?? (await read(channel, quality))
          if (!known && !dryRun) store.put(channel, settings, quality)
          return { before: settings, after: settings, ignored: [], rebootRequired: false }
        }
        const written = await write(caller, { channel, quality }, patch, dryRun)
        if (dryRun) return written
        store.put(channel, written.after, quality)
        const { before, after, ignored } = written
        const changed = fieldsOf(after).filter((field) => !Bun.deepEquals(before[field], after[field]))
        tellOfVideo(channel, changed)
        if (changed.length || ignored.length)
          record(
            caller,
            { channel, quality },
            { before: pick(before, changed), after: pick(after, changed), ...(ignored.length && { ignored }) },
          )
        return written
      })
    },
  }
}
