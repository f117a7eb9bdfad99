// The data folder: its shape, its version, and the lock that keeps a second appliance out.
import { Database } from 'bun:sqlite'
import { existsSync, mkdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Raised when the meaning of files in the folder changes; an older program refuses a newer folder. */
const LAYOUT = 1

/** `statfs` types on which SQLite's locks and write-ahead log cannot be trusted. */
const NETWORK: Record<number, string> = {
  26985: 'NFS',
  20859: 'SMB',
  4283649346: 'CIFS',
  4266872130: 'SMB',
  16914839: '9p',
}

export interface DataFolder extends Disposable {
  path: string
  /** File in the folder. */
  file(...parts: string[]): string
}

/**
 * Creates what is missing, checks the layout and takes the lock. The lock is SQLite's own, so the kernel lets go of it
 * however we end. Throws an Error with a text for people.
 */
export function openDataFolder(path: string): DataFolder {
  try {
    for (const part of ['', 'recordings', 'pictures', 'backups'])
      mkdirSync(join(path, part), { recursive: true, mode: 0o750 })
  } catch (error) {
    throw new Error(`The data folder ${path} cannot be made or written: ${(error as Error).message}`)
  }
  const network = NETWORK[statfsSync(path).type]
  if (network)
    throw new Error(
      `The data folder ${path} lies on a network file system (${network}), where a database can be damaged. Set PORCHLIGHT_DATA to a local disk; recordings may lie elsewhere.`,
    )
  const layoutFile = join(path, 'layout')
  if (existsSync(layoutFile)) {
    const layout = Number(readFileSync(layoutFile, 'utf8'))
    if (!(layout <= LAYOUT))
      throw new Error(
        `The data folder ${path} was written by a newer Porchlight (layout ${layout}). Start that version, or restore a backup.`,
      )
  } else writeFileSync(layoutFile, `${LAYOUT}\n`)
  const lock = new Database(join(path, 'lock'), { create: true })
  try {
    lock.exec('PRAGMA journal_mode=MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (!/lock|busy/i.test((error as Error).message)) throw error
    throw new Error(
      `The data folder ${path} is in use by another Porchlight. Stop that one first, or set PORCHLIGHT_DATA.`,
    )
  }
  return { path, file: (...parts) => join(path, ...parts), [Symbol.dispose]: () => lock.close() }
}
