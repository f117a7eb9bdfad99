// Searching a recorder and fetching from it, by channel and time or by the address of a clip.

import type { z } from 'zod'
import { type Caller, need, type Services } from '#plugin'
import { refusal } from './failures.ts'
import { within } from './limits.ts'
import { channelFor, channelsOf, type Nvr, nvrFor } from './nvr.ts'
import { instantFor, readTime, shown } from './times.ts'
import type { DownloadedOut, downloadBody, searchBody, VideoOut } from './wire.ts'

type Used = Pick<Services, 'access' | 'clipSearch' | 'devices' | 'sessions' | 'downloads'>
type Search = z.output<typeof searchBody>
type Fetched = ReturnType<Services['downloads']['fetched']>[number]

const AROUND_MS = 5 * 60_000

/** Channel and instants of a question; everything that can be wrong with it is found before the recorder is asked. */
async function asked(services: Used, caller: Caller, nvr: Nvr, body: Search, right: 'playback' | 'export') {
  const channel = channelFor(services, caller, nvr, body.channel_id)
  services.access.channel(caller, channel.id, right)
  const { start_time: start = '', end_time: end = '' } = body
  readTime('start_time', body.start_time)
  readTime('end_time', body.end_time)
  const [from, to] = await services.clipSearch.instants(caller, channel.id, [start, end])
  return { channel, from, to }
}

/** Every clip that touches the time, oldest first. */
export async function search(services: Used, caller: Caller, body: Search, searchMs: number): Promise<VideoOut[]> {
  const nvr = nvrFor(services, caller, body.nvr_id)
  return within(searchMs, async (signal) => {
    const { channel, from, to } = await asked(services, caller, nvr, body, 'playback')
    const clips = await services.downloads.search(caller, channel.id, from, to, signal)
    return clips.map((clip) => ({
      playback_uri: clip.token,
      start_time: shown(clip.startAt),
      end_time: shown(clip.endAt),
      channel_id: String(channel.channelNo),
      source: 'nvr' as const,
    }))
  })
}

/** Queues the clip, or every clip of a time; gives the job's id. */
export async function download(
  services: Used,
  caller: Caller,
  body: z.output<typeof downloadBody>,
  searchMs: number,
): Promise<number> {
  const nvr = nvrFor(services, caller, body.nvr_id)
  const { playback_uri: uri } = body
  return within(searchMs, async (signal) => {
    if (uri === undefined) {
      const { channel, from, to } = await asked(services, caller, nvr, body, 'export')
      return services.downloads.range(caller, channel.id, from, to).id
    }
    const clip =
      services.downloads.withToken(caller, nvr.device.id, uri) ?? (await foundAgain(services, caller, nvr, uri, signal))
    if (!clip) throw refusal('No recordings')
    return services.downloads.clip(caller, clip.id).id
  })
}

/** Track and start that an address of a clip names; the end is no part of it, it is the next clip's start. */
function named(uri: string) {
  const [, track] = /\/tracks\/(\d{3,6})\b/i.exec(uri) ?? []
  const [, start] = /[?&]starttime=(\d{8}T\d{6}Z?)/i.exec(uri) ?? []
  return { track, start: start?.toUpperCase() }
}

/** A clip that has grown since has another address by now: it is known by its track and its start. */
async function foundAgain(services: Used, caller: Caller, nvr: Nvr, uri: string, signal: AbortSignal) {
  const { track, start } = named(uri)
  if (!track || !start) return null
  const number = Math.floor(Number(track) / 100)
  const same = (token: string) => named(token).track === track && named(token).start === start
  const footage = need(await services.sessions.use(nvr.device.id), 'footage')
  const digits = start.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d).*$/, '$1-$2-$3T$4:$5:$6')
  const written = readTime('playback_uri', footage.times === 'utc' ? `${digits}Z` : digits)
  const from = instantFor(written, footage, 'start')
  for (const channel of channelsOf(services, caller, nvr)) {
    if (Number(channel.sourceKey.split(':')[1]) !== number) continue
    const [begin, end] = [new Date(+from - AROUND_MS), new Date(+instantFor(written, footage, 'end') + AROUND_MS)]
    const clips = await services.downloads.search(caller, channel.id, begin, end, signal)
    const clip = clips.find(({ token }) => same(token))
    if (clip) return clip
  }
  return null
}

/** A recording in the fields of the document's table of downloaded files. */
export function downloadedOut({ recording, channel, token }: Fetched): DownloadedOut {
  const id = String(channel.channelNo)
  const host = /^https?:\/\/(.+):\d+$/.exec(channel.device.addressKey)?.[1] ?? channel.device.address
  return {
    source_id: channel.deviceId,
    cloud_file_id: `hik://${host}/ch${id}/${shown(recording.startAt).slice(0, 19)}`,
    playback_uri: token,
    channel_id: id,
    channel_name: recording.channelName,
    start_time: shown(recording.startAt),
    end_time: shown(recording.endAt),
    local_file_path: `recordings/${recording.file}`,
    recording_id: recording.id,
  }
}
