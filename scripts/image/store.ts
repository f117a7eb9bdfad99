// The folder of one run: everything that is built and run lies in it, and it is gone when the run has ended, however it did.
import { Database } from 'bun:sqlite'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PREFIX = 'porchlight-image-'

export interface Store extends Disposable {
  folder: string
}

/** Removes first what runs have left that were killed: the kernel has let go of their locks. */
export function openStore(within = tmpdir()): Store {
  for (const name of readdirSync(within)) if (name.startsWith(PREFIX)) removeLeft(join(within, name))
  const folder = mkdtempSync(join(within, PREFIX))
  const lock = locked(folder)
  return {
    folder,
    [Symbol.dispose]() {
      remove(folder)
      lock?.close()
    },
  }
}

function removeLeft(folder: string): void {
  const lock = locked(folder)
  if (!lock) return
  remove(folder)
  lock.close()
}

/** Null: somebody else has it. */
function locked(folder: string): Database | null {
  const lock = new Database(join(folder, 'lock'), { create: true })
  try {
    lock.exec('PRAGMA journal_mode=MEMORY; BEGIN EXCLUSIVE')
    return lock
  } catch {
    lock.close()
    return null
  }
}

/** Again where a program that was just killed has written something meanwhile. */
const remove = (folder: string) => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
