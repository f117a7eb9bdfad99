// Settings of a channel's main encoding: as its device last told them, and changed on the device first.
import { eq } from 'drizzle-orm'
import type { ChannelLimits, ChannelSettings, Written } from '#plugin'
import { Fault } from '#plugin'
import type { Bus } from '../bus.ts'
import type { Db } from '../db/open.ts'
import { channelConfigs, channels } from '../db/schema/index.ts'
import type { Caller } from '../domain/caller.ts'
import { asFault } from '../errors.ts'
import type { AccessService, ChannelWithDevice } from './access.ts'
import type { Activity } from './activity.ts'
import { type AskDevice, reworded } from './ask-device.ts'
import { channelOn } from './channel-on.ts'
import { createInTurn } from './in-turn.ts'
import { cleanName } from './sync.ts'

export interface ConfiguredChannel {
  channel: ChannelWithDevice
  settings: ChannelSettings
  readAt: Date
}

export interface ChannelConfigs {
  /** What the device last told; it is asked only where it never was. */
  get(caller: Caller, deviceId: string | number, channelId: string | number): Promise<ConfiguredChannel>
  /** Asks the device and stores what it says. */
  sync(caller: Caller, deviceId: string | number, channelId: string | number): Promise<ConfiguredChannel>
  /** What the device would take, from itself. */
  limits(caller: Caller, deviceId: string | number, channelId: string | number): Promise<ChannelLimits>
  /**
   * Changes only what is named, on the device first; stored is what the device has afterwards. A fault of the device says
   * how much of it arrived. Fault invalid-input before anything was sent names the fields as `body.<field>`.
   */
  change(
    caller: Caller,
    deviceId: string | number,
    channelId: string | number,
    patch: Partial<ChannelSettings>,
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

  function stored(channelId: number) {
    const row = db.select().from(channelConfigs).where(eq(channelConfigs.channelId, channelId)).get()
    return row && { settings: row.settings as ChannelSettings, readAt: row.readAt }
  }

  function store(channel: ChannelWithDevice, settings: ChannelSettings): ConfiguredChannel {
    const readAt = now()
    const deviceName = cleanName(settings.name, `Channel ${channel.channelNo}`)
    const renamed = db.transaction((tx) => {
      const row = tx.select().from(channels).where(eq(channels.id, channel.id)).get()
      if (!row) throw new Fault('not-found', 'Channel not found')
      tx.insert(channelConfigs)
        .values({ channelId: channel.id, settings, readAt })
        .onConflictDoUpdate({ target: channelConfigs.channelId, set: { settings, readAt } })
        .run()
      if (row.deviceName === deviceName) return false
      tx.update(channels).set({ deviceName, updatedAt: readAt }).where(eq(channels.id, channel.id)).run()
      return true
    })
    bus.emit('device.told', { deviceId: channel.deviceId, householdId: channel.householdId, kind: 'config' })
    if (renamed) bus.emit('channels.changed', { deviceId: channel.deviceId, householdId: channel.householdId })
    return { channel: { ...channel, deviceName }, settings, readAt }
  }

  const read = async (channel: ChannelWithDevice) => {
    const question = { deviceId: channel.deviceId, failed: 'Failed to fetch configuration from device' }
    return askDevice({ ...question, capability: 'channelConfig' }, (config) => config.read(channel.sourceKey))
  }

  /** What a person must know of a write that failed: never that something was saved which was not. */
  async function afterFailure(channel: ChannelWithDevice, patch: Partial<ChannelSettings>, fault: Fault) {
    const before = stored(channel.id)?.settings
    const asked = STILL_THERE.has(fault.kind) ? await read(channel).catch(() => null) : null
    if (asked) store(channel, asked)
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

  const record = (caller: Caller, channel: ChannelWithDevice, more: Partial<Parameters<Activity['record']>[1]>) =>
    activity.record(caller, {
      action: 'update_channel_config',
      resourceType: 'channel',
      resourceId: channel.id,
      ...more,
    })

  async function write(caller: Caller, channel: ChannelWithDevice, patch: Partial<ChannelSettings>) {
    let sent = false
    try {
      return await askDevice({ deviceId: channel.deviceId, capability: 'channelConfig' }, (config) => {
        sent = true
        return config.write(channel.sourceKey, patch)
      })
    } catch (error) {
      const fault = asFault(error)
      if (fault.kind === 'invalid-input' || fault.kind === 'internal' || fault.kind === 'not-found') throw fault
      const { text, taken, states } = sent
        ? await afterFailure(channel, patch, fault)
        : { text: `Nothing was saved. Failed to push config to device: ${fault.message}`, taken: [], states: undefined }
      tellOfVideo(channel, taken)
      record(caller, channel, { metadata: { asked: patch, taken, ...states }, success: false, error: text })
      throw reworded(fault, text)
    }
  }

  return {
    async get(caller, deviceId, channelId) {
      const channel = channelOn(access, caller, deviceId, channelId, 'view')
      const known = stored(channel.id)
      return known ? { channel, ...known } : store(channel, await read(channel))
    },
    async sync(caller, deviceId, channelId) {
      const channel = channelOn(access, caller, deviceId, channelId, 'restart')
      return store(channel, await read(channel))
    },
    async limits(caller, deviceId, channelId) {
      const channel = channelOn(access, caller, deviceId, channelId, 'view')
      const question = { deviceId: channel.deviceId, failed: 'Failed to fetch capabilities from device' }
      return askDevice({ ...question, capability: 'channelConfig' }, (config) => config.limits(channel.sourceKey))
    },
    async change(caller, deviceId, channelId, patch) {
      const channel = channelOn(access, caller, deviceId, channelId, 'manage')
      return inTurn(`${channel.id}`, async () => {
        if (fieldsOf(patch).length === 0) {
          const settings = stored(channel.id)?.settings ?? store(channel, await read(channel)).settings
          return { before: settings, after: settings, ignored: [], rebootRequired: false }
        }
        const written = await write(caller, channel, patch)
        store(channel, written.after)
        const { before, after, ignored } = written
        const changed = fieldsOf(after).filter((field) => !Bun.deepEquals(before[field], after[field]))
        tellOfVideo(channel, changed)
        if (changed.length || ignored.length)
          record(caller, channel, {
            metadata: {
              before: pick(before, changed),
              after: pick(after, changed),
              ...(ignored.length && { ignored }),
            },
          })
        return written
      })
    },
  }
}
