// The clips: encoded once per machine into a folder of the system's temporary one, then read from there.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readAnnexB, type SourceClip } from './clip.ts'
import { type Recipe, recipes } from './recipes.ts'
import { beeps } from './sound.ts'

export interface Clips {
  /** One of a few clips: channels beyond the fourth repeat the first ones. The same arguments give the same clip. */
  pick(wanted: { channel: number; quality: 'main' | 'sub'; audio: boolean; codec?: 'h264' | 'h265' }): SourceClip
}

const LOCK_STALE_MS = 60_000

async function encode(recipe: Recipe, folder: string): Promise<void> {
  const ffmpeg = Bun.spawn(
    ['ffmpeg', '-v', 'error', '-nostdin', '-y', ...recipe.arguments, join(folder, recipe.file)],
    {
      stdin: 'ignore',
      stdout: 'ignore',
      stderr: 'pipe',
    },
  )
  const errors = await new Response(ffmpeg.stderr).text()
  if ((await ffmpeg.exited) !== 0) throw new Error(`FFmpeg could not make ${recipe.file}: ${errors}`)
}

/** Two at a time, single-threaded each: cheaper than one after the other with threads. */
async function encodeAll(folder: string, all: readonly Recipe[]): Promise<void> {
  const waiting = [...all]
  const work = async () => {
    for (let recipe = waiting.shift(); recipe; recipe = waiting.shift()) await encode(recipe, folder)
  }
  await Promise.all([work(), work()])
}

/** Makes the folder; when several processes want it at once, one works and the others wait. */
async function ensureFolder(all: readonly Recipe[]): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 12)
  const folder = join(tmpdir(), `porchlight-clips-${hash}`)
  const lock = `${folder}.lock`
  while (!existsSync(folder)) {
    const isMine = await mkdir(lock).then(
      () => true,
      () => false,
    )
    if (!isMine) {
      const since = await stat(lock).then((info) => info.mtimeMs, Date.now)
      if (Date.now() - since > LOCK_STALE_MS) await rm(lock, { recursive: true, force: true })
      else await Bun.sleep(50)
      continue
    }
    const draft = `${folder}.${process.pid}`
    try {
      if (existsSync(folder)) return folder
      await rm(draft, { recursive: true, force: true })
      await mkdir(draft)
      await encodeAll(draft, all)
      await rename(draft, folder)
    } finally {
      await rm(draft, { recursive: true, force: true })
      await rm(lock, { recursive: true, force: true })
    }
  }
  return folder
}

async function read(folder: string, recipe: Recipe): Promise<SourceClip> {
  const stream = Buffer.from(await Bun.file(join(folder, recipe.file)).arrayBuffer())
  const { width, height, fps, codec } = recipe
  return { codec, width, height, fps, sound: null, ...readAnnexB(stream, codec) }
}

const withSound = (clip: SourceClip, { variant }: Recipe): SourceClip => ({
  ...clip,
  sound: beeps(clip.units.length / clip.fps, 440 + 110 * variant),
})

/** One clip by itself, made first where this machine does not have it yet. */
export async function loadRecipe(recipe: Recipe, audio: boolean): Promise<SourceClip> {
  const clip = await read(await ensureFolder([recipe]), recipe)
  return audio ? withSound(clip, recipe) : clip
}

let loading: Promise<Clips> | null = null

async function load(): Promise<Clips> {
  const all = recipes()
  const folder = await ensureFolder(all)
  const silent = await Promise.all(all.map((recipe) => read(folder, recipe)))
  const sounding = silent.map((clip, index) => withSound(clip, all[index]!))
  return {
    pick({ channel, quality, audio, codec = 'h264' }) {
      const fitting = all.flatMap((recipe, index) =>
        recipe.codec === codec && recipe.quality === quality ? [index] : [],
      )
      const index = fitting[Math.abs(channel - 1) % fitting.length]!
      return (audio ? sounding : silent)[index]!
    },
  }
}

/** Loads the clips, making them first where this machine has none yet (a few seconds, needs a full FFmpeg). */
export function loadClips(): Promise<Clips> {
  loading ??= load().catch((error) => {
    loading = null
    throw error
  })
  return loading
}
