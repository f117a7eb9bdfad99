// Who may import whom: the table of the design's section 2, held for every source file.
import { describe, expect, test } from 'bun:test'
import { type Import, importsOf } from './imports.ts'
import { ourFiles, read } from './tree.ts'

interface Rule {
  /** The files that the rule is for; the first rule that fits a file counts. */
  files: RegExp
  /** What of ours they may import; `$1` stands for what the first group of `files` found. */
  may: string[]
  /** What of ours they may import for its types only. */
  mayTypes?: string[]
  /** Packages they may not import; a trailing * stands for anything. */
  not?: string[]
}

/** Small files in core/ itself that everybody in core may use. */
const GROUND = 'core/(bus|config|errors|log|shipped|timers)\\.ts'
const DOMAIN = 'core/domain/'
const DATABASE = ['drizzle-orm', 'bun:sqlite']
const PAGES = ['preact', '@preact/signals', 'preact-iso', 'lucide-preact', 'hls.js']

const RULES: Rule[] = [
  { files: /^core\/domain\//, may: [DOMAIN], not: ['*'] },
  {
    files: /^core\/plugin\//,
    may: [
      'core/plugin/',
      DOMAIN,
      'core/errors\\.ts',
      'core/http/(clip-copy|elsewhere|files|guard|kept-answers|picture|problem|route|sockets|validate|vod)\\.ts',
    ],
    mayTypes: ['core/services/'],
    not: [...DATABASE, ...PAGES],
  },
  { files: /^core\/db\//, may: ['core/db/', DOMAIN, GROUND], not: ['hono', 'mqtt', ...PAGES] },
  { files: /^core\/media\//, may: ['core/media/', DOMAIN, GROUND], not: ['hono', 'mqtt', ...DATABASE, ...PAGES] },
  {
    files: /^core\/services\//,
    may: ['core/services/', 'core/plugin/', 'core/db/', 'core/media/', DOMAIN, GROUND],
    not: ['hono', 'hono-openapi', 'mqtt', ...PAGES],
  },
  {
    files: /^core\/(api|http)\//,
    may: ['core/api/', 'core/http/', 'core/services/', 'core/plugin/', DOMAIN, GROUND],
    not: ['mqtt', ...DATABASE, ...PAGES],
  },
  {
    files: /^core\/mqtt\//,
    may: ['core/mqtt/', 'core/services/', 'core/plugin/', DOMAIN, GROUND],
    not: ['hono', 'hono-openapi', ...DATABASE, ...PAGES],
  },
  { files: /^core\/version\.ts$/, may: ['package\\.json'], not: ['*'] },
  { files: /^core\/app\.ts$/, may: ['core/'], not: PAGES },
  { files: /^core\/cli\//, may: ['core/'], not: ['hono', 'mqtt', 'bun:sqlite', ...PAGES] },
  { files: /^core\/testing\//, may: ['core/', 'test/rtsp-source/'] },
  { files: /^core\/[^/]+\.ts$/, may: [GROUND, DOMAIN], not: ['hono', 'mqtt', ...DATABASE, ...PAGES] },
  { files: /^plugins\/([^/]+)\/simulator\//, may: ['plugins/$1/simulator/', 'test/rtsp-source/'], not: DATABASE },
  {
    files: /^plugins\/([^/]+)\//,
    may: ['plugins/$1/(?!simulator/)', 'core/plugin/index\\.ts'],
    not: ['mqtt', ...DATABASE, ...PAGES],
  },
  { files: /^web\/testing\//, may: ['web/'], mayTypes: ['(core|plugins)/(.*[/.])?wire\\.ts'] },
  {
    files: /^web\//,
    may: ['web/'],
    mayTypes: ['(core|plugins)/(.*[/.])?wire\\.ts'],
    not: ['node:*', 'bun*', 'hono', 'zod', 'mqtt', ...DATABASE],
  },
  { files: /^main\.ts$/, may: ['core/', 'plugins/[^/]+/index\\.ts'] },
]

/** Libraries with quirks of their own: one file each lets them in, and types and repairs what they give. Plugins share no file. */
const ONE_DOOR = ['aedes', 'digest-fetch', 'fast-xml-parser', 'onvif', 'pino', 'mqtt']

const shipped = [...ourFiles('{core,plugins,web}/**/*.{ts,tsx}'), ...ourFiles('main.ts')].filter(
  (path) => !/\.test\.tsx?$/.test(path),
)
const imports = new Map<string, Import[]>()
for (const path of shipped) imports.set(path, importsOf(path, await read(path)))

/** What is wrong with an import, in a sentence; null when it is allowed. */
function wrongWith(path: string, { target, ours, typeOnly }: Import): string | null {
  const rule = RULES.find(({ files }) => files.test(path))
  if (!rule) return `${path}: no rule says what it may import`
  const group = rule.files.exec(path)?.[1] ?? ''
  const fits = (pattern: string) => new RegExp(`^${pattern.replaceAll('$1', group)}`).test(target)
  if (ours) {
    const allowed = rule.may.some(fits) || (typeOnly && (rule.mayTypes ?? []).some(fits))
    return allowed ? null : `${path} must not import ${target}${typeOnly ? '' : ' (or its types only)'}`
  }
  const refused = (rule.not ?? []).some((name) =>
    name.endsWith('*') ? target.startsWith(name.slice(0, -1)) : name === target,
  )
  return refused ? `${path} must not import the package ${target}` : null
}

describe('the arrows of the tree point one way', () => {
  test('every shipped file imports only what its place in the tree allows', () => {
    const wrong = [...imports].flatMap(([path, list]) => list.map((item) => wrongWith(path, item)).filter(Boolean))
    expect(wrong).toEqual([])
  })

  test('a library with quirks comes in through one file', () => {
    for (const name of ONE_DOOR) {
      const doors = [...imports].filter(([, list]) => list.some(({ target, typeOnly }) => target === name && !typeOnly))
      const shippedDoors = doors.map(([path]) => path).filter((path) => !/\/(simulator|testing)\//.test(path))
      const places = shippedDoors.map((path) => /^plugins\/[^/]+/.exec(path)?.[0] ?? 'core')
      expect({ name, places }).toEqual({ name, places: [...new Set(places)] })
    }
  })
})

describe('the rules themselves', () => {
  const verdict = (path: string, source: string) => importsOf(path, source).map((item) => wrongWith(path, item))

  test('a route that imports the database is refused', () => {
    expect(verdict('core/api/devices.ts', "import { devices } from '../db/schema/index.ts'")).not.toEqual([null])
    expect(verdict('core/api/devices.ts', "import { eq } from 'drizzle-orm'")).not.toEqual([null])
  })

  test('a plugin may use the contract and its own folder, and no other plugin', () => {
    expect(verdict('plugins/a/driver.ts', "import type { Driver } from '#plugin'")).toEqual([null])
    expect(verdict('plugins/a/x/y.ts', "import { z } from '../driver.ts'")).toEqual([null])
    expect(verdict('plugins/a/driver.ts', "import { z } from '../b/driver.ts'")).not.toEqual([null])
    expect(verdict('plugins/a/driver.ts', "import { s } from './simulator/server.ts'")).not.toEqual([null])
    expect(verdict('plugins/a/driver.ts', "import { createLog } from '../../core/log.ts'")).not.toEqual([null])
  })

  test('pages see the types of the wire, not its code', () => {
    expect(verdict('web/api.ts', "import type { A } from '../core/api/wire.ts'")).toEqual([null])
    expect(verdict('web/api.ts', "import { type A, type B } from '../core/api/manager/wire.ts'")).toEqual([null])
    expect(verdict('web/api.ts', "import { a } from '../core/api/wire.ts'")).not.toEqual([null])
    expect(verdict('web/api.ts', "import type { A } from '../core/services/live.ts'")).not.toEqual([null])
  })

  test('imports over several lines, without names and by call are seen', () => {
    const source =
      "import {\n  a,\n  type B,\n} from './one.ts'\nimport './two.css'\nconst c = await import('./three.ts')\n"
    expect(importsOf('web/x.ts', source)).toEqual([
      { target: 'web/one.ts', ours: true, typeOnly: false },
      { target: 'web/two.css', ours: true, typeOnly: false },
      { target: 'web/three.ts', ours: true, typeOnly: false },
    ])
    expect(importsOf('core/x.ts', "export interface A { b: import('./domain/caller.ts').Caller }")).toEqual([
      { target: 'core/domain/caller.ts', ours: true, typeOnly: true },
    ])
  })
})
