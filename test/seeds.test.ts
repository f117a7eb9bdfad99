// Every endpoint that a seed's document names is mounted. The documents lie beside the project; without them this is skipped.
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Glob } from 'bun'
import type { Hono } from 'hono'
import { declaredRoutes } from '../core/http/route.ts'
import { createTestApp, type TestApp } from '../core/testing/test-app.ts'
import { hikvision } from '../plugins/hikvision/index.ts'
import { rtsp } from '../plugins/rtsp/index.ts'

const folder = join(import.meta.dir, '..', '..', 'shared', 'seeds')

/** What seed 000 serves beyond its own document (`nvr-manager/API.md`, marked there). */
const UNDESCRIBED = [
  'GET /api/devices/{id}',
  'POST /api/devices/{id}/get_channels_record_info',
  'POST /api/devices/{id}/channelsdata/sync',
  'GET /api/device/{id}/channel/{id}/infor/capabilities',
  'POST /api/device/{id}/channel/{id}/infor/recording-mode/sync',
  'POST /api/device/{id}/channels/recording-mode/sync',
  'POST /api/device/{id}/user/{id}/permissions/sync',
]

/** What seed 002 describes as a function, a table or a configuration, without a route. */
const ONLY_DESCRIBED = [
  'POST /api/cloud/hikvision/download',
  'GET /api/cloud/hikvision/downloads',
  'GET /api/cloud/hikvision/sources/{id}',
  'PUT /api/cloud/hikvision/sources/{id}',
]

/** `GET /api/x/{name}` of each block marked as HTTP; the names of parameters do not matter. */
function endpoints(text: string): string[] {
  const blocks = [...text.matchAll(/```http\n([A-Z]+) (\/\S+)/g)]
  return blocks.map(([, method, path]) => `${method} ${path?.replace(/\?.*$/, '').replace(/\{[^}]+\}/g, '{id}')}`)
}

let stand: TestApp
beforeAll(async () => {
  stand = await createTestApp([hikvision, rtsp])
})
afterAll(() => stand[Symbol.asyncDispose]())

/** The text of a seed; null, with a word, where the documents are not here. */
function seed(number: string): string | null {
  const found = new Glob(`${number}_*.txt`).scanSync({ cwd: folder, onlyFiles: true, throwErrorOnBrokenSymlink: false })
  const [file] = [...found]
  if (!file) console.warn('skipped: ../shared/seeds is not here')
  return file ? readFileSync(join(folder, file), 'utf8') : null
}

/** Those of the wanted that nobody serves. */
function missing(wanted: Iterable<string>): string[] {
  const mounted = new Set(
    declaredRoutes(stand.app.root as unknown as Hono).map(
      ({ method, path }) => `${method} ${path.replace(/:\w+(\{[^}]*\})?/g, '{id}')}`,
    ),
  )
  return [...wanted].filter((endpoint) => !mounted.has(endpoint))
}

test('seed 000: every operation of the document and of its program is mounted', () => {
  const text = seed('000')
  if (text === null) return
  const wanted = new Set([...endpoints(text), ...UNDESCRIBED])
  expect(wanted.size).toBe(47)
  expect(missing(wanted)).toEqual([])
})

test('seed 002: every route of the document is mounted, and those for what it only describes', () => {
  const text = seed('002')
  if (text === null) return
  const routes = [...text.matchAll(/@app\.route\('(\S+)', methods=\['([A-Z]+)'\]\)/g)]
  expect(routes).toHaveLength(3)
  expect(missing([...routes.map(([, path, method]) => `${method} ${path}`), ...ONLY_DESCRIBED])).toEqual([])
})

/** How many operations the document names of each noun that is here. */
const OF_SEED_004 = { auth: 6, cameras: 8, events: 5, recordings: 8, streams: 4, system: 7, users: 7 }

for (const [noun, count] of Object.entries(OF_SEED_004))
  test(`seed 004: every operation on ${noun} that the document names is mounted`, () => {
    const text = seed('004')
    if (text === null) return
    const named = [...text.matchAll(new RegExp(`^ *- ([A-Z]+) (/api/${noun}\\S*)`, 'gm'))]
    const wanted = new Set(named.map(([, method, path]) => `${method} ${path?.replace(/:\w+/g, '{id}')}`))
    expect(wanted.size).toBe(count)
    expect(missing(wanted)).toEqual([])
  })
