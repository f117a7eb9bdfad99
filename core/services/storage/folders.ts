// Folders beside the data folder into which recordings go: which there are, where each lies, and whether its disk is there.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { asc } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { storageFolders } from '../../db/schema/index.ts'
import { Fault } from '../../domain/fault.ts'
import { realTimers, type Timers } from '../../timers.ts'
import { folderOf } from '../recordings/files.ts'
import { createLooks, type Look, madeThere } from './disks.ts'

export type FolderRow = typeof storageFolders.$inferSelect

/** Null = the data folder. */
export type FolderId = number | null

export interface StorageFolders extends Disposable {
  all(): FolderRow[]
  /** What the files of a recording lie below. Every reader asks here. Fault not-found for a folder that is not there any more. */
  rootOf(recording: { kind: 'video' | 'picture'; folderId: FolderId }): string
  /** Looks now, and remembers what it sees. */
  look(id: FolderId): Promise<Look>
  /** Fault not-ready unless its disk is there, and where `write` is asked for, can be written. */
  need(id: FolderId, write?: 'write'): Promise<void>
  /** What was seen last, without a look; null = nobody has looked yet. */
  seen(id: number): Look | null
  /** As it was seen last: recordings there are away, not gone. */
  isAway(id: FolderId): boolean
  /** Those beside the data folder that could be written when they were looked at last. */
  writable(): number[]
  /** The disk of a folder is there again, or for the first time. */
  onBack(listener: (id: number) => void): Disposable
  /** Something about the rows is another. */
  changed(): void
  /** Looks now and then from now on. */
  start(): void
}

interface Deps {
  db: Db
  /** The data folder. */
  dataFolder: string
  timers?: Timers
}

/** Holds the uuid of its row: without it an empty mount point would be taken for the disk. */
export const MARKER = '.porchlight-folder'
const EVERY_MS = 15_000

export function createStorageFolders({ db, dataFolder, timers = realTimers }: Deps): StorageFolders {
  const looks = createLooks()
  const lastSeen = new Map<number, Look>()
  const listeners = new Set<(id: number) => void>()
  let known: FolderRow[] | null = null
  let timer: Disposable | null = null
  let isOver = false

  const all = () => {
    known ??= db.select().from(storageFolders).orderBy(asc(storageFolders.id)).all()
    return known
  }

  function rowOf(id: number): FolderRow {
    const row = all().find((folder) => folder.id === id)
    if (!row) throw new Fault('not-found', 'Storage folder not found')
    return row
  }

  const isMarked = ({ path, uuid }: FolderRow) =>
    readFile(join(path, MARKER), 'utf8').then(
      (text) => text.trim() === uuid,
      () => false,
    )

  async function look(id: FolderId): Promise<Look> {
    if (id === null) {
      const path = folderOf(dataFolder, 'video')
      return looks(path, madeThere(path))
    }
    const row = rowOf(id)
    const seen = await looks(row.path, () => isMarked(row))
    const before = lastSeen.get(id)
    lastSeen.set(id, seen)
    if (seen.state !== 'missing' && (before === undefined || before.state === 'missing'))
      for (const listener of listeners) listener(id)
    return seen
  }

  function later(): void {
    timer = timers.after(EVERY_MS, () => {
      timer = null
      void Promise.allSettled(all().map(({ id }) => look(id))).then(() => {
        if (!isOver) later()
      })
    })
  }

  return {
    all,
    rootOf: ({ kind, folderId }) => folderOf(folderId === null ? dataFolder : rowOf(folderId).path, kind),
    look,
    async need(id, write) {
      if (id === null) return
      const { name } = rowOf(id)
      const { state } = await look(id)
      if (state === 'missing')
        throw new Fault('not-ready', `The storage folder “${name}” is not there. Is its disk connected?`)
      if (write && state === 'read_only')
        throw new Fault(
          'not-ready',
          `The storage folder “${name}” cannot be written: its disk only lets itself be read.`,
        )
    },
    seen: (id) => lastSeen.get(id) ?? null,
    isAway: (id) => id !== null && lastSeen.get(id)?.state === 'missing',
    writable: () => [...lastSeen].flatMap(([id, { state }]) => (state === 'ok' || state === 'full' ? [id] : [])),
    onBack(listener) {
      listeners.add(listener)
      return { [Symbol.dispose]: () => void listeners.delete(listener) }
    },
    changed() {
      known = null
      const ids = new Set(all().map(({ id }) => id))
      for (const id of lastSeen.keys()) if (!ids.has(id)) lastSeen.delete(id)
    },
    start() {
      void Promise.allSettled(all().map(({ id }) => look(id)))
      later()
    },
    [Symbol.dispose]() {
      isOver = true
      timer?.[Symbol.dispose]()
    },
  }
}
