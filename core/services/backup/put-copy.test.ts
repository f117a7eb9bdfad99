// A copy of before an upgrade takes the place of the database: what was there is kept whole, and nobody is left without one.
import { Database } from 'bun:sqlite'
import { afterEach, beforeEach, expect, test } from 'bun:test'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DataFolder, openDataFolder } from '../../db/data-folder.ts'
import { openDatabase } from '../../db/open.ts'
import { putCopy } from './put-copy.ts'

let root = ''
let folder: DataFolder
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'porchlight-put-copy-'))
  folder = openDataFolder(root)
})
afterEach(() => {
  folder[Symbol.dispose]()
  rmSync(root, { recursive: true, force: true })
})

const file = () => folder.file('porchlight.db')
const put = () =>
  putCopy({ folder, file: join(root, 'copy.db'), keyId: 'unused', now: new Date('2026-03-04T05:06:07Z') })

/** A database, and a copy of it. */
function made(): void {
  openDatabase(file()).close()
  using sqlite = new Database(file())
  sqlite.run('VACUUM INTO ?', [join(root, 'copy.db')])
}

test('what only its log held is kept with it, and the other finds no log', () => {
  made()
  // As a power cut leaves it: written, and not taken over yet.
  using sqlite = new Database(file())
  sqlite.run('PRAGMA wal_autocheckpoint=0')
  sqlite.run('create table late (id integer)')
  const cut = ['', '-wal'].map((ending) => [ending, readFileSync(`${file()}${ending}`)] as const)
  sqlite.close()
  for (const [ending, bytes] of cut) writeFileSync(`${file()}${ending}`, bytes)
  const { keptIn } = put()
  expect(existsSync(`${file()}-wal`)).toBe(false)
  const tables = (path: string) => {
    using one = new Database(path, { readonly: true })
    return one.prepare<{ name: string }, []>("select name from sqlite_master where name = 'late'").all().length
  }
  expect([tables(join(keptIn ?? '', 'porchlight.db')), tables(file())]).toEqual([1, 0])
})

test('a damaged one is kept with its log, and where nothing can be kept nothing is taken away', () => {
  made()
  writeFileSync(file(), 'no database')
  writeFileSync(`${file()}-wal`, 'nor a log')
  writeFileSync(join(root, 'replaced'), 'a file, where a folder is to be')
  expect(put).toThrow()
  expect(readFileSync(file(), 'utf8')).toBe('no database')
  rmSync(join(root, 'replaced'))
  const { keptIn } = put()
  expect(readdirSync(keptIn ?? '').toSorted()).toEqual(['porchlight.db', 'porchlight.db-wal'])
  expect(existsSync(`${file()}-wal`)).toBe(false)
})
