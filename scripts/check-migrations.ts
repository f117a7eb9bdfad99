// Do the database schema and the migrations agree? Nothing new may be generated, and both must lead to the same tables.
import { Database } from 'bun:sqlite'
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

const SCHEMA = 'core/db/schema/index.ts'
const MIGRATIONS = 'core/db/migrations'

/** Resolves to null when they agree, else to what a person has to do. */
export async function checkMigrations(root: string): Promise<string | null> {
  const scratch = await mkdtemp(join(tmpdir(), 'porchlight-migrations-'))
  try {
    const [next, fresh] = [join(scratch, 'next'), join(scratch, 'fresh')]
    await cp(join(root, MIGRATIONS), next, { recursive: true })
    const before = await sqlOf(next)
    const said = (await generate(root, next)) ?? (await generate(root, fresh))
    if (said) return `drizzle-kit failed:\n${said}`
    if ((await sqlOf(next)).length !== before.length)
      return 'The schema has changed and no migration says so. Run: npm run migration -- <short_name>'
    const [made, wanted] = [shapeOf(before), shapeOf(await sqlOf(fresh))]
    const odd = [...new Set([...made, ...wanted])].filter((line) => !made.includes(line) || !wanted.includes(line))
    return odd.length ? `The migrations lead to other tables than the schema says:\n${odd.join('\n')}` : null
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/**
 * Returns what drizzle-kit said when it failed. It may fail with exit code 0, and a question of its own (a rename?) counts
 * too: nobody answers here. It takes `--out` for a path below the root whatever it looks like, so it gets a relative one.
 */
async function generate(root: string, out: string): Promise<string | null> {
  const child = Bun.spawn(
    [
      'node',
      'node_modules/drizzle-kit/bin.cjs',
      'generate',
      '--dialect=sqlite',
      `--schema=./${SCHEMA}`,
      `--out=${relative(root, out)}`,
    ],
    { cwd: root, stdin: 'ignore', stdout: 'pipe', stderr: 'pipe', timeout: 60_000 },
  )
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  const done = /No schema changes|Your SQL migration file/.test(stdout)
  return code === 0 && done ? null : `${stdout}${stderr}`.trim()
}

async function sqlOf(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
}

/** Every column, reference and index of the database that these migrations make, one a line. */
function shapeOf(migrations: string[]): string[] {
  using db = new Database(':memory:')
  for (const sql of migrations) db.exec(sql.replaceAll('--> statement-breakpoint', ''))
  const rows = (sql: string, ...values: string[]) => db.query<Record<string, unknown>, string[]>(sql).all(...values)
  const lines: string[] = []
  for (const { name } of rows("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")) {
    const table = String(name)
    lines.push(`table ${table}`)
    for (const { cid: _, ...column } of rows('select * from pragma_table_xinfo(?)', table))
      lines.push(`column of ${table}: ${JSON.stringify(column)}`)
    for (const { id: _, seq: __, ...key } of rows('select * from pragma_foreign_key_list(?)', table))
      lines.push(`reference of ${table}: ${JSON.stringify(key)}`)
    for (const index of rows('select name, "unique", partial from pragma_index_list(?)', table)) {
      const columns = rows('select name, "desc" from pragma_index_xinfo(?) where key', String(index.name))
      lines.push(`index of ${table}: ${JSON.stringify([index, columns])}`)
    }
  }
  return lines
}
