// Cameras of seed 004: every channel is one, and a bare stream is a device with one channel.
import { Fault, type Quality } from '#plugin'
import type { Db } from '../../db/open.ts'
import type { Action, Caller } from '../../domain/caller.ts'
import type { AccessService, ChannelWithDevice } from '../access.ts'
import type { Activity } from '../activity.ts'
import { type DeviceAddress, parseAddress } from '../addresses.ts'
import { type Channels, channelName } from '../channels.ts'
import type { Devices, LookInput, Told } from '../devices/index.ts'
import { isFaceOf, isMasked, isStream } from '../devices/sealed-address.ts'
import type { Gaps } from '../gaps/index.ts'
import type { Live, StreamFacts } from '../live.ts'
import type { Pictures } from '../pictures/index.ts'
import type { Recorder } from '../recorder/index.ts'
import type { RecordingRow, Recordings } from '../recordings/index.ts'
import { asBackground, asPerson, type Sessions } from '../sessions/index.ts'
import type { Picture, Snapshots } from '../snapshots.ts'
import type { Ticket, Tickets } from '../tickets.ts'
import { createCameraDeed } from './deed.ts'
import { type CameraStats, createCameraStats } from './stats.ts'
import { type Camera, type CameraStatus, createCameraView } from './view.ts'
import { asCamera, inWordsOfCameras } from './words.ts'

export type { CameraStats, StreamStats } from './stats.ts'
export { streamStats } from './stats.ts'
export type { Camera, CameraStatus } from './view.ts'

export interface CameraFilter {
  status?: CameraStatus | undefined
  /** By key or uuid. */
  deviceId?: string | undefined
  /** Part of its name or place. */
  search?: string | undefined
}

export interface NewCamera {
  name: string
  rtspUrl: string
  /** A second, smaller picture of it; null = none. */
  subRtspUrl?: string | null | undefined
  location?: string | null | undefined
  /** False: switched off from the beginning. */
  inUse?: boolean | undefined
  /** Words for finding it. */
  tags?: readonly string[] | undefined
}

export type CameraPatch = { [K in keyof NewCamera]?: NewCamera[K] | undefined }

export interface CameraPicture {
  picture: Picture
  ticket: Ticket
  /** The picture, as it is kept. */
  recording: RecordingRow
}

/** Ids are those of channels, by key or uuid. Fault `Camera not found` for what the caller may not see. */
export interface Cameras {
  /** Newest first. Asks no device. */
  list(caller: Caller, filter?: CameraFilter): Promise<Camera[]>
  /** Some of that list, and how long the whole is. */
  page(
    caller: Caller,
    filter: CameraFilter,
    range: { offset: number; limit: number },
  ): Promise<{ items: Camera[]; total: number }>
  get(caller: Caller, id: string | number): Promise<Camera>
  /** What an RTSP address sends, by one look at it. Faults of the device, as of a relay that begins. */
  probe(caller: Caller, input: LookInput): Promise<StreamFacts>
  /** From an RTSP address. Faults: invalid-input, conflict for an address that is there. */
  add(caller: Caller, input: NewCamera): Promise<Camera>
  /** Absent keys stay. A masked address keeps what it hides; one of a recorder's channel cannot be changed. */
  change(caller: Caller, id: string | number, patch: CameraPatch): Promise<Camera>
  /** Fault conflict for a channel of a recorder. */
  remove(caller: Caller, id: string | number, also?: { recordings: boolean }): Promise<void>
  /** Our relays of it begin anew, and its device is asked how it is. Never reboots anything. Once in 2 s. */
  restart(caller: Caller, id: string | number): { channel: ChannelWithDevice; restarted: Restarted[]; at: Date }
  /** A picture of now, which is kept, and a ticket for this very picture. */
  snapshot(
    caller: Caller,
    id: string | number,
    quality?: Quality,
  ): Promise<CameraPicture & { channel: ChannelWithDevice }>
  stats(caller: Caller, id: string | number): Promise<Camera & CameraStats>
  /**
   * The channel of a recorder that sends just this, main or sub, as far as its session is there to say so; null = none. Rights:
   * `manage`.
   */
  atAddress(caller: Caller, address: string): Promise<ChannelWithDevice | null>
  /** The addresses that are there, for many that are to be added: each recorder is asked once. Rights: `manage`. */
  addresses(caller: Caller): Promise<CameraAddresses>
  /** Masked; null where it has none, or its device is not there to say it. */
  rtspUrl(channel: ChannelWithDevice): Promise<string | null>
}

export interface CameraAddresses {
  /** The camera that sends this, of a recorder as in `atAddress` or by itself; null = none. Faults invalid-input, as of `add`. */
  of(input: Pick<NewCamera, 'rtspUrl' | 'subRtspUrl'>): ChannelWithDevice | null
  /** What equal addresses have in common, whatever their logins. */
  keyOf(address: string): string
}

/** What began anew. */
export type Restarted = 'live' | 'recording'

interface Deps {
  db: Db
  access: AccessService
  activity: Pick<Activity, 'record'>
  channels: Pick<Channels, 'change'>
  devices: Devices
  gaps: Pick<Gaps, 'read'>
  live: Pick<Live, 'look' | 'playing' | 'restart' | 'status'>
  pictures: Pick<Pictures, 'keep'>
  recorder: Pick<Recorder, 'restart'>
  recordings: Pick<Recordings, 'page' | 'sums'>
  sessions: Pick<Sessions, 'opened' | 'state'>
  snapshots: Pick<Snapshots, 'take'>
  tickets: Pick<Tickets, 'issue'>
  now: () => Date
}

const RESTART_MS = 2000

export function createCameras(deps: Deps): Cameras {
  const { access, activity, channels, devices, live, pictures, recorder, snapshots, tickets, now } = deps
  const view = createCameraView(deps)
  const statsOf = createCameraStats(deps)
  const restarts = new Map<number, number>()

  const channelOf = (caller: Caller, id: string | number, action: Action) =>
    asCamera(() => access.channel(caller, id, action))

  function active(channel: ChannelWithDevice): ChannelWithDevice {
    if (!channel.inUse) throw new Fault('conflict', 'Camera is inactive: switch it on first')
    return channel
  }

  /** A click on the button and an impatient second one are one restart. */
  function once(channelId: number): void {
    const leftMs = (restarts.get(channelId) ?? Number.NEGATIVE_INFINITY) + RESTART_MS - +now()
    if (leftMs > 0 && leftMs <= RESTART_MS)
      throw new Fault('too-many', 'This camera was restarted a moment ago', {
        retryAfterSeconds: Math.ceil(leftMs / 1000),
      })
    for (const [id, at] of restarts) if (at + RESTART_MS <= +now()) restarts.delete(id)
    restarts.set(channelId, +now())
  }

  async function changeAddress(
    caller: Caller,
    channel: ChannelWithDevice,
    url: string | undefined,
    subAddress: string | null | undefined,
    told: Told,
  ): Promise<void> {
    if (isStream(channel.device.brand)) {
      // The address is given whole: without a login it has none, unless the login is what is masked.
      const login = !url || isMasked(url) ? {} : { username: '', password: '', ...parseAddress(url, 'rtsp').login }
      devices.change(caller, channel.deviceId, { address: url, ...login, subAddress }, told)
      return
    }
    if (subAddress) {
      const message = 'Only a camera by its RTSP address has a second one'
      throw new Fault('invalid-input', message, { problems: [{ path: 'body.sub_rtsp_url', code: 'fixed', message }] })
    }
    if (url === undefined) return
    const shown = await view.rtspUrl(channel)
    if (shown !== null && isFaceOf(url, shown)) return
    const message = 'The address of a recorder’s channel follows its recorder: change that'
    throw new Fault('invalid-input', message, { problems: [{ path: 'body.rtsp_url', code: 'fixed', message }] })
  }

  const get = async (caller: Caller, id: string | number) => view.of(channelOf(caller, id, 'view'))

  function find(caller: Caller, { status, deviceId, search }: CameraFilter): ChannelWithDevice[] {
    const wanted = search?.trim().toLowerCase()
    const device = deviceId === undefined ? undefined : access.device(caller, deviceId, 'view').id
    return access
      .visibleChannels(caller, device === undefined ? {} : { deviceId: device })
      .filter((channel) => status === undefined || view.statusOf(channel) === status)
      .filter(
        (channel) => !wanted || `${channelName(channel)}\n${channel.location ?? ''}`.toLowerCase().includes(wanted),
      )
      .sort((a, b) => +b.createdAt - +a.createdAt || b.id - a.id)
  }

  /** Channels of recorders, by what they send. */
  async function recorded(caller: Caller): Promise<(wanted: DeviceAddress) => ChannelWithDevice | null> {
    access.household(caller, 'manage')
    const others = access.visibleChannels(caller).filter(({ device }) => !isStream(device.brand))
    const sends = await Promise.all(others.map(view.sends))
    return (wanted) => others[sends.findIndex((isSent) => isSent(wanted))] ?? null
  }

  return {
    get,
    rtspUrl: (channel) => view.rtspUrl(channel),
    async atAddress(caller, address) {
      access.household(caller, 'manage')
      const wanted = asCamera(() => parseAddress(address, 'rtsp'))
      return (await recorded(caller))(wanted)
    },
    async addresses(caller) {
      const recordedAt = await recorded(caller)
      const read = (address: string) => asCamera(() => parseAddress(address, 'rtsp'))
      return {
        of({ rtspUrl, subRtspUrl: subAddress }) {
          const input = { address: rtspUrl, subAddress, username: '', password: '', brand: 'rtsp' }
          const deviceId = asCamera(() => devices.at(caller, input))
          const own = deviceId === null ? [] : access.visibleChannels(caller, { deviceId })
          return own[0] ?? recordedAt(read(rtspUrl))
        },
        keyOf: (address) => read(address).key,
      }
    },
    list: async (caller, filter = {}) => Promise.all(find(caller, filter).map(view.of)),
    async page(caller, filter, { offset, limit }) {
      const found = find(caller, filter)
      return { items: await Promise.all(found.slice(offset, offset + limit).map(view.of)), total: found.length }
    },
    async probe(caller, input) {
      try {
        return await devices.look(caller, input, live.look)
      } catch (error) {
        throw inWordsOfCameras(error)
      }
    },
    async add(caller, { name, rtspUrl, subRtspUrl, location, inUse, tags }) {
      const input = { address: rtspUrl, subAddress: subRtspUrl, username: '', password: '', brand: 'rtsp', name }
      const deed = createCameraDeed(activity, caller)
      const device = asCamera(() => devices.add(caller, input, deed))
      const channel = access.visibleChannels(caller, { deviceId: device.id })[0]
      if (!channel) throw new Fault('internal', 'A stream without its channel')
      channels.change(caller, channel.id, { name, location, inUse, tags }, deed)
      const made = access.channel(caller, channel.id, 'view')
      deed.close('create_camera', made.id, { name: channelName(made), location: made.location, in_use: made.inUse })
      return get(caller, channel.id)
    },
    async change(caller, id, { name, rtspUrl, subRtspUrl, location, inUse, tags }) {
      const channel = channelOf(caller, id, 'manage')
      const deed = createCameraDeed(activity, caller)
      try {
        if (rtspUrl !== undefined || subRtspUrl !== undefined)
          await changeAddress(caller, channel, rtspUrl, subRtspUrl, deed).catch((error) => {
            throw inWordsOfCameras(error)
          })
        if (name !== undefined && isStream(channel.device.brand))
          devices.change(caller, channel.deviceId, { name }, deed)
        channels.change(caller, channel.id, { name, location, inUse, tags }, deed)
      } finally {
        // Also what was done before something else failed.
        deed.close('update_camera', channel.id)
      }
      return get(caller, channel.id)
    },
    async remove(caller, id, also) {
      const channel = channelOf(caller, id, 'manage')
      if (!isStream(channel.device.brand))
        throw new Fault(
          'conflict',
          'This camera is a channel of a recorder: remove the recorder, or set the camera to inactive',
        )
      const deed = createCameraDeed(activity, caller)
      await devices.remove(caller, channel.deviceId, also, deed)
      deed.close('delete_camera', channel.id, { name: channelName(channel) })
    },
    restart(caller, id) {
      const channel = active(channelOf(caller, id, 'restart'))
      once(channel.id)
      const restarted: Restarted[] = []
      if (live.restart(channel.id)) restarted.push('live')
      if (recorder.restart(channel.id)) restarted.push('recording')
      void asBackground(() => devices.syncNow({ kind: 'system' }, channel.deviceId)).catch(() => {})
      activity.record(caller, {
        action: 'restart_camera',
        resourceType: 'channel',
        resourceId: channel.id,
        metadata: { restarted },
      })
      return { channel, restarted, at: now() }
    },
    async snapshot(caller, id, quality) {
      const channel = active(channelOf(caller, id, 'snapshot'))
      const picture = await asPerson(() => snapshots.take(caller, channel.id, { quality }))
      const recording = await pictures.keep(caller, channel, picture)
      const ticket = tickets.issue(caller, { type: 'hub-picture', channelId: channel.id, picture }, 'view')
      return { channel, picture, recording, ticket }
    },
    async stats(caller, id) {
      const channel = channelOf(caller, id, 'view')
      return { ...(await view.of(channel)), ...(await statsOf(caller, channel)) }
    },
  }
}
