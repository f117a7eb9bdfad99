// A file of recordings by its path, for who manages the household: looked at and removed, inside the folders of recordings and nowhere else.
import { lstat, realpath, rm, stat } from 'node:fs/promises'
import { isAbsolute, normalize, relative, sep } from 'node:path'
import { eq } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { channels } from '../../db/schema/index.ts'
import type { Caller } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'
import type { AccessService } from '../access.ts'
import type { Activity } from '../activity.ts'
import type { FolderId, StorageFolders } from '../storage/folders.ts'
import { fileIn, pathOf } from './files.ts'
import type { Recordings } from './index.ts'
import { createRecordingStore } from './store.ts'

export interface RecordingFiles {
  /** Null where there is none. Rights: `manage`. Fault invalid-input for a path that leads out of the folders. */
  look(caller: Caller, path: string): Promise<{ bytes: number; changed: Date } | null>
  /** With its recording; false where neither was there. Rights and faults as above, and conflict for a protected one. */
  remove(caller: Caller, path: string): Promise<boolean>
}

interface Deps {
  db: Db
  access: AccessService
  activity: Activity
  folders: StorageFolders
  recordings: Pick<Recordings, 'remove'>
  now: () => Date
}

const LONGEST = 1024

const outside = () => new Fault('invalid-input', 'The path must lie inside the folders of recordings')

export function createRecordingFiles(deps: Deps): RecordingFiles {
  const { db, access, activity, folders, recordings } = deps
  const store = createRecordingStore(deps)
  const roots = () =>
    [null, ...folders.all().map(({ id }) => id)].map((folderId) => ({
      folderId,
      root: folders.rootOf({ kind: 'video', folderId }),
    }))

  /** Below which folder it is said to lie, and how it is called there; the folder is undefined for a path that names none. */
  async function named(path: string): Promise<{ folderId?: FolderId; file: string }> {
    if (path.length > LONGEST || /\p{Cc}/u.test(path) || !path.isWellFormed()) throw outside()
    let [folderId, file]: [FolderId | undefined, string] = [undefined, path]
    if (isAbsolute(path)) {
      const whole = normalize(path)
      for (const one of roots())
        for (const root of [one.root, await realpath(one.root).catch(() => one.root)])
          if (folderId === undefined && whole.startsWith(root + sep))
            [folderId, file] = [one.folderId, relative(root, whole).split(sep).join('/')]
      if (folderId === undefined) throw outside()
    }
    file = file.replace(/^(\.\/)+/, '')
    // What begins with a dot is no recording yet, or was never to be one.
    if (!file || file.split('/').some((part) => part === '' || part.startsWith('.'))) throw outside()
    return { file, ...(folderId !== undefined && { folderId }) }
  }

  /** Null also for what is another household's. */
  async function find(caller: Caller, path: string) {
    const householdId = access.household(caller, 'manage')
    const { file, folderId } = await named(path)
    const row = store.byFile(file)
    const isOther = row && (row.kind !== 'video' || (folderId !== undefined && row.folderId !== folderId))
    if (row && (row.householdId !== householdId || isOther)) return null
    if (!row && !mayStray(caller, householdId, file)) return null
    const places = row
      ? [folders.rootOf(row)]
      : roots().flatMap((one) => (folderId === undefined || one.folderId === folderId ? [one.root] : []))
    for (const root of places) {
      const found = await fileIn(root, file)
      if (!found) await refuseLink(root, file)
      if (found) return { row, file, found: await stat(found), at: found, folderId: row?.folderId ?? folderId }
    }
    return row ? { row, file, found: null, at: null, folderId: row.folderId } : null
  }

  /** A file that no row knows is the founder's, unless it lies among those of another household's camera. */
  function mayStray(caller: Caller, householdId: number, file: string): boolean {
    if (!('founder' in caller) || !caller.founder) return false
    const slug = file.split('/')[0] ?? ''
    const owners = db.select().from(channels).where(eq(channels.slug, slug)).all()
    return !owners.length || owners.some((one) => one.householdId === householdId)
  }

  return {
    async look(caller, path) {
      const one = await find(caller, path)
      return one?.found ? { bytes: one.found.size, changed: one.found.mtime } : null
    },
    async remove(caller, path) {
      const one = await find(caller, path)
      if (!one) return false
      const { row, file, found, at } = one
      if (row) {
        await recordings.remove(caller, row.id)
        return found !== null
      }
      if (!at) return false
      await rm(at, { force: true }).catch((cause) => {
        throw new Fault('not-ready', `${file} cannot be removed: its disk takes no changes.`, { cause })
      })
      activity.record(caller, { action: 'delete_stray_file', metadata: { file, bytes: found?.size ?? 0 } })
      return true
    },
  }
}

/** What a link leads to is not followed, and is said to be outside where it is. */
async function refuseLink(root: string, file: string): Promise<void> {
  const path = pathOf(root, file)
  if (!path || !(await lstat(path).catch(() => null))) return
  const [real, inside] = await Promise.all([realpath(path).catch(() => path), realpath(root).catch(() => root)])
  if (!real.startsWith(inside + sep)) throw outside()
}
