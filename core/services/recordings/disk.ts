// What lies in the folders of recordings and pictures beside what the database knows: unknown files are adopted, gone ones are noted.
import { readdir, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { and, asc, eq, gt } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { channels, recordings } from '../../db/schema/index.ts'
import { asFault } from '../../errors.ts'
import { probe } from '../../media/probe.ts'
import { channelName } from '../channels.ts'
import { UNDER_WAY } from '../storage/disks.ts'
import type { StorageFolders } from '../storage/folders.ts'
import { createAlarmPictures } from './alarm-pictures.ts'
import { ALARM_PICTURE, fileIn, PARTS } from './files.ts'
import { probePicture } from './picture-file.ts'
import type { NewRecording, RecordingStore } from './store.ts'

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
  folders: StorageFolders
  now: () => Date
  ffprobe?: string
}

interface Household {
  id: number
  /** Files below a folder that is no channel's belong to whom the appliance belongs to. */
  hasStrays: boolean
}

const STAMP = /_(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z(?:_\d+)?\.(?:mp4|jpg)$/
/** What was written a moment ago may be about to become a recording by itself. */
const SETTLED_MS = 60_000
/** Looked at before others get their turn. */
const BITE = 500
const ENDINGS = { video: '.mp4', picture: '.jpg' } as const
type Kind = keyof typeof ENDINGS

async function* filesIn(folder: string, ending: string): AsyncGenerator<string> {
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    if (entry.name === PARTS || entry.name === UNDER_WAY || entry.isSymbolicLink()) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesIn(path, ending)
    else if (entry.isFile() && entry.name.endsWith(ending)) yield path
  }
}

function startIn(file: string): Date | null {
  const [, day, hours, minutes, seconds] = file.match(STAMP) ?? []
  const time = new Date(`${day}T${hours}:${minutes}:${seconds}Z`)
  return Number.isNaN(+time) ? null : time
}

/** Deletes neither rows nor files. Another household's files are not touched and not told of. */
export async function syncWithDisk(deps: Deps, household: Household): Promise<DiskSync> {
  const { db, store, folders, now } = deps
  const alarmPictures = createAlarmPictures(deps)
  const sync: DiskSync = { scanned: 0, adopted: 0, gone: 0, back: 0, problems: [] }
  const owners = Map.groupBy(db.select().from(channels).all(), ({ slug }) => slug)

  async function look(kind: Kind, path: string): Promise<Pick<NewRecording, 'duration' | 'width' | 'height'>> {
    if (kind === 'picture') return { duration: 0, ...(await probePicture(path)) }
    return probe(path, deps.ffprobe, 'mov')
  }

  async function adopt(kind: Kind, path: string, file: string, folderId: number | null): Promise<void> {
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
    const found = await look(kind, path)
    const startAt = startIn(file) ?? new Date(Math.round(+mtime - found.duration * 1000))
    // It may have become a recording while it was read.
    if (store.byFile(file)) return
    store.add({
      householdId: household.id,
      channelId: channel?.id ?? null,
      channelName: channel ? channelName(channel) : (file.split('/').at(-2) ?? 'Found'),
      kind,
      origin: 'found',
      ...{ file, folderId },
      bytes: size,
      startAt,
      endAt: new Date(+startAt + Math.round(found.duration * 1000)),
      ...found,
    })
    sync.adopted++
  }

  /** Whose it is stands in its name: the device's household, and the alarm itself where it is still there. */
  async function adoptOfAlarm(path: string, file: string): Promise<void> {
    const device = alarmPictures.deviceOf(file, household.id)
    if (!device) return
    sync.scanned++
    const { size, mtime, ctimeMs } = await stat(path)
    if (+now() - ctimeMs < SETTLED_MS) return
    const found = await probePicture(path)
    if (store.byFile(file)) return
    alarmPictures.adopt(device, { file, bytes: size, size: found }, mtime)
    sync.adopted++
  }

  let seen = 0
  const there = new Set<number | null>([null])
  for (const { id } of folders.all()) if ((await folders.look(id)).state !== 'missing') there.add(id)
  const roots = [...there].map((folderId) => ({ kind: 'video' as Kind, folderId }))
  for (const { kind, folderId } of [...roots, { kind: 'picture' as const, folderId: null }]) {
    const folder = folders.rootOf({ kind, folderId })
    for await (const path of filesIn(folder, ENDINGS[kind])) {
      if (++seen % BITE === 0) await new Promise((resolve) => setImmediate(resolve))
      const file = relative(folder, path).split(sep).join('/')
      if (store.byFile(file)) continue
      const work =
        kind === 'picture' && ALARM_PICTURE.test(file) ? adoptOfAlarm(path, file) : adopt(kind, path, file, folderId)
      await work.catch((error) => sync.problems.push({ file, error: asFault(error).message }))
    }
  }
  const known = (after: number) =>
    db
      .select({
        id: recordings.id,
        kind: recordings.kind,
        file: recordings.file,
        folderId: recordings.folderId,
        bytes: recordings.bytes,
        missingSince: recordings.missingSince,
      })
      .from(recordings)
      .where(and(eq(recordings.householdId, household.id), gt(recordings.id, after)))
      .orderBy(asc(recordings.id))
      .limit(BITE)
      .all()
  async function hold(row: ReturnType<typeof known>[number]): Promise<void> {
    const { id, file, bytes, missingSince } = row
    // Away is not gone.
    if (!there.has(row.folderId)) return
    const path = await fileIn(folders.rootOf(row), file)
    const found = path ? await stat(path).catch(() => null) : null
    if (found) sync.scanned++
    if (found && found.size !== bytes) sync.problems.push({ file, error: 'The file is not as long as it was.' })
    if (Boolean(found) === (missingSince === null)) return
    sync[found ? 'back' : 'gone']++
    store.setMissing(id, found ? null : now())
  }

  for (let rows = known(0); rows.length; rows = known(rows.at(-1)?.id ?? 0)) for (const row of rows) await hold(row)
  // Those that were adopted just now have been counted twice.
  return { ...sync, scanned: sync.scanned - sync.adopted }
}
