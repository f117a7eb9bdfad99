// What lies in the folder of recordings beside what the database knows: unknown files are adopted, gone ones are noted.
import { readdir, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { eq } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { channels, recordings } from '../../db/schema/index.ts'
import { asFault } from '../../errors.ts'
import { probe } from '../../media/probe.ts'
import { channelName } from '../channels.ts'
import { fileIn, PARTS } from './files.ts'
import type { RecordingStore } from './store.ts'

export interface DiskSync {
  /** Files that were looked at. */
  scanned: number
  /** Files that are recordings now and were not before. */
  adopted: number
  /** Recordings whose file was found to be gone, and whose file is there again. */
  gone: number
  back: number
  /** What a person should look at; nothing was changed about it. */
  problems: { file: string; error: string }[]
}

interface Deps {
  db: Db
  store: RecordingStore
  folder: string
  now: () => Date
  ffprobe?: string
}

interface Household {
  id: number
  /** Files below a folder that is no channel's belong to whom the appliance belongs to. */
  hasStrays: boolean
}

const STAMP = /_(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z(?:_\d+)?\.mp4$/
/** What was written a moment ago may be about to become a recording by itself. */
const SETTLED_MS = 60_000

async function* videosIn(folder: string): AsyncGenerator<string> {
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    if (entry.name === PARTS || entry.isSymbolicLink()) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* videosIn(path)
    else if (entry.isFile() && entry.name.endsWith('.mp4')) yield path
  }
}

function startIn(file: string): Date | null {
  const [, day, hours, minutes, seconds] = file.match(STAMP) ?? []
  const time = new Date(`${day}T${hours}:${minutes}:${seconds}Z`)
  return Number.isNaN(+time) ? null : time
}

/** Deletes neither rows nor files. Another household's files are not touched and not told of. */
export async function syncWithDisk(deps: Deps, household: Household): Promise<DiskSync> {
  const { db, store, folder, now } = deps
  const sync: DiskSync = { scanned: 0, adopted: 0, gone: 0, back: 0, problems: [] }
  const owners = Map.groupBy(db.select().from(channels).all(), ({ slug }) => slug)

  async function adopt(path: string, file: string): Promise<void> {
    const named = owners.get(file.split('/')[0] ?? '') ?? []
    const channel = named.find(({ householdId }) => householdId === household.id)
    if (!channel && (named.length || !household.hasStrays)) return
    sync.scanned++
    if (channel && named.length > 1) {
      sync.problems.push({
        file,
        error: 'Cameras of several households have this name: it cannot be told whose it is.',
      })
      return
    }
    const { size, mtime, ctimeMs } = await stat(path)
    if (+now() - ctimeMs < SETTLED_MS) return
    const found = await probe(path, deps.ffprobe, 'mov')
    const startAt = startIn(file) ?? new Date(Math.round(+mtime - found.duration * 1000))
    // It may have become a recording while it was read.
    if (store.byFile(file)) return
    store.add({
      householdId: household.id,
      channelId: channel?.id ?? null,
      channelName: channel ? channelName(channel) : (file.split('/').at(-2) ?? 'Found'),
      kind: 'video',
      origin: 'found',
      file,
      bytes: size,
      startAt,
      endAt: new Date(+startAt + Math.round(found.duration * 1000)),
      duration: found.duration,
      codec: found.codec,
      width: found.width,
      height: found.height,
      frameRate: found.frameRate,
    })
    sync.adopted++
  }

  for await (const path of videosIn(folder)) {
    const file = relative(folder, path).split(sep).join('/')
    if (store.byFile(file)) continue
    await adopt(path, file).catch((error) => sync.problems.push({ file, error: asFault(error).message }))
  }
  const known = db
    .select({
      id: recordings.id,
      file: recordings.file,
      bytes: recordings.bytes,
      missingSince: recordings.missingSince,
    })
    .from(recordings)
    .where(eq(recordings.householdId, household.id))
    .all()
  for (const { id, file, bytes, missingSince } of known) {
    const path = await fileIn(folder, file)
    const there = path ? await stat(path).catch(() => null) : null
    if (there) sync.scanned++
    if (there && there.size !== bytes) sync.problems.push({ file, error: 'The file is not as long as it was.' })
    if (Boolean(there) === (missingSince === null)) continue
    sync[there ? 'back' : 'gone']++
    store.setMissing(id, there ? null : now())
  }
  // Those that were adopted just now have been counted twice.
  return { ...sync, scanned: sync.scanned - sync.adopted }
}
