// What must outlive a power cut: on the disk when it returns, which other writes are only some seconds later.
import { closeSync, fsyncSync, openSync, writeFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import type { Db } from './open.ts'

/** Not within a transaction. Costs a flush of the disk: for what somebody was told, and what cannot be found out again. */
export function durably<T>(db: Db, write: () => T): T {
  db.run(sql`PRAGMA synchronous=FULL`)
  try {
    return write()
  } finally {
    db.run(sql`PRAGMA synchronous=NORMAL`)
  }
}

/** A file's content, or which names a folder has. */
export function syncPath(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** A file that only its owner reads; `wx` where none may stand there yet. Its name lasts when its folder is synced, too. */
export function writeDurably(file: string, content: Uint8Array | string, flag: 'w' | 'wx' = 'w'): void {
  const handle = openSync(file, flag, 0o600)
  try {
    writeFileSync(handle, content)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
