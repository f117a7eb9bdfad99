// Backups: made and restored as jobs, kept in the data folder, brought and taken by the founder.
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Caller } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'
import type { AccessService } from '../access.ts'
import type { Activity } from '../activity.ts'
import { createSpace } from '../downloads/space.ts'
import type { JobHandler, JobRow, Jobs } from '../jobs.ts'
import type { OwnSecrets } from '../secrets.ts'
import { isOutOfRoom, openArchive } from './archive.ts'
import { makeBackup } from './make.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { type Ready, STAGED, waiting } from './put-in-place.ts'
import { stageRestore } from './stage.ts'

export interface BackupItem {
  /** File name, by which it is asked for. */
  name: string
  bytes: number
  /** Null: it cannot be read, and why. */
  about: Omit<Manifest, 'contents'> | null
  problem: string | null
}

export interface Backups {
  /** All verbs need the right `appliance`. Fault conflict while another is made or restored. */
  create(caller: Caller, options: { passphrase: string; withFiles: boolean }): JobRow
  /** Newest first. */
  list(caller: Caller): Promise<{ items: BackupItem[]; waiting: Ready | null }>
  /** Fault not-found. */
  file(caller: Caller, name: string): Promise<{ path: string; name: string }>
  remove(caller: Caller, name: string): Promise<void>
  /** Takes one that was made elsewhere in. Faults: invalid-input for what is none, too-large, disk-full. */
  bring(caller: Caller, content: AsyncIterable<Uint8Array>): Promise<BackupItem>
  /** Checks and unpacks it; the next start puts it in place. */
  restore(caller: Caller, name: string, passphrase: string): Promise<JobRow>
  /** What waits is not put in place after all. */
  forget(caller: Caller): Promise<void>
  /**
   * Starts the appliance anew, once this was answered: within its process, or by ending it for who runs it to start it again.
   * Fault unsupported where nobody would.
   */
  restart(caller: Caller): 'within' | 'by ending'
  /** A start has put one in place. */
  restored(ready: Ready): void
  /** Says how the jobs are done. */
  start(): void
}

interface Deps {
  access: Pick<AccessService, 'household'>
  activity: Activity
  jobs: Jobs
  secrets: Pick<OwnSecrets, 'master'>
  /** `PORCHLIGHT_SECRET_KEY`. */
  givenKey: string | null
  dataFolder: string
  version: string
  now: () => Date
  restart: (() => void) | null
  isSupervised: boolean
}

export const ENDING = '.porchlight-backup'
/** Nobody's whole house is larger; a stream that never ends is. */
const MOST_BYTES = 8 * 1024 ** 4
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}\.porchlight-backup$/
const noSuch = () => new Fault('not-found', 'Backup not found')

/** `porchlight-2026-11-22T08-30-00Z.porchlight-backup`. */
export const backupName = (at: Date) => `porchlight-${at.toISOString().slice(0, 19).replaceAll(':', '-')}Z${ENDING}`

export function createBackups(deps: Deps): Backups {
  const { access, activity, jobs, secrets, givenKey, dataFolder: data, version, now, restart } = deps
  const folder = join(data, 'backups')
  /** Only here, so that it is never on a disk; a job that has lost its own at a stop fails. */
  const passphrases = new Map<number, string>()
  const known = new Map<string, { stamp: string; item: BackupItem }>()

  async function itemOf(name: string): Promise<BackupItem> {
    const { size, mtimeMs } = await stat(join(folder, name))
    const stamp = `${size}.${mtimeMs}`
    const before = known.get(name)
    if (before?.stamp === stamp) return before.item
    const item = { name, bytes: size, ...(await aboutOf(join(folder, name))) }
    known.set(name, { stamp, item })
    return item
  }

  async function names(): Promise<string[]> {
    const found = await readdir(folder).catch(() => [])
    return found.filter((name) => NAME.test(name))
  }

  async function existing(name: string): Promise<string> {
    if (!NAME.test(name) || !(await names()).includes(name)) throw noSuch()
    return join(folder, name)
  }

  function begin(caller: Caller, input: Record<string, unknown>, passphrase: string): JobRow {
    if (passphrases.size)
      throw new Fault('conflict', 'A backup is being made or restored already. Wait until it has ended.')
    const job = jobs.create(caller, { kind: 'backup', input, priority: 10 })
    passphrases.set(job.id, passphrase)
    // Also when it is cancelled before it begins.
    void jobs.ended(job.id).finally(() => passphrases.delete(job.id))
    return job
  }

  const handler: JobHandler = async (job, progress, signal) => {
    const passphrase = passphrases.get(job.id)
    if (passphrase === undefined)
      throw new Fault('conflict', 'Porchlight was restarted meanwhile, and keeps no passphrase. Begin again.')
    const told = ({ step, bytesDone, bytesTotal }: { step: string; bytesDone: number; bytesTotal: number }) =>
      progress({ step, bytesDone, bytesTotal, progress: bytesTotal ? Math.min(1, bytesDone / bytesTotal) : 0 })
    const onProgress = seldom(told)
    const { restore, with_files: withFiles } = job.input as { restore?: string; with_files?: boolean }
    const shared = { data, passphrase, now: now(), signal, onProgress }
    if (restore !== undefined) {
      const { ready } = await stageRestore({ ...shared, file: await existing(restore), givenKey })
      return { restore, ...ready }
    }
    await mkdir(folder, { recursive: true, mode: 0o750 })
    const name = await freeName(backupName(now()))
    const to = join(folder, name)
    const master = secrets.master()
    const { bytes, manifest } = await makeBackup({ ...shared, master, withFiles: withFiles === true, to, version })
    return { name, bytes, with_files: manifest.with_files, counts: manifest.counts }
  }

  async function freeName(name: string): Promise<string> {
    const taken = new Set(await names())
    for (let n = 1; ; n++) {
      const tried = n === 1 ? name : name.replace(ENDING, `-${n}${ENDING}`)
      if (!taken.has(tried)) return tried
    }
  }

  /** What an end in between has left behind. */
  async function sweep(): Promise<void> {
    for (const name of await readdir(folder).catch(() => []))
      if (/^\.(making|coming)-/.test(name)) await rm(join(folder, name), { recursive: true, force: true })
  }

  const note = (caller: Caller, action: string, metadata: Record<string, unknown>) =>
    activity.record(caller, { action, resourceType: 'backup', metadata })

  return {
    create(caller, { passphrase, withFiles }) {
      access.household(caller, 'appliance')
      const job = begin(caller, { with_files: withFiles }, passphrase)
      note(caller, 'backup', { with_files: withFiles })
      return job
    },
    async list(caller) {
      access.household(caller, 'appliance')
      const items = await Promise.all((await names()).map(itemOf))
      const at = ({ about }: BackupItem) => about?.created_at ?? ''
      return { items: items.toSorted((a, b) => at(b).localeCompare(at(a))), waiting: waiting(data) }
    },
    async file(caller, name) {
      access.household(caller, 'appliance')
      return { path: await existing(name), name }
    },
    async remove(caller, name) {
      access.household(caller, 'appliance')
      await rm(await existing(name))
      known.delete(name)
      note(caller, 'delete_backup', { name })
    },
    async bring(caller, content) {
      access.household(caller, 'appliance')
      await mkdir(folder, { recursive: true, mode: 0o750 })
      const path = join(folder, `.coming-${crypto.randomUUID()}`)
      try {
        await pipeline(limited(content, folder), createWriteStream(path, { mode: 0o600, flags: 'wx' }))
        const { about, problem } = await aboutOf(path)
        if (!about) throw new Fault('invalid-input', problem ?? 'This file is not a backup of Porchlight.')
        const name = await freeName(backupName(new Date(about.created_at)))
        await rename(path, join(folder, name))
        note(caller, 'upload_backup', { name })
        return await itemOf(name)
      } catch (error) {
        if (isOutOfRoom(error))
          throw new Fault('disk-full', 'There is no room for this backup. Make room, then send it again.')
        throw error
      } finally {
        await rm(path, { force: true })
      }
    },
    async restore(caller, name, passphrase) {
      access.household(caller, 'appliance')
      await existing(name)
      const job = begin(caller, { restore: name }, passphrase)
      note(caller, 'restore', { name })
      return job
    },
    async forget(caller) {
      access.household(caller, 'appliance')
      const ready = waiting(data)
      if (!ready) throw new Fault('not-found', 'No restore is waiting')
      await rm(join(data, STAGED), { recursive: true, force: true })
      note(caller, 'forget_restore', { created_at: ready.created_at })
    },
    restart(caller) {
      access.household(caller, 'appliance')
      if (!restart) throw new Fault('unsupported', 'Porchlight cannot start itself anew here. Restart it by hand.')
      note(caller, 'restart', {})
      // The answer goes out first.
      setTimeout(restart, 200)
      return deps.isSupervised ? 'by ending' : 'within'
    },
    restored({ created_at, version: of, with_files }) {
      note({ kind: 'system' }, 'restored', { created_at, version: of, with_files })
    },
    start() {
      void sweep()
      jobs.handle('backup', handler, { most: 1 })
    },
  }
}

async function aboutOf(path: string): Promise<Pick<BackupItem, 'about' | 'problem'>> {
  try {
    using archive = await openArchive(path)
    const { contents: _contents, ...about } = (await readManifest(archive)).manifest
    return { about, problem: null }
  } catch (error) {
    if (error instanceof Fault) return { about: null, problem: error.message }
    throw error
  }
}

/** Refuses what never ends, and stops before the disk is full. */
async function* limited(content: AsyncIterable<Uint8Array>, folder: string) {
  const space = createSpace(folder)
  let [bytes, looked] = [0, -1]
  for await (const piece of content) {
    bytes += piece.byteLength
    if (bytes > MOST_BYTES) throw new Fault('too-large', 'This file is too large to be a backup')
    if (looked < Math.floor(bytes / 2 ** 26)) {
      looked = Math.floor(bytes / 2 ** 26)
      await space.check(2 ** 26)
    }
    yield piece
  }
}

/** Each piece of a file is progress, but not worth a row each. */
function seldom<T>(tell: (value: T) => void, everyMs = 500): (value: T) => void {
  let last = Number.NEGATIVE_INFINITY
  return (value) => {
    if (performance.now() - last < everyMs) return
    last = performance.now()
    tell(value)
  }
}
