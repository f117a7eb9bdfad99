// An appliance in which two accounts had the same e-mail address before addresses were unique.
import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/bun-sqlite'
import { migrate } from 'drizzle-orm/bun-sqlite/migrator'
import { openDatabase } from './open.ts'

test('the address stays with the oldest account', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'porchlight-email-'))
  const file = join(folder, 'porchlight.db')
  const before = join(folder, 'migrations')
  cpSync(join(import.meta.dir, 'migrations'), before, { recursive: true })
  const journal = join(before, 'meta', '_journal.json')
  const { entries, ...rest } = await Bun.file(journal).json()
  const older = entries.filter(({ tag }: { tag: string }) => tag < '0019')
  await Bun.write(journal, JSON.stringify({ ...rest, entries: older }))
  using old = new Database(file, { create: true })
  migrate(drizzle({ client: old }), { migrationsFolder: before })
  old.run("insert into households (id, uuid, created_at) values (1, 'h', 0)")
  for (const [name, email] of [
    ['anna', 'Home@example.org'],
    ['bert', 'home@Example.org'],
    ['carla', 'HOME@EXAMPLE.ORG'],
    ['dora', 'dora@example.org'],
    ['emil', null],
    ['fred', null],
  ] as const)
    old.run(
      'insert into users (uuid, household_id, username, email, password_hash, role, created_at, updated_at) values (?, 1, ?, ?, ?, ?, 0, 0)',
      [name, name, email, 'x', 'admin'],
    )
  old.close()
  const { db, close } = openDatabase(file)
  const rows = await db.query.users.findMany({ columns: { username: true, email: true } })
  close()
  rmSync(folder, { recursive: true, force: true })
  expect(rows.map(({ email }) => email)).toEqual(['Home@example.org', null, null, 'dora@example.org', null, null])
})
