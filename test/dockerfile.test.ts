// The Dockerfile against the tree: what it copies is there, what it runs are our own commands, nothing that runs is left out.
import { expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Glob } from 'bun'
import { read, root } from './tree.ts'

/** Instructions in their order, continued lines joined. */
const instructions = (await read('Dockerfile'))
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n\s*/g, ' ')
  .split('\n')
  .filter((line) => line.trim())
const of = (name: string) =>
  instructions.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1).trim())

/** What the copy instructions take, without flags and the place it goes to. */
const copied = of('COPY').map((line) => {
  const words = line.split(/\s+/)
  const from = words.find((word) => word.startsWith('--from='))
  return { from, sources: words.filter((word) => !word.startsWith('--')).slice(0, -1) }
})
const sources = copied.flatMap((copy) => copy.sources.map((path) => path.replace(/^\/app\//, '')))

/** Made in the image itself. */
const MADE = ['/usr/local/bin/bun', 'node_modules', 'dist']

test('every path that it copies is there', () => {
  expect(sources.length).toBeGreaterThan(8)
  expect(sources.filter((path) => !MADE.includes(path) && !existsSync(join(root, path)))).toEqual([])
})

const ignored = (await read('.dockerignore')).split('\n').filter((line) => line && !line.startsWith('#'))

test('what it copies is not left out of what is sent to the build', () => {
  expect(sources.filter((path) => !MADE.includes(path) && ignored.includes(path))).toEqual([])
  for (const path of ['node_modules', 'dist', '.git']) expect(ignored).toContain(path)
})

test('what it runs are the commands of the package, on files that it has', async () => {
  const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> }
  const starter = await read('scripts/run.mjs')
  const [entry = ''] = of('ENTRYPOINT')
  const [bun, main = ''] = JSON.parse(entry) as string[]
  expect(bun).toBe('bun')
  // npm start is run.mjs start, and that is this file.
  expect(scripts.start).toEndWith('scripts/run.mjs start')
  expect(starter).toContain(`start: '${main}'`)
  expect(sources).toContain(main)
  const health = JSON.parse(/CMD (\[.*\])/.exec(of('HEALTHCHECK')[0] ?? '')?.[1] ?? '[]') as string[]
  expect(health).toEqual(['bun', 'scripts/health.ts'])
  expect(sources).toContain('scripts/health.ts')
  // The pages are built by the same script that setup calls, and Bun is the one that the package names.
  const built = of('RUN').join('\n')
  const setup = await read('scripts/setup.mjs')
  for (const words of ['node_modules/.bin/bun', 'scripts/build-web.ts']) {
    expect(built).toContain(words)
    expect(setup).toContain(`'${words}'`)
  }
})

test('every file that the appliance loads is in the image, and every package is one that stays in it', async () => {
  const loaded = new Set(['main.ts'])
  const packages = new Set<string>()
  for (const path of loaded)
    for (const [, type, target = ''] of (await read(path)).matchAll(
      /^(?:import|export) (type )?(?:[^']*? from )?'([^']+)'/gm,
    )) {
      const file = target === '#plugin' ? 'core/plugin/index.ts' : join(path, '..', target)
      if (target.startsWith('.') || target === '#plugin') loaded.add(file)
      else if (!type && !/^(node|bun)\b/.test(target)) packages.add(/^(@[^/]+\/)?[^/]+/.exec(target)?.[0] ?? '')
    }
  expect(loaded.size).toBeGreaterThan(100)
  const inside = (path: string) => sources.some((source) => path === source || path.startsWith(`${source}/`))
  expect([...loaded].filter((path) => !inside(path))).toEqual([])
  const left = ignored.flatMap((pattern) => [new Glob(pattern), new Glob(`${pattern}/**`)])
  expect([...loaded].filter((path) => left.some((glob) => glob.match(path)))).toEqual([])
  const { dependencies } = JSON.parse(await read('package.json')) as { dependencies: Record<string, string> }
  expect(packages.size).toBeGreaterThan(5)
  expect([...packages].filter((name) => !(name in dependencies))).toEqual([])
})

test('its base is a release of Node that the package takes, and each stage names its version', async () => {
  const { engines } = JSON.parse(await read('package.json')) as { engines: { node: string } }
  const bases = of('FROM').map((line) => line.split(/\s+/)[0] ?? '')
  for (const base of bases) expect(base).toMatch(/:[\w.-]+$/)
  expect(bases.some((base) => base.endsWith(':latest'))).toBe(false)
  const node = Number(/^node:(\d+)/.exec(bases[0] ?? '')?.[1])
  expect(node).toBeGreaterThanOrEqual(Number(/\d+/.exec(engines.node)?.[0]))
})
