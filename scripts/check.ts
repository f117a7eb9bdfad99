// Format, lint, types, database and house rules: one line each, the whole story of those that fail.
import { checkMigrations } from './check-migrations.ts'

const root = process.cwd()
const bin = (name: string) => `node_modules/.bin/${name}`
const RULES = ['./test/architecture.test.ts', './test/file-size.test.ts', './test/habits.test.ts']

/** What is checked, and a function that answers null or what is wrong. */
const CHECKS: Record<string, () => Promise<string | null>> = {
  'format and lint': () =>
    run([bin('biome'), 'ci', '--colors=off', '--diagnostic-level=error', '--max-diagnostics=50', '.']),
  types: () => run([bin('tsc'), '-p', '.', '--pretty', 'false']),
  'schema and migrations': () => checkMigrations(root),
  'house rules': () => run([process.execPath, 'test', '--only-failures', ...RULES]),
  'texts of all languages': () => run([process.execPath, 'test', '--only-failures', './web/texts/tables.test.ts']),
}

const wanted = process.argv.slice(2)
let failed = 0
for (const [name, check] of Object.entries(CHECKS)) {
  if (wanted.length && !wanted.some((word) => name.includes(word))) continue
  const began = performance.now()
  const wrong = await check()
  const took = `${((performance.now() - began) / 1000).toFixed(1)} s`
  console.log(`${wrong ? 'FAULT' : 'good '} ${name} (${took})`)
  if (wrong) console.log(`${wrong}\n`)
  if (wrong) failed += 1
}
if (failed) console.log('Run npm run format to put right what can be put right by itself.')
process.exit(failed ? 1 : 0)

async function run(command: string[]): Promise<string | null> {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined }
  const child = Bun.spawn(command, { cwd: root, env, stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' })
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  return code === 0 ? null : `${out}${err}`.trim() || `ended with ${code}`
}
