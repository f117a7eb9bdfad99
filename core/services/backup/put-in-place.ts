// At a start, before anything is open: a restore that waits takes the place of what is there, which is kept beside it.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { dropStagedKey } from '../secret-key.ts'

/** Folders below the data folder. */
export const STAGED = 'restore'
export const REPLACED = 'replaced'
/** Below `STAGED`. */
export const FILES = 'files'
export const READY = 'ready.json'

const readySchema = z.object({
  /** Name of the folder in which the former data is kept. */
  stamp: z.string().regex(/^[\w-]+$/),
  created_at: z.string(),
  with_files: z.boolean(),
  version: z.string(),
})
/** What waits to be put in place. */
export type Ready = z.output<typeof readySchema>

export function waiting(data: string): Ready | null {
  try {
    return readySchema.parse(JSON.parse(readFileSync(join(data, STAGED, READY), 'utf8')))
  } catch {
    return null
  }
}

/**
 * The data folder must be locked by us. An end at any moment is gone on with by the next start. What was unpacked without having
 * come to its end is removed.
 */
export function putInPlace(data: string): { ready: Ready; keptIn: string | null } | null {
  const staged = join(data, STAGED)
  const ready = waiting(data)
  if (!ready) {
    rmSync(staged, { recursive: true, force: true })
    return null
  }
  const kept = join(data, REPLACED, ready.stamp)
  mkdirSync(kept, { recursive: true, mode: 0o700 })
  const inStaged = (name: string) => join(staged, name)
  if (existsSync(inStaged('porchlight.db'))) {
    // The key first: a database without its key would be refused by a start in between.
    replace(data, 'secret.key', inStaged('secret.key'), kept)
    dropStagedKey(data)
    for (const ending of ['-wal', '-shm', ''])
      moveAside(join(data, `porchlight.db${ending}`), join(kept, `porchlight.db${ending}`))
    move(inStaged('porchlight.db'), join(data, 'porchlight.db'))
  }
  for (const file of filesBelow(inStaged(FILES))) {
    const present = join(data, file)
    const from = join(staged, FILES, file)
    if (existsSync(present) && statSync(present).size === statSync(from).size) continue
    replace(data, file, from, kept)
  }
  rmSync(staged, { recursive: true, force: true })
  return { ready, keptIn: isEmpty(kept) ? null : kept }
}

/** Without what is to come there is nothing to do: it was done before an end in between. */
function replace(data: string, file: string, from: string, kept: string): void {
  if (!existsSync(from)) return
  moveAside(join(data, file), join(kept, file))
  move(from, join(data, file))
}

function moveAside(from: string, to: string): void {
  if (existsSync(from)) move(from, to)
}

/** Recordings may lie on a disk of their own. */
function move(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true, mode: 0o750 })
  try {
    renameSync(from, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error
    copyFileSync(from, `${to}.coming`)
    renameSync(`${to}.coming`, to)
    rmSync(from)
  }
}

/** Below the folder, with `/`. */
function filesBelow(folder: string, within = ''): string[] {
  if (!existsSync(join(folder, within))) return []
  return readdirSync(join(folder, within), { withFileTypes: true }).flatMap((entry) => {
    const path = within ? `${within}/${entry.name}` : entry.name
    return entry.isDirectory() ? filesBelow(folder, path) : [path]
  })
}

function isEmpty(folder: string): boolean {
  if (readdirSync(folder).length) return false
  rmdirSync(folder)
  return true
}
