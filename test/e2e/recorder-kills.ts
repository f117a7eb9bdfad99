// Power cuts while cameras are recorded: what each has cost a camera, and whether every file that is left plays.
import { type Appliance, startAppliance, until } from './appliance.ts'
import { addCameras, type Cameras, each, filesOn, filmsOf, packetsIn, play, setRules, underWay } from './recorded.ts'

export interface Killed {
  /** Of each kill and camera: seconds of film that it had sent, and that no file holds. */
  lostSeconds: number[][]
  /** Each has been played to its end. */
  films: number
  /** On the disk and in no list. */
  unlisted: string[]
}

interface KillOptions {
  /** When, in seconds after a file of each camera has begun. */
  moments: readonly number[]
  data: string
  segmentSeconds: number
  onKill?: (kill: number, lost: number[]) => void
}

async function areRecorded(appliance: Appliance): Promise<boolean> {
  interface Answer {
    data: { state: { file_started_at: string | null } }[]
  }
  const { body } = await appliance.call<Answer>('GET', '/api/recorder-rules')
  return body.data.every(({ state }) => state.file_started_at !== null)
}

/** Kills the appliance at each moment, and starts it again. The cameras go on for ever, at their real speed. */
export async function killRecorder(cameras: Cameras, options: KillOptions): Promise<Killed> {
  const { moments, data, segmentSeconds } = options
  const numbers = Array.from({ length: cameras.count }, (_, index) => index + 1)
  const sentNow = () => numbers.map((camera) => cameras.source.pictures(cameras.path(camera)).sent)
  let channels: number[] = []
  /** Between two of these, by the wall clock, an appliance has lived. */
  const lives: { until: number; sent: number[] }[] = []
  for (const moment of moments) {
    const appliance: Appliance = await startAppliance({ data, env: { PORCHLIGHT_LOG: 'info' } })
    const before = sentNow()
    if (!channels.length) {
      await appliance.signIn()
      channels = await addCameras(appliance, cameras)
      await setRules(appliance, channels, { mode: 'continuous', segment_seconds: segmentSeconds })
    } else await appliance.signIn()
    // How long a slow machine takes to begin is not what a kill costs.
    await until('each of them is recorded', () => areRecorded(appliance))
    await Bun.sleep(moment * 1000)
    const sent = sentNow().map((count, index) => count - (before[index] ?? 0))
    const killed = appliance.kill()
    lives.push({ until: Date.now(), sent })
    await killed
    await until('the cameras have heard of it', () => cameras.source.sessions() === 0)
  }

  await using last = await startAppliance({ data, env: { PORCHLIGHT_LOG: 'info' } })
  await last.signIn()
  await setRules(last, channels, { mode: 'off' })
  await until('everything is whole', () => underWay(data).length === 0, 60)
  const unlisted = () => {
    const listed = new Set(filmsOf(data).map(({ path }) => path))
    return filesOn(data).filter((path) => !listed.has(path))
  }
  // A file has its name a moment before it has its row; one that never gets it is told of below.
  await until('each is in the list', () => unlisted().length === 0, 30).catch(() => {})
  const films = filmsOf(data)
  await each(films, ({ path }) => play(path))
  const counted = await each(films, async (film) => ({ ...film, ...(await packetsIn(film.path)) }))
  const lostSeconds = lives.map(({ until: end, sent }, life) => {
    const from = lives[life - 1]?.until ?? 0
    return channels.map((channel, camera) => {
      const own = counted.filter((film) => film.channel === channel && film.startMs > from && film.startMs <= end)
      const held = own.reduce((sum, { pictures }) => sum + pictures.length, 0)
      return ((sent[camera] ?? 0) - held) / cameras.fps
    })
  })
  return { lostSeconds, films: films.length, unlisted: unlisted() }
}

/** Mulberry: the same moments in every run. */
export function chanceOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
