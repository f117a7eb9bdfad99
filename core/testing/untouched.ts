// Whether anything in a database was changed, and how to take it back: for tests that send what must have no effect.
import type { Database } from 'bun:sqlite'

type Rows = Record<string, unknown>[]

/** Columns that say when something was last used: asking is using. */
const USED = new Set(['last_used_at', 'last_login_at'])

export interface Untouched {
  /** Tables that differ from how they were when this was made. */
  changed(): string[]
  /** Makes them as they were. */
  restore(): void
}

/** `but` are tables that do not count. */
export function watchRows(sqlite: Database, but: readonly string[] = []): Untouched {
  const names = sqlite
    .query<{ name: string }, []>(
      "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '\\_\\_%' escape '\\'",
    )
    .all()
    .map(({ name }) => name)
    .filter((name) => !but.includes(name))
  const read = (name: string) => sqlite.query<Record<string, unknown>, []>(`select * from "${name}"`).all()
  const plain = (rows: Rows) => JSON.stringify(rows, (key, value: unknown) => (USED.has(key) ? null : value))
  const before = new Map(names.map((name) => [name, read(name)]))
  const texts = new Map([...before].map(([name, rows]) => [name, plain(rows)]))
  const version = () => (sqlite.query('pragma data_version').get() as { data_version: number }).data_version
  let seen = version()

  return {
    changed() {
      // Moves only when another connection has written.
      const at = version()
      if (at === seen) return []
      const found = names.filter((name) => plain(read(name)) !== texts.get(name))
      if (found.length === 0) seen = at
      return found
    },
    restore() {
      sqlite.run('pragma foreign_keys = off')
      sqlite.transaction(() => {
        for (const name of names) {
          if (plain(read(name)) === texts.get(name)) continue
          sqlite.run(`delete from "${name}"`)
          for (const row of before.get(name) ?? []) {
            const columns = Object.keys(row)
            const marks = columns.map(() => '?').join(', ')
            const values = Object.values(row) as (string | number | null)[]
            sqlite.run(
              `insert into "${name}" (${columns.map((one) => `"${one}"`).join(', ')}) values (${marks})`,
              values,
            )
          }
        }
      })()
    },
  }
}
