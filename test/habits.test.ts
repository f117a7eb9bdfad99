// House rules that a machine can hold: first lines, leftovers, reasons for dependencies, nothing of one machine.
import { describe, expect, test } from 'bun:test'
import { posix } from 'node:path'
import { ourFiles, read } from './tree.ts'

const CODE = '{core,plugins,web,test,scripts,bench}/**/*.{ts,tsx,mjs}'
const TEXT = '**/*.{ts,tsx,mjs,js,json,md,html,css,svg,yaml,yml,toml,sql,sh}'
const code = [...ourFiles(CODE), ...ourFiles('*.{ts,tsx,mjs}')]
const texts = [...new Set([...ourFiles(TEXT), ...ourFiles('{Dockerfile,LICENSE,.dockerignore,.editorconfig,.ci/run}')])]

/** Lines of these files that the pattern finds, as `path:line: text`. */
async function linesWith(paths: string[], pattern: RegExp): Promise<string[]> {
  const found: string[] = []
  for (const path of paths)
    for (const [index, line] of (await read(path)).split('\n').entries())
      if (pattern.test(line)) found.push(`${path}:${index + 1}: ${line.trim().slice(0, 100)}`)
  return found
}

/** Words are put together here, so that this file does not hold them itself. */
const word = (...parts: string[]) => parts.join('')

describe('code', () => {
  test('every file begins with a sentence on its job', async () => {
    const silent: string[] = []
    for (const path of code) {
      const lines = (await read(path)).split('\n')
      const first = lines[0]?.startsWith('#!') ? lines[1] : lines[0]
      if (!/^\/\/ \S.{8,}/.test(first ?? '')) silent.push(path)
    }
    expect(silent).toEqual([])
  })

  test('no mark says that something is left to do', async () => {
    const marks = new RegExp(`\\b(${word('TO', 'DO')}|${word('FIX', 'ME')}|${word('X', 'XX')}|${word('HA', 'CK')})\\b`)
    expect(await linesWith([...code, ...ourFiles('**/*.{css,html,sql}')], marks)).toEqual([])
  })

  test('nothing is left over from looking for a fault', async () => {
    const left = new RegExp(`\\b(test|describe|it)\\.${word('on', 'ly')}\\(|^\\s*${word('debug', 'ger')}\\b`)
    expect(await linesWith(code, left)).toEqual([])
    const talking = code.filter(
      (path) => /^(core|plugins|web)\//.test(path) && !/(\.test\.tsx?|\/main\.ts)$|\/testing\//.test(path),
    )
    expect(await linesWith(talking, new RegExp(`^\\s*${word('console', '\\.log')}\\(`))).toEqual([])
    expect(ourFiles('**/*.{orig,bak,rej,swp,tmp}')).toEqual([])
  })

  test('no folder or file is called after nothing', () => {
    const names = /(^|\/)(utils?|helpers?|common|misc|types)(\/|\.tsx?$)/
    expect(code.filter((path) => names.test(path))).toEqual([])
  })
})

describe('documents', () => {
  test('every dependency has its sentence in the decision on dependencies', async () => {
    const adr = await read('docs/adr/0004-dependencies.md')
    const { dependencies, devDependencies } = JSON.parse(await read('package.json')) as Record<string, object>
    const names = Object.keys({ ...dependencies, ...devDependencies })
    expect(names.filter((name) => !adr.includes(`| \`${name}\` |`))).toEqual([])
    const told = [...adr.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name ?? '')
    expect(told.filter((name) => !names.includes(name))).toEqual([])
  })

  test('every decision stands in the list of decisions', async () => {
    const list = await read('docs/adr/README.md')
    const decisions = ourFiles('docs/adr/[0-9]*.md').map((path) => posix.basename(path))
    expect(decisions.filter((name) => !list.includes(`(${name})`))).toEqual([])
  })
})

describe('the whole tree', () => {
  test('no file names a path of one machine or a host of a package registry', async () => {
    const words = [
      word('/wo', 'rk/'),
      word('/tmp/', 'plan'),
      word('bash', '_jobs'),
      word('registry\\.', 'npmjs'),
      word('deb\\.', 'debian\\.org'),
      word('/ho', 'me/[a-z]+/'),
    ]
    expect(await linesWith(texts, new RegExp(words.join('|')))).toEqual([])
  })

  test('no file holds the address of a package download', async () => {
    expect(await linesWith(['package-lock.json'], /"resolved": "http/)).toEqual([])
  })
})
