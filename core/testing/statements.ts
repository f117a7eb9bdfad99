// Which statements are put to the database, and how it means to answer them, for tests that hold by which index a list is read.
import { Database } from 'bun:sqlite'

export interface Statements extends Disposable {
  clear(): void
  /** Each once, since the last `clear`. */
  all(): string[]
  /** How many in all since then, the same ones again, too. Those that are kept ready are not heard. */
  count(): number
  /** The plan of a statement, a line a step. */
  plan(sql: string): string[]
}

/** Hears what is prepared from now on, on any connection, until it is disposed. One at a time. */
export function hearStatements(): Statements {
  const { prepare } = Database.prototype
  const heard = new Set<string>()
  let count = 0
  let database: Database | null = null
  Database.prototype.prepare = function (this: Database, ...rest: Parameters<typeof prepare>) {
    heard.add(rest[0])
    count++
    database = this
    return prepare.apply(this, rest)
  } as typeof prepare
  return {
    clear() {
      heard.clear()
      count = 0
    },
    all: () => [...heard],
    count: () => count,
    plan(sql) {
      const values = [...sql.matchAll(/\?/g)].map(() => null)
      const rows = database ? prepare.call(database, `explain query plan ${sql}`).all(...values) : []
      return (rows as { detail: string }[]).map(({ detail }) => detail)
    },
    [Symbol.dispose]() {
      Database.prototype.prepare = prepare
    },
  }
}
