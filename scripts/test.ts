// Runs every test, is quiet about what passes, and closes with one plain line: N passed, N failed.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Glob } from 'bun'
import {
  addLcov,
  type Counts,
  type Coverage,
  countsIn,
  failuresIn,
  shareCovered,
  skipsIn,
  slowestOf,
  timesIn,
  toLcov,
} from './test-report.ts'

/** Below this share of covered lines of core and plugins the run fails. */
const WANTED = 0.7
const TEST_TIMEOUT_MS = 60_000
/** The whole run is ended after this time: something hangs. */
const RUN_TIMEOUT_MS = 50 * 60_000
/** These start browsers, brokers and whole appliances, and wait for them half of the time: behind all others, two at once. */
const HEAVY = /^test\/e2e\/|\.browser\.test\.ts$/
const HEAVY_AT_ONCE = 2

const HELP = `npm test [-- [words] [-t name]]
Runs all tests, or those whose file name holds one of the words. Coverage is checked only when all run.`

const root = process.cwd()
const { words, flags } = readArguments(process.argv.slice(2))
/** Only a run of everything can say something about coverage. */
const partial = words.length > 0 || flags.length > 0
const files = await findFiles(words)
const times = new Map<string, number>()
const scratch = await mkdtemp(join(tmpdir(), 'porchlight-test-'))
const stopped = new AbortController()
const tooLate = AbortSignal.timeout(RUN_TIMEOUT_MS)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopped.abort(signal))

let code = 1
try {
  code = await main()
} finally {
  await rm(scratch, { recursive: true, force: true })
}
process.exit(code)

async function main(): Promise<number> {
  const total: Counts = { passed: 0, failed: 0, skipped: 0 }
  const coverage: Coverage = new Map()
  const run = async (group: string[], index: number) => {
    if (tooLate.aborted) {
      console.log(`Not run, the time is up: ${group.join(' ')}`)
      total.failed += 1
      return
    }
    const counts = await runGroup(group, index, coverage)
    total.passed += counts.passed
    total.failed += counts.failed
    total.skipped += counts.skipped
  }
  const together = files.filter((file) => !HEAVY.test(file))
  if (together.length > 0) await run(together, 0)
  const heavy = files.filter((file) => HEAVY.test(file)).entries()
  const lane = async () => {
    for (const [index, file] of heavy) {
      if (stopped.signal.aborted) return
      await run([file], index + 1)
    }
  }
  await Promise.all(Array.from({ length: HEAVY_AT_ONCE }, lane))
  if (stopped.signal.aborted) return 130
  if (total.passed + total.failed === 0) console.log(partial ? 'No test has such a name.' : 'There are no tests.')
  const enough = partial || (await coverageSuffices(coverage))
  const skipped = total.skipped ? `, ${total.skipped} skipped` : ''
  if (!partial) console.log(slowestOf(times))
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`)
  return total.failed || !total.passed || !enough ? 1 : 0
}

/** Runs some files in one `bun test` and prints what failed and what was skipped. */
async function runGroup(group: string[], index: number, coverage: Coverage): Promise<Counts> {
  const junit = join(scratch, `${index}.xml`)
  const lcov = join(scratch, String(index))
  const own = [
    ['--parallel', '--only-failures', '--no-orphans', `--timeout=${TEST_TIMEOUT_MS}`],
    ['--reporter=junit', `--reporter-outfile=${junit}`],
    partial ? [] : ['--coverage', '--coverage-reporter=lcov', `--coverage-dir=${lcov}`],
  ].flat()
  const child = Bun.spawn([process.execPath, 'test', ...own, ...flags, ...group.map((file) => `./${file}`)], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
    signal: AbortSignal.any([stopped.signal, tooLate]),
  })
  const [out, err, status] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  const counts = countsIn(err) ?? { passed: 0, failed: 0, skipped: 0 }
  const failures = failuresIn(err)
  // Of a single file bun prints what the tests themselves print apart from their results.
  const printed = group.length === 1 ? out.replace(/^bun test v.*$/m, '').trim() : ''
  for (const text of failures) console.log(`\n${text}\n`)
  // With -t bun counts every other test as skipped, which is no news.
  const report = (await Bun.file(junit).exists()) ? await Bun.file(junit).text() : null
  for (const [file, seconds] of timesIn(report ?? '')) times.set(file, seconds)
  if (!flags.includes('-t') && report !== null)
    for (const line of skipsIn(report, group.length === 1 ? `${group[0]}:\n${out}\n${err}` : err)) console.log(line)
  if (/matched 0 tests/.test(err)) return counts
  if (status !== 0 && !stopped.signal.aborted && (!failures.length || !counts.failed)) {
    // Ended by itself (process.exit, a crash, the time limit): say it with all there is, and count it as one failure.
    console.log(`\nbun test ended with ${child.signalCode ?? status} for ${group.length} files:\n${out}\n${err}`)
    counts.failed ||= 1
  } else if (failures.length && printed) console.log(printed)
  if (status === 0 && countsIn(err) === null) {
    console.log(`\nbun test ended without a result for ${group.join(' ')}:\n${out}\n${err}`)
    counts.failed = 1
  }
  if (await Bun.file(join(lcov, 'lcov.info')).exists())
    addLcov(coverage, await Bun.file(join(lcov, 'lcov.info')).text())
  return counts
}

async function coverageSuffices(coverage: Coverage): Promise<boolean> {
  await mkdir(join(root, 'coverage'), { recursive: true })
  await Bun.write(join(root, 'coverage/lcov.info'), toLcov(coverage))
  const share = await shareCovered(coverage, root)
  const text = `${(Math.floor(share * 1000) / 10).toFixed(1)} % of the lines of core and plugins are covered`
  console.log(share < WANTED ? `${text}: at least ${WANTED * 100} % are wanted` : text)
  return share >= WANTED
}

/** Words choose files; anything with a dash goes to `bun test` as it is. */
function readArguments(args: string[]): { words: string[]; flags: string[] } {
  const found = { words: [] as string[], flags: [] as string[] }
  const left = [...args]
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    if (arg === '--help') {
      console.log(HELP)
      process.exit(0)
    }
    if (!arg.startsWith('-')) found.words.push(arg)
    else if (arg === '-t' || arg === '--test-name-pattern') found.flags.push('-t', left.shift() ?? '')
    else found.flags.push(arg)
  }
  return found
}

async function findFiles(filters: string[]): Promise<string[]> {
  const all: string[] = []
  for (const folder of ['core', 'plugins', 'web', 'scripts', 'bench', 'test'])
    for await (const path of new Glob(`${folder}/**/*.test.{ts,tsx}`).scan(root)) all.push(path)
  return all.filter((path) => !filters.length || filters.some((word) => path.includes(word))).sort()
}
