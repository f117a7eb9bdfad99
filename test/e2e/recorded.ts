// A stand to judge the recorder by: an appliance that records cameras which count what they send, and what its files then hold.
import { Database } from 'bun:sqlite'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { loadRecipe } from '../rtsp-source/clips.ts'
import { loadClips, type RtspSource, type SourceClip, startRtspSource } from '../rtsp-source/index.ts'
import { recipes } from '../rtsp-source/recipes.ts'
import type { Appliance } from './appliance.ts'
import { until } from './appliance.ts'

export interface Cameras extends AsyncDisposable {
  source: RtspSource
  count: number
  /** Of the picture. */
  fps: number
  /** Pictures until the same ones come again. */
  loop: number
  /** Of one camera, from 1. */
  path(camera: number): string
  /** The cameras have sent what they had, and are not there any more. */
  isOver(): boolean
}

export interface CameraOptions {
  count: number
  quality: 'main' | 'sub'
  /** How much faster than filmed. */
  speed?: number
  /** Seconds of film until a camera is over; without it they go on for ever. */
  seconds?: number
  /** So many of them have sound. */
  sounding?: number
  /** They keep what the appliance is too slow for, and lose none of it: how fast the machine is is not what is looked at. */
  waits?: boolean
  /** In FFmpeg's words, without sound; without it what the clips have. */
  bitRate?: string
}

/** The first clip at another bit rate. */
function heavyClip(quality: 'main' | 'sub', bitRate: string): Promise<SourceClip> {
  const usual = recipes().find((recipe) => recipe.codec === 'h264' && recipe.quality === quality)
  const rate = usual?.arguments[usual.arguments.indexOf('-b:v') + 1]
  if (!usual || !rate) throw new Error('The clips say no bit rate')
  const args = usual.arguments.map((argument) => (argument === rate ? bitRate : argument))
  return loadRecipe({ ...usual, file: `${quality}-${bitRate}.h264`, arguments: args }, false)
}

/** Cameras without a login, each with an address of its own. */
export async function startCameras(options: CameraOptions): Promise<Cameras> {
  const {
    count,
    quality,
    speed = 1,
    seconds = Number.POSITIVE_INFINITY,
    sounding = 0,
    waits = false,
    bitRate,
  } = options
  const clips = await loadClips()
  const heavy = bitRate ? await heavyClip(quality, bitRate) : null
  const { fps, units } = heavy ?? clips.pick({ channel: 1, quality, audio: false })
  const most = Math.round(seconds * fps)
  const over = new Set<string>()
  const source = await startRtspSource({
    ...{ login: () => null, speed },
    find(path) {
      const channel = Number(/^\/camera\/(\d+)$/.exec(path)?.[1])
      if (!channel || over.has(path)) return null
      const clip = heavy ?? clips.pick({ channel, quality, audio: channel <= sounding })
      if (most === Number.POSITIVE_INFINITY) return clip
      const unitAt = (index: number) => {
        if (index < most) return clip.units[index % clip.units.length] ?? null
        over.add(path)
        return null
      }
      return { ...clip, unitAt, hangsUp: true, waits }
    },
  })
  return {
    ...{ source, count, fps, loop: units.length },
    path: (camera) => `/camera/${camera}`,
    isOver: () => over.size === count && source.sessions() === 0,
    [Symbol.asyncDispose]: () => source[Symbol.asyncDispose](),
  }
}

/** Adds them; gives the channel of each, in their order. */
export async function addCameras(appliance: Appliance, cameras: Cameras): Promise<number[]> {
  const channels: number[] = []
  for (let camera = 1; camera <= cameras.count; camera++) {
    const body = {
      name: `Camera ${camera}`,
      rtsp_url: `rtsp://127.0.0.1:${cameras.source.port}${cameras.path(camera)}`,
    }
    const { status, text } = await appliance.call('POST', '/api/cameras', body)
    if (status >= 300) throw new Error(`A camera could not be added: ${status} ${text}`)
    const id = await until('its channel is known', async () => {
      const list = await appliance.call<{ data: { channel_id: number }[] }>('GET', '/api/recorder-rules')
      return list.body.data.find(({ channel_id }) => !channels.includes(channel_id))?.channel_id
    })
    channels.push(id)
  }
  return channels
}

/** Says what is recorded of all of them. */
export async function setRules(appliance: Appliance, channels: number[], rule: object): Promise<void> {
  for (const channel of channels) {
    const { status, text } = await appliance.call('PUT', `/api/cameras/${channel}/recording`, rule)
    if (status !== 200) throw new Error(`The rule was not taken: ${status} ${text}`)
  }
}

/** Files that are still being written, or that a kill has left. */
export function underWay(data: string): string[] {
  const folder = join(data, 'recordings', '.recorder')
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.mp4')) : []
}

export interface Film {
  path: string
  channel: number
  startMs: number
  seconds: number
}

/** What is listed of our recorder, the oldest first. */
export function filmsOf(data: string): Film[] {
  using db = new Database(join(data, 'porchlight.db'), { readonly: true })
  return db
    .query<{ file: string; channel_id: number; start_at: number; duration: number }, []>(
      "select file, channel_id, start_at, duration from recordings where origin = 'recorder' order by start_at, id",
    )
    .all()
    .map(({ file, channel_id, start_at, duration }) => ({
      path: join(data, 'recordings', file),
      ...{ channel: channel_id, startMs: Number(start_at), seconds: duration },
    }))
}

/** Films on the disk, whether or not they are listed. */
export function filesOn(data: string): string[] {
  return readdirSync(join(data, 'recordings'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.mp4'))
    .map((entry) => join(entry.parentPath, entry.name))
}

async function run(command: string[]): Promise<string> {
  const child = Bun.spawn(command, { stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' })
  const [text, complaints] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  if (complaints || (await child.exited) !== 0) throw new Error(`${command.at(-1)}: ${complaints}`)
  return text
}

export interface Packets {
  /** Bytes of each, in their order. */
  pictures: number[]
  soundSeconds: number
}

/** What a file holds, as FFmpeg finds it by reading it to its end. Rejects with what it complains of. */
export async function packetsIn(path: string): Promise<Packets> {
  const shown = ['-show_entries', 'packet=size:stream=codec_type,duration']
  const [video, sound] = await Promise.all(
    ['v:0', 'a:0'].map(async (track) => {
      const text = await run(['ffprobe', '-v', 'error', '-select_streams', track, ...shown, '-of', 'json', path])
      return JSON.parse(text) as { packets: { size: string }[]; streams: { duration: string }[] }
    }),
  )
  return {
    pictures: video?.packets.map(({ size }) => Number(size)) ?? [],
    soundSeconds: Number(sound?.streams[0]?.duration ?? 0),
  }
}

/** Decodes a whole file; rejects with what FFmpeg complains of. */
export async function play(path: string): Promise<void> {
  await run(['ffmpeg', '-v', 'error', '-nostdin', '-xerror', '-i', path, '-f', 'null', '-'])
}

/** Works through a list, two at a time. */
export async function each<T, R>(list: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const waiting = list.entries()
  const worker = async () => {
    for (const [index, item] of waiting) results[index] = await work(item)
  }
  await Promise.all([worker(), worker()])
  return results
}
