// Files of our recorder: while they are written in a folder of their own, once they are whole among the recordings, with a row.
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { eq } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { channels, households } from '../../db/schema/index.ts'
import { Fault } from '../../domain/fault.ts'
import { probe } from '../../media/probe.ts'
import { repairFilm } from '../../media/recorder/repair.ts'
import type { RolledFile } from '../../media/recorder/roll.ts'
import type { ChannelWithDevice } from '../access.ts'
import { channelName } from '../channels.ts'
import { fileOf, pathOf } from '../recordings/files.ts'
import { place } from '../recordings/place.ts'
import { createRecordingStore, type RecordingRow } from '../recordings/store.ts'
import { UNDER_WAY } from '../storage/disks.ts'
import type { FolderId, StorageFolders } from '../storage/folders.ts'

/** Beside a file that gets its place: where that is. It goes when the row is there. */
const NOTE = '.note'

/** Why a file is recorded. */
export type RecordType = 'continuous' | 'alarm' | 'manual'

/** What the name of a file under way says, so that a crash loses nothing of it. */
interface Begun {
  householdId: number
  channelId: number
  recordType: RecordType
  utcOffsetMinutes: number
}

export interface Room {
  free: number
  total: number
}

export interface RecorderFiles {
  /** Where a new file is written, in a folder whose disk is there. */
  begin(of: Begun, startMs: number, folder: FolderId): Promise<string>
  /** What the channel was writing has ended before it was whole: from now on it may be made whole. Gives where it lies, if anything does. */
  letGo(channelId: number): FolderId | undefined
  /** Bytes that can still be written in a folder, and those of its whole disk. */
  room(folder: FolderId): Promise<Room>
  /** A whole file gets its place and its row; under what its camera was called last, if that is removed meanwhile. */
  keep(file: RolledFile, last: ChannelWithDevice): Promise<RecordingRow>
  /** Makes whole what a crash left in a folder, and keeps it; gives how many there were. What holds no picture goes. */
  repair(folder: FolderId, onProblem: (file: string, error: unknown) => void): Promise<number>
}

const NAME = /^h(\d+)_c(\d+)_(continuous|alarm|manual)_(-?\d+)_(\d+)\.mp4$/

function read(path: string): (Begun & { startMs: number }) | null {
  const found = NAME.exec(path.slice(path.lastIndexOf('/') + 1))
  if (!found) return null
  const [householdId = 0, channelId = 0, , utcOffsetMinutes = 0, startMs = 0] = found.slice(1).map(Number)
  return { householdId, channelId, recordType: found[3] as RecordType, utcOffsetMinutes, startMs }
}

export function createRecorderFiles({ db, now, folders }: { db: Db; now: () => Date; folders: StorageFolders }) {
  const rootOf = (folderId: FolderId) => folders.rootOf({ kind: 'video', folderId })
  const underWayIn = (folder: FolderId) => join(rootOf(folder), UNDER_WAY)
  /** Which each channel is writing. */
  const begun = new Map<number, string>()
  const store = createRecordingStore({ db, now })

  /** Made, unless the disk has gone meanwhile: its mount point gets no folder of ours. */
  async function ready(folder: FolderId): Promise<string> {
    const path = underWayIn(folder)
    if (folder === null) await mkdir(path, { recursive: true })
    else if (!existsSync(path)) await mkdir(path).catch(lenient)
    return path
  }

  const folderIn = (path: string) =>
    [null, ...folders.all().map(({ id }) => id)].find((id) => underWayIn(id) === dirname(path))

  function folderOf(path: string): FolderId {
    const there = folderIn(path)
    if (there === undefined) throw new Fault('not-ready', 'The storage folder of this recording was taken away.')
    return there
  }

  async function shelve(
    path: string,
    of: Begun & { startMs: number },
    film: Film,
    last: ChannelWithDevice | null = null,
  ): Promise<RecordingRow> {
    const folderId = folderOf(path)
    const folder = rootOf(folderId)
    const channel = db.select().from(channels).where(eq(channels.id, of.channelId)).get()
    const named = channel ?? last
    const slug = named?.slug ?? 'camera'
    const startAt = new Date(Math.round(of.startMs))
    let file = fileOf(slug, startAt, 'mp4')
    for (let again = 1; store.byFile(file) || existsSync(pathOf(folder, file) as string); again++)
      file = fileOf(slug, startAt, 'mp4', again)
    const { seconds, frames, codec, width, height } = film
    await writeFile(path + NOTE, file)
    const row = await place({
      made: path,
      path: pathOf(folder, file) as string,
      add: (bytes) =>
        store.add({
          householdId: of.householdId,
          channelId: channel?.id ?? null,
          channelName: named ? channelName(named) : 'Camera',
          ...{ kind: 'video', origin: 'recorder', file, folderId, bytes, startAt, recordType: of.recordType },
          endAt: new Date(+startAt + Math.round(seconds * 1000)),
          duration: seconds,
          utcOffsetMinutes: of.utcOffsetMinutes,
          ...{ codec, width, height },
          frameRate: seconds > 0 ? Math.round((frames / seconds) * 100) / 100 : null,
        }),
    })
    await rm(path + NOTE, { force: true })
    return row
  }

  /** A kill between place and row leaves a film that no list knows: it comes back to those that are to be kept. */
  async function takeBack(note: string): Promise<void> {
    const path = note.slice(0, -NOTE.length)
    const file = await readFile(note, 'utf8')
    const placed = pathOf(rootOf(folderOf(path)), file)
    if (placed && !existsSync(path) && existsSync(placed) && !store.byFile(file)) await rename(placed, path)
    await rm(note, { force: true })
  }

  const files: RecorderFiles = {
    async begin({ householdId, channelId, recordType, utcOffsetMinutes }, startMs, folder) {
      const name = `h${householdId}_c${channelId}_${recordType}_${utcOffsetMinutes}_${Math.round(startMs)}.mp4`
      const path = join(await ready(folder), name)
      begun.set(channelId, path)
      return path
    },
    letGo(channelId) {
      const path = begun.get(channelId)
      begun.delete(channelId)
      return path === undefined ? undefined : folderIn(path)
    },
    async room(folder) {
      const { blocks, bavail, bsize } = await statfs(await ready(folder))
      return { free: bavail * bsize, total: blocks * bsize }
    },
    async keep({ path, epoch, startMs, seconds, frames }, last) {
      const of = read(path)
      if (!of) throw new Error('A file of the recorder without its name')
      const codec = epoch.mime.includes('hvc1') ? 'hevc' : 'h264'
      const { width, height } = epoch
      return shelve(path, { ...of, startMs }, { seconds, frames, codec, width, height }, last)
    },
    async repair(folder, onProblem) {
      let count = 0
      const underWay = underWayIn(folder)
      // Asked for each: while others are made whole, cameras go on and begin new ones.
      const isOpen = (path: string) => [...begun.values()].includes(path)
      const names = () => readdir(underWay).catch(() => [] as string[])
      for (const name of await names())
        if (name.endsWith(NOTE) && !isOpen(join(underWay, name.slice(0, -NOTE.length))))
          await takeBack(join(underWay, name)).catch((error) => onProblem(name, error))
      for (const name of await names()) {
        const path = join(underWay, name)
        const of = read(path)
        if (!of || isOpen(path)) continue
        try {
          const film = await repairFilm(path)
          const isOurs = db.select().from(households).where(eq(households.id, of.householdId)).get()
          if (!film || !isOurs) {
            await rm(path, { force: true })
            continue
          }
          const { codec, width, height } = await probe(path)
          await shelve(path, of, { ...film, codec, width, height })
          count++
        } catch (error) {
          onProblem(name, error)
        }
      }
      return count
    },
  }
  return files
}

/** Two channels may make it at once. */
function lenient(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
}

interface Film {
  seconds: number
  frames: number
  codec: string | null
  width: number | null
  height: number | null
}
