// The check of the migrations finds a schema that has moved on, and a migration that was edited.
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { cp, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkMigrations } from './check-migrations.ts'

const root = join(import.meta.dir, '..')
let copy: string

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'porchlight-schema-'))
  for (const path of ['core/db', 'core/domain', 'package.json', 'tsconfig.json'])
    await cp(join(root, path), join(copy, path), { recursive: true })
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
})
afterAll(() => rm(copy, { recursive: true, force: true }))

test('schema and migrations of this tree agree', async () => {
  expect(await checkMigrations(copy)).toBeNull()
}, 120_000)

test('a new table without a migration is found', async () => {
  const index = join(copy, 'core/db/schema/index.ts')
  const before = await Bun.file(index).text()
  await Bun.write(
    join(copy, 'core/db/schema/extra.ts'),
    `import { sqliteTable, text } from 'drizzle-orm/sqlite-core'
export const extra = sqliteTable('extra', { word: text().primaryKey() })
`,
  )
  await Bun.write(index, `${before}export * from './extra.ts'\n`)
  expect(await checkMigrations(copy)).toContain('Run: npm run migration')
  await Bun.write(index, before)
}, 120_000)

test('a migration that was edited by hand is found', async () => {
  const folder = join(copy, 'core/db/migrations')
  const name = (await readdir(folder)).find((file) => file.endsWith('.sql')) ?? ''
  const sql = await Bun.file(join(folder, name)).text()
  await Bun.write(join(folder, name), `${sql}\n--> statement-breakpoint\nCREATE TABLE stray (a integer);\n`)
  expect(await checkMigrations(copy)).toContain('table stray')
}, 120_000)
