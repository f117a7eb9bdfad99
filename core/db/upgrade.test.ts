// Databases of before: each shape there ever was is brought to the newest, after a copy, or left as it was.
import { Database } from 'bun:sqlite'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { type DataFolder, openDataFolder } from './data-folder.ts'
import { copyBeforeUpgrade } from './database-copies.ts'
import { openDatabase } from './open.ts'
import { openUpgraded } from './upgrade.ts'
import { readWritten } from './version-mark.ts'

const MIGRATIONS = readMigrationFiles({ migrationsFolder: join(import.meta.dir, 'migrations') })
const AT = new Date('2026-03-04T05:06:07Z')
let root = ''
let folder: DataFolder

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'porchlight-upgrade-'))
  folder = openDataFolder(root)
})
afterEach(() => {
  folder[Symbol.dispose]()
  rmSync(root, { recursive: true, force: true })
})

const file = () => folder.file('porchlight.db')
const copies = () => readdirSync(folder.file('backups')).toSorted()
const open = (version = '0.2.0', at = AT) => openUpgraded(folder, version, at)

/** The database as it was when only so many changes of its shape had been written. */
function laid(changes: number, more: (sqlite: Database) => void = () => {}): void {
  using sqlite = new Database(file(), { create: true })
  sqlite.run('PRAGMA foreign_keys=OFF')
  sqlite.run('PRAGMA journal_mode=WAL')
  sqlite.run('PRAGMA synchronous=OFF')
  sqlite.run('BEGIN')
  sqlite.run('create table __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)')
  for (const { sql, hash, folderMillis } of MIGRATIONS.slice(0, changes)) {
    for (const statement of sql) sqlite.run(statement)
    sqlite.run('insert into __drizzle_migrations (hash, created_at) values (?, ?)', [hash, folderMillis])
  }
  more(sqlite)
  sqlite.run('COMMIT')
}

interface Column {
  name: string
  type: string
  notnull: number
  pk: number
}

const tables = (sqlite: Database) =>
  sqlite
    .prepare<{ name: string }, []>(
      "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '\\_\\_%' escape '\\'",
    )
    .all()
    .map(({ name }) => name)

/** A row in every table, all alike, so that each refers to one that is there. */
function fill(sqlite: Database): void {
  for (const table of tables(sqlite)) {
    const columns = sqlite.prepare<Column, [string]>('select * from pragma_table_info(?)').all(table)
    const values = columns.map(({ type }) => (type.toUpperCase() === 'TEXT' ? '{}' : 1))
    sqlite.run(`insert into ${table} values (${values.map(() => '?').join()})`, values)
  }
  if (sqlite.prepare('PRAGMA foreign_key_check').all().length) throw new Error('the rows do not fit together')
}

/** Every table, column, reference and index, as SQLite understands them. */
function shape(path: string): string[] {
  using sqlite = new Database(path, { readonly: true })
  const rows = (sql: string, ...values: string[]) => sqlite.prepare<object, string[]>(sql).all(...values)
  return tables(sqlite)
    .toSorted()
    .flatMap((table) =>
      [
        ...rows('select name, type, "notnull", dflt_value, pk from pragma_table_info(?) order by name', table),
        ...rows('select "from", "table", "to", on_delete from pragma_foreign_key_list(?) order by "from"', table),
        ...rows(
          "select name, sql from sqlite_master where type = 'index' and tbl_name = ? and sql is not null order by name",
          table,
        ),
      ].map((row) => `${table}: ${JSON.stringify(row)}`),
    )
}

describe('a database of every shape there ever was', () => {
  let newest: string[] = []
  beforeAll(() => {
    const path = mkdtempSync(join(tmpdir(), 'porchlight-fresh-'))
    openDatabase(join(path, 'porchlight.db')).close()
    newest = shape(join(path, 'porchlight.db'))
    rmSync(path, { recursive: true })
  })

  for (const changes of MIGRATIONS.keys())
    test(`of ${changes + 1} changes is brought to the newest with all its rows`, () => {
      laid(changes + 1, fill)
      const before = new Database(file(), { readonly: true })
      const filled = tables(before)
      before.close()
      const { upgraded, close } = open()
      close()
      const isNewest = changes + 1 === MIGRATIONS.length
      expect(upgraded?.from).toBe(isNewest ? undefined : '0.1.0')
      expect(copies().length).toBe(isNewest ? 0 : 1)
      using after = new Database(file(), { readonly: true })
      const kept = new Set(tables(after))
      for (const table of filled) {
        if (!kept.has(table)) continue
        const count = after.prepare<{ count: number }, []>(`select count(*) as count from ${table}`).get()?.count
        expect({ table, count }).toEqual({ table, count: 1 })
      }
      expect(shape(file())).toEqual(newest)
    })
})

test('before an upgrade a copy of the database is kept, which only its owner can read', () => {
  laid(20, fill)
  const shapeBefore = shape(file())
  const { upgraded, close } = open()
  close()
  expect(copies()).toEqual(['database-0.1.0-2026-03-04T05-06-07Z.db'])
  const copy = upgraded?.copy ?? ''
  expect(shape(copy)).toEqual(shapeBefore)
  expect(readWritten(copy)).toEqual({ by: '0.1.0', migratedAt: MIGRATIONS[19]?.folderMillis ?? 0 })
  expect(readWritten(file())).toMatchObject({ by: '0.2.0' })
  expect(statSync(copy).mode & 0o777).toBe(0o600)
  const again = open()
  again.close()
  expect(again.upgraded).toBeNull()
  expect(copies().length).toBe(1)
})

test('a database that is cut off is told as damaged, and to be restored', () => {
  laid(20, fill)
  truncateSync(file(), 20_000)
  expect(() => open()).toThrow(/is damaged: database disk image is malformed\. Restore a backup: .* --replace/)
  expect(copies()).toEqual([])
})

test('a new one stands whole on the disk before a key is made for it', () => {
  const { close } = open()
  // As a power cut leaves it: what was only in the log beside it is gone.
  const alone = folder.file('alone.db')
  copyFileSync(file(), alone)
  expect(readWritten(alone)).toMatchObject({ by: '0.2.0', migratedAt: MIGRATIONS.at(-1)?.folderMillis })
  expect(statSync(file()).mode & 0o777).toBe(0o600)
  close()
})

test('of the copies the newest three are kept', () => {
  laid(20)
  for (const [days, name] of ['database-0.0.1-a.db', 'database-0.0.2-2020-01-01T00-00-00Z.db', 'mine.db'].entries()) {
    writeFileSync(folder.file('backups', name), '')
    utimesSync(folder.file('backups', name), days, days)
  }
  for (const day of [1, 2, 3]) {
    for (const ending of ['', '-wal', '-shm']) rmSync(`${file()}${ending}`, { force: true })
    laid(20)
    open('0.2.0', new Date(Date.UTC(2026, 4, day))).close()
  }
  expect(copies()).toEqual([
    'database-0.0.1-a.db',
    ...[1, 2, 3].map((day) => `database-0.1.0-2026-05-0${day}T00-00-00Z.db`),
    'mine.db',
  ])
})

test('an upgrade that fails leaves the database as it was, says what to do, and keeps no copy of the same', () => {
  // What the last change is about to make is there already.
  laid(20, (sqlite) => sqlite.run('create table walls (id integer)'))
  const before = [shape(file()), readWritten(file())]
  expect(() => open()).toThrow(
    /could not be brought to the shape.*walls.*Nothing was changed.*Start Porchlight 0\.1\.0 again/,
  )
  expect([shape(file()), readWritten(file())]).toEqual(before)
  expect(copies()).toEqual([])
  using sqlite = new Database(file())
  sqlite.run('drop table walls')
  open().close()
  expect(readWritten(file()).by).toBe('0.2.0')
})

describe('an upgrade that is killed', () => {
  /** As a power cut leaves it: the copy is whole, and nobody came to do anything more. */
  const killed = () => copyBeforeUpgrade(root)

  test('leaves no further copy at each start, until one comes through', () => {
    laid(20)
    for (let start = 0; start < 5; start++) killed()
    expect(copies().length).toBe(1)
    open().close()
    expect(copies()).toEqual(['database-0.1.0-2026-03-04T05-06-07Z.db'])
  })

  test('as its last word was written still leaves the way back', () => {
    laid(20)
    killed()
    openDatabase(file()).close()
    const { upgraded, close } = open()
    close()
    expect(upgraded).toMatchObject({ from: '0.1.0' })
    expect(readWritten(upgraded?.copy ?? '').migratedAt).toBe(MIGRATIONS[19]?.folderMillis ?? 0)
  })
})

test('an upgrade that would break a reference is undone whole', () => {
  laid(20, (sqlite) => {
    fill(sqlite)
    sqlite.run('delete from households')
  })
  const before = shape(file())
  expect(() => open()).toThrow(/reference between tables/)
  expect(shape(file())).toEqual(before)
})

test('without room for the copy nothing is begun', () => {
  laid(20)
  // More than any disk has, and all of it a hole.
  writeFileSync(`${file()}-wal`, '')
  truncateSync(`${file()}-wal`, 8e12)
  expect(() => open()).toThrow(/There is no room to upgrade the database.*MB are needed.*Make room, then start again/)
  expect(copies()).toEqual([])
})

test('a database of a newer program is refused, with the way back', () => {
  laid(20)
  open().close()
  {
    using sqlite = new Database(file())
    sqlite.run("insert into __drizzle_migrations (hash, created_at) values ('later', 9999999999999)")
    sqlite.run('PRAGMA user_version=1002003')
  }
  expect(() => open()).toThrow(
    /written by Porchlight 1\.2\.3, and this is 0\.2\.0.*Start 1\.2\.3.*porchlight restore .*database-0\.1\.0-2026-03-04T05-06-07Z\.db --replace/,
  )
  rmSync(folder.file('backups', copies()[0] ?? ''))
  expect(() => open()).toThrow(/porchlight restore <a backup made by 0\.2\.0 or before> --replace/)
})

test('only when the database is ours an older program is kept from the folder', () => {
  laid(20, (sqlite) => sqlite.run('create table walls (id integer)'))
  writeFileSync(folder.file('layout'), '1\n')
  expect(() => open()).toThrow()
  expect(readFileSync(folder.file('layout'), 'utf8')).toBe('1\n')
  using sqlite = new Database(file())
  sqlite.run('drop table walls')
  open().close()
  expect(readFileSync(folder.file('layout'), 'utf8')).toBe('2\n')
})
