// Clips of several channels on several devices at once: what was found, and whose device could not be asked.
import { and, between, eq, inArray } from 'drizzle-orm'
import type { Db } from '../db/open.ts'
import { recordings } from '../db/schema/index.ts'
import type { Caller } from '../domain/caller.ts'
import type { Fault } from '../domain/fault.ts'
import { hasOffset, instantOf } from '../domain/time-input.ts'
import type { OffsetAt } from '../domain/wall-clock.ts'
import { asFault } from '../errors.ts'
import type { AccessService, ChannelWithDevice } from './access.ts'
import { type ClipRow, clipKeyOf } from './downloads/clips.ts'
import type { Downloads } from './downloads/index.ts'
import { readZone } from './footage/zone.ts'
import { asPerson, type Sessions } from './sessions/index.ts'

export interface FoundClip {
  clip: ClipRow
  channel: ChannelWithDevice
  /** Our copy of it, if there is one. */
  recordingId: number | null
}

export interface SearchFailure {
  deviceId: number
  channelIds: number[]
  fault: Fault
}

export interface ClipSearch {
  /**
   * In the order of time. Rights: `playback` on each channel. Faults: `Channel not found`, invalid-input for a range that is
   * none; what is wrong with a device stands beside what the others have.
   */
  search(
    caller: Caller,
    channelIds: readonly (string | number)[],
    from: Date,
    to: Date,
    signal?: AbortSignal,
  ): Promise<{ clips: FoundClip[]; failures: SearchFailure[] }>
  /**
   * Times as somebody wrote them, a start before its end; one without an offset is the wall clock of the channel's device.
   * Rights: `playback`.
   */
  instants<T extends string[]>(
    caller: Caller,
    channelId: string | number,
    texts: [...T],
  ): Promise<{ [K in keyof T]: Date }>
}

interface Deps {
  db: Db
  access: AccessService
  downloads: Pick<Downloads, 'search'>
  sessions: Pick<Sessions, 'use'>
}

export function createClipSearch({ db, access, downloads, sessions }: Deps): ClipSearch {
  /** The channels of one device, one after the other: when the device itself is the trouble, the others are not tried. */
  async function onDevice(caller: Caller, channels: ChannelWithDevice[], from: Date, to: Date, signal?: AbortSignal) {
    const found: Omit<FoundClip, 'recordingId'>[] = []
    const failures: SearchFailure[] = []
    const left = [...channels]
    for (let channel = left.shift(); channel; channel = left.shift())
      try {
        for (const clip of await downloads.search(caller, channel.id, from, to, signal)) found.push({ clip, channel })
      } catch (error) {
        const fault = asFault(error)
        if (fault.kind === 'invalid-input' || fault.kind === 'internal') throw error
        const channelIds = [channel.id, ...left.splice(0).map(({ id }) => id)]
        failures.push({ deviceId: channel.deviceId, channelIds, fault })
      }
    return { found, failures }
  }

  /** Clip of a channel → our recording of it, which begins when the clip did. */
  function held(channelIds: number[], starts: number[]): Map<string, number> {
    const [first, last] = [
      starts.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
      starts.reduce((a, b) => Math.max(a, b), 0),
    ]
    if (!starts.length) return new Map()
    const rows = db
      .select({ id: recordings.id, channelId: recordings.channelId, clipKey: recordings.clipKey })
      .from(recordings)
      .where(
        and(
          inArray(recordings.channelId, channelIds),
          eq(recordings.kind, 'video'),
          between(recordings.startAt, new Date(first), new Date(last)),
        ),
      )
      .all()
    return new Map(rows.map(({ id, channelId, clipKey }) => [`${channelId} ${clipKey}`, id]))
  }

  return {
    async search(caller, channelIds, from, to, signal) {
      const channels = new Map<number, ChannelWithDevice>()
      for (const id of channelIds) {
        const channel = access.channel(caller, id, 'playback')
        channels.set(channel.id, channel)
      }
      const byDevice = Map.groupBy(channels.values(), ({ deviceId }) => deviceId)
      const answers = await asPerson(() =>
        Promise.all([...byDevice.values()].map((list) => onDevice(caller, list, from, to, signal))),
      )
      const found = answers.flatMap((answer) => answer.found)
      const ours = held(
        [...channels.keys()],
        found.map(({ clip }) => +clip.startAt),
      )
      return {
        clips: found
          .map(({ clip, channel }) => ({
            ...{ clip, channel },
            recordingId: ours.get(`${channel.id} ${clipKeyOf(clip)}`) ?? null,
          }))
          .sort((a, b) => +a.clip.startAt - +b.clip.startAt || a.clip.id - b.clip.id),
        failures: answers.flatMap(({ failures }) => failures),
      }
    },
    async instants<T extends string[]>(caller: Caller, channelId: string | number, texts: [...T]) {
      const { deviceId, device } = access.channel(caller, channelId, 'playback')
      const known = device.info?.utcOffsetMinutes
      let offsetAt: OffsetAt = () => known ?? 0
      if (!texts.every(hasOffset))
        try {
          const { footage } = await asPerson(() => sessions.use(deviceId))
          if (footage) offsetAt = (time) => footage.utcOffsetMinutesAt(time)
        } catch (error) {
          // A device that is away has told its clock before.
          if (known === undefined || known === null) throw error
          offsetAt = readZone(db, deviceId, known)
        }
      return texts.map((text, index) => instantOf(text, offsetAt, index ? 'last' : 'first')) as { [K in keyof T]: Date }
    },
  }
}
