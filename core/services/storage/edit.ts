// Adds, names and takes away folders for recordings: only the founder does, since they are places on the machine.
import { constants } from 'node:fs'
import { access as allows, mkdir, readdir, readFile, realpath, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { isAbsolute, join, normalize, sep } from 'node:path'
import { count, eq } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { recorderRules, recordings, storageFolders } from '../../db/schema/index.ts'
import type { Caller } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'
import type { AccessService } from '../access.ts'
import type { Activity } from '../activity.ts'
import { sync } from '../downloads/checked.ts'
import { folderOf } from '../recordings/files.ts'
import { UNDER_WAY } from './disks.ts'
import { type FolderRow, MARKER, type StorageFolders } from './folders.ts'

/** What deeds are about, in the activity log. */
const THING = 'storage_folder'

export interface FolderEdits {
  /** The path is absolute and there, can be written, and lies neither in the data folder nor in another one. */
  add(caller: Caller, input: { name: string; path: string }): Promise<FolderRow>
  rename(caller: Caller, id: number, name: string): FolderRow
  /** Fault conflict while recordings lie there, or are to go there. */
  remove(caller: Caller, id: number): Promise<void>
}

interface Deps {
  db: Db
  access: AccessService
  activity: Pick<Activity, 'record'>
  folders: StorageFolders
  /** The data folder. */
  dataFolder: string
  now: () => Date
}

const MOST = 8

function wrong(message: string): Fault {
  return new Fault('invalid-input', `path: ${message}`, { problems: [{ path: 'body.path', code: 'folder', message }] })
}

const lies = (inner: string, outer: string) => inner === outer || inner.startsWith(outer === sep ? sep : outer + sep)

export function createFolderEdits({ db, access, activity, folders, dataFolder, now }: Deps): FolderEdits {
  let editing: Promise<unknown> = Promise.resolve()

  /** One after the other: two at once might take the same folder. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = editing.then(work)
    editing = mine.catch(() => {})
    return mine
  }

  const real = (path: string) => realpath(path).catch(() => path)

  async function check(path: string): Promise<void> {
    const found = await stat(path).catch(() => null)
    if (!found?.isDirectory()) throw wrong('is no folder of this machine. In a container, mount it first.')
    const place = await real(path)
    for (const [other, name] of [
      [dataFolder, 'the data folder'] as const,
      ...folders.all().map((folder) => [folder.path, `“${folder.name}”`] as const),
    ]) {
      const there = await real(other)
      if (lies(place, there) || lies(there, place)) throw wrong(`must lie neither in ${name} nor around it`)
    }
    const text = await readFile(join(path, MARKER), 'utf8').catch(() => null)
    if (text !== null) throw wrong(`belongs to another Porchlight. If it does not, remove the file ${MARKER} from it.`)
    if (await allows(path, constants.W_OK).catch((error) => error)) throw wrong('cannot be written by Porchlight')
  }

  function need(caller: Caller, id: number): FolderRow {
    access.household(caller, 'appliance')
    const row = folders.all().find((folder) => folder.id === id)
    if (!row) throw new Fault('not-found', 'Storage folder not found')
    return row
  }

  const tell = (caller: Caller, action: string, { id, name, path }: FolderRow, rest: object = {}) =>
    activity.record(caller, {
      action,
      resourceType: THING,
      resourceId: id,
      metadata: { name, path, ...rest },
    })

  return {
    add(caller, { name, path: given }) {
      access.household(caller, 'appliance')
      return inTurn(async () => {
        if (!isAbsolute(given) || given.includes('\0')) throw wrong('must be a whole path that begins with /')
        const path = normalize(given).replace(/(?<=.)\/+$/, '')
        if (folders.all().length >= MOST) throw new Fault('conflict', `There are ${MOST} storage folders already.`)
        await check(path)
        const uuid = Bun.randomUUIDv7()
        try {
          await mkdir(folderOf(path, 'video'), { recursive: true })
          await writeFile(join(path, MARKER), `${uuid}\n`, { flag: 'wx' })
          // A power cut that left it empty would make a strange disk of ours, for good.
          await sync(join(path, MARKER))
          await sync(path).catch(() => {})
        } catch (error) {
          throw new Fault('invalid-input', 'path: cannot be written by Porchlight', {
            cause: error,
            problems: [{ path: 'body.path', code: 'folder', message: 'cannot be written by Porchlight' }],
          })
        }
        const row = db.insert(storageFolders).values({ uuid, name, path, createdAt: now() }).returning().get()
        folders.changed()
        await folders.look(row.id)
        tell(caller, 'add_storage_folder', row)
        return row
      })
    },
    rename(caller, id, name) {
      const { name: before } = need(caller, id)
      const row = db.update(storageFolders).set({ name }).where(eq(storageFolders.id, id)).returning().get()
      folders.changed()
      if (before !== name) tell(caller, 'rename_storage_folder', row, { before: { name: before }, after: { name } })
      return row
    },
    remove(caller, id) {
      need(caller, id)
      return inTurn(async () => {
        const row = need(caller, id)
        const root = folderOf(row.path, 'video')
        const isThere = (await folders.look(id)).state !== 'missing'
        const underWay = isThere ? await readdir(join(root, UNDER_WAY)).catch(() => []) : []
        const lying = db.select({ n: count() }).from(recordings).where(eq(recordings.folderId, id)).get()?.n ?? 0
        const rules = db.select({ n: count() }).from(recorderRules).where(eq(recorderRules.folderId, id)).get()?.n ?? 0
        if (rules)
          throw new Fault(
            'conflict',
            `${rules === 1 ? 'One camera is' : `${rules} cameras are`} recorded into “${row.name}”. Choose another folder first.`,
          )
        if (underWay.length)
          throw new Fault(
            'conflict',
            `A recording is just being written in “${row.name}”. Try again when it has ended.`,
          )
        if (lying)
          throw new Fault(
            'conflict',
            `${lying === 1 ? 'One recording lies' : `${lying} recordings lie`} in “${row.name}”. Delete what is there first.`,
          )
        db.delete(storageFolders).where(eq(storageFolders.id, id)).run()
        folders.changed()
        if (isThere) {
          await rm(join(row.path, MARKER), { force: true }).catch(() => {})
          await rmdir(join(root, UNDER_WAY)).catch(() => {})
          await rmdir(root).catch(() => {})
        }
        tell(caller, 'remove_storage_folder', row)
      })
    },
  }
}
