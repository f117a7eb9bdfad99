// The test runner: quiet about what passes, the whole story of what fails, one closing line, an honest exit code.
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addLcov, type Coverage, countsIn, shareCovered, skipsIn, slowestOf, timesIn, toLcov } from './test-report.ts'

const runner = join(import.meta.dir, 'test.ts')
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'porchlight-sample-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Runs the runner over a small project of these files. */
async function run(name: string, files: Record<string, string>, ...args: string[]) {
  const cwd = join(folder, name)
  for (const [path, text] of Object.entries({ 'package.json': '{}', ...files })) await Bun.write(join(cwd, path), text)
  const child = Bun.spawn([process.execPath, runner, ...args], { cwd, stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' })
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  return { text: out + err, last: out.trim().split('\n').at(-1), code }
}

const passes = `import { test } from 'bun:test'
test('is fine', () => console.log('chatter'))`
const covered = `import { expect, test } from 'bun:test'
import { sum } from '../core/sum.ts'
test('adds', () => expect(sum(1, 2)).toBe(3))`
const sum = `export function sum(a: number, b: number) {
  return a + b
}`

test('what passes leaves no trace but the closing line', async () => {
  const { text, code } = await run('quiet', { 'core/a.test.ts': passes, 'test/b.test.ts': passes }, 'test.ts')
  expect({ text, code }).toEqual({ text: '2 passed, 0 failed\n', code: 0 })
})

test('a failure is shown with its file and text, and the run fails', async () => {
  const fails = `import { expect, test } from 'bun:test'
test('two is three', () => { console.log('a hint'); expect(2).toBe(3) })
test('works', () => {})`
  const { text, last, code } = await run('fails', { 'core/a.test.ts': passes, 'core/b.test.ts': fails }, 'core')
  expect(text).toContain('core/b.test.ts:')
  expect(text).toContain('a hint')
  expect(text).toContain('Expected: 3')
  expect(text).toContain('(fail) two is three')
  // What it prints may be read late, and bun then shows it below the name of the next file.
  expect(text).not.toContain('core/a.test.ts')
  expect({ last, code }).toEqual({ last: '2 passed, 1 failed', code: 1 })
})

test('a file that cannot be loaded counts as a failure', async () => {
  const broken = "import { a } from './gone.ts'\nimport { test } from 'bun:test'\ntest('x', () => a())"
  const { text, last, code } = await run('broken', { 'core/a.test.ts': passes, 'core/b.test.ts': broken }, 'core')
  expect(text).toContain("Cannot find module './gone.ts'")
  expect({ last, code }).toEqual({ last: '1 passed, 1 failed', code: 1 })
})

test('a test that ends the whole process cannot make the run pass', async () => {
  const leaves = "import { test } from 'bun:test'\ntest('leaves', () => process.exit(0))"
  const { last, code } = await run('leaves', { 'core/a.test.ts': leaves }, 'core')
  expect({ last, code }).toEqual({ last: '0 passed, 1 failed', code: 1 })
})

test('skipped tests are counted, with the reason that they print', async () => {
  const skips = `import { test } from 'bun:test'
console.log('skipped: the facts are not here')
test.skip('reads the facts', () => {})
test('works', () => {})`
  const { text, last, code } = await run('skips', { 'core/a.test.ts': skips, 'core/b.test.ts': passes }, 'core')
  expect(text).toContain('skipped 1 in core/a.test.ts: skipped: the facts are not here')
  expect({ last, code }).toEqual({ last: '2 passed, 0 failed, 1 skipped', code: 0 })
})

test('no test at all is a failure', async () => {
  const { text, last, code } = await run('none', {}, 'nothing-of-that-name')
  expect(text).toContain('No test has such a name.')
  expect({ last, code }).toEqual({ last: '0 passed, 0 failed', code: 1 })
})

test('the whole run fails when too little of core and plugins is covered, and says so', async () => {
  const files = { 'core/sum.ts': sum, 'test/a.test.ts': covered, 'test/e2e/b.test.ts': passes }
  const good = await run('covered', files)
  expect(good).toMatchObject({ last: '2 passed, 0 failed', code: 0 })
  expect(good.text).toContain('100.0 % of the lines of core and plugins are covered')
  const bad = await run('bare', { ...files, 'plugins/a/unseen.ts': sum.repeat(3) })
  expect(bad).toMatchObject({ last: '2 passed, 0 failed', code: 1 })
  expect(bad.text).toContain('at least 70 % are wanted')
})

test('the longest files of a run are named, longest first', () => {
  const suite = (name: string, time: number) =>
    `<testsuite name="${name}" file="${name}" tests="5" time="${time}" hostname="x">`
  const times = timesIn(
    `${suite('core/a.test.ts', 0.4)}${suite('a group of tests', 90)}${suite('test/b.test.tsx', 61.2)}`,
  )
  expect(slowestOf(times)).toBe('Longest: test/b.test.tsx 61 s, core/a.test.ts 0 s')
  expect(slowestOf(times, 1)).toBe('Longest: test/b.test.tsx 61 s')
})

test('reports of several runs are added up', async () => {
  const coverage: Coverage = new Map()
  addLcov(coverage, 'SF:core/a.ts\nDA:1,1\nDA:2,0\nend_of_record\n')
  addLcov(coverage, 'SF:core/a.ts\nDA:2,3\nend_of_record\nSF:core/testing/b.ts\nDA:1,0\nend_of_record\n')
  expect(toLcov(coverage)).toContain('SF:core/a.ts\nDA:1,1\nDA:2,3\nLF:2\nLH:2\nend_of_record')
  for (const path of ['core/a.ts', 'core/testing/b.ts']) await Bun.write(join(folder, 'sums', path), sum)
  expect(await shareCovered(coverage, join(folder, 'sums'))).toBe(1)
})

test('the counts are those with which bun closes', () => {
  expect(countsIn('x\n 12 pass\n 1 skip\n 2 todo\n 3 fail\n')).toEqual({ passed: 12, failed: 3, skipped: 3 })
  expect(countsIn('killed')).toBeNull()
})

test('a reason that bun shows below the name of another file is found', () => {
  const junit =
    '<testsuites><testsuite><testcase name="reads" file="core/a.test.ts"><skipped/></testcase></testsuite></testsuites>'
  const output = 'core/b.test.ts:\nskipped: the facts are not here\n\n 2 pass\n'
  expect(skipsIn(junit, output)).toEqual(['skipped 1 in core/a.test.ts: skipped: the facts are not here'])
})
