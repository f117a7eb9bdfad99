// Looks at a data folder that somebody else may be using, and changes nothing in it.
import { Database } from 'bun:sqlite'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isDamage } from './obstacles.ts'

/** Whether an appliance runs on it: it holds the lock. */
export function isInUse(data: string): boolean {
  const lock = join(data, 'lock')
  if (!existsSync(lock)) return false
  const sqlite = new Database(lock, { readonly: true })
  try {
    using asked = sqlite.prepare('select 1 from sqlite_master')
    asked.all()
    return false
  } catch (error) {
    if (/lock|busy/i.test((error as Error).message)) return true
    throw error
  } finally {
    sqlite.close()
  }
}

/** Null: it is whole; else what SQLite says of it. Throws where nobody can tell, as on a full disk. Takes as long as the file is large. */
export function damageOf(file: string): string | null {
  const sqlite = new Database(file, { readonly: true })
  try {
    sqlite.run('PRAGMA busy_timeout=5000')
    // Let go of before the end: a database with a statement stays open behind `close`.
    using asked = sqlite.prepare<{ quick_check: string }, []>('PRAGMA quick_check(1)')
    const row = asked.get()
    return row?.quick_check === 'ok' ? null : (row?.quick_check ?? 'it cannot be read')
  } catch (error) {
    if (!isDamage(error)) throw error
    return (error as Error).message
  } finally {
    sqlite.close()
  }
}
