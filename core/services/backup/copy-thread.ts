// The thread that copies or tries a database file; loaded elsewhere it does nothing.
import { Database } from 'bun:sqlite'
import type { Copied, CopyAnswer, CopyOrder } from './copy.ts'

function copy(from: string, to: string): void {
  const sqlite = new Database(from, { readonly: true })
  try {
    sqlite.run('PRAGMA busy_timeout=5000')
    sqlite.run('VACUUM INTO ?', [to])
  } finally {
    sqlite.close()
  }
}

function check(file: string): Copied {
  const sqlite = new Database(file, { readonly: true })
  try {
    const [result] = sqlite.query('PRAGMA integrity_check(1)').values() as [string][]
    if (result?.[0] !== 'ok') throw new Error(String(result?.[0]))
    if (sqlite.query('PRAGMA foreign_key_check').values().length) throw new Error('A reference leads nowhere')
    const number = (text: string) => Number(sqlite.query(text).values()[0]?.[0] ?? 0)
    const rows = (table: string) => number(`select count(*) from ${table}`)
    return {
      migratedAt: number('select max(created_at) from __drizzle_migrations'),
      counts: {
        users: rows('users'),
        devices: rows('devices'),
        channels: rows('channels'),
        recordings: rows('recordings'),
      },
    }
  } finally {
    sqlite.close()
  }
}

if (!Bun.isMainThread) {
  globalThis.onmessage = ({ data: order }: MessageEvent<CopyOrder>) => {
    let answer: CopyAnswer
    try {
      if (order.do === 'copy') copy(order.from, order.to)
      answer = { done: check(order.do === 'copy' ? order.to : order.file) }
    } catch (error) {
      answer = { error: (error as Error).message }
    }
    postMessage(answer)
  }
}
