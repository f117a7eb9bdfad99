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

test('seed 000: every operation of the document and of its program is mounted', () => {
  const [file] = [...new Glob('000_*.txt').scanSync({ cwd: folder, onlyFiles: true, throwErrorOnBrokenSymlink: false })]
  if (!file) {
    console.warn('skipped: ../shared/seeds is not here')
    return
  }
  const wanted = new Set([...endpoints(readFileSync(join(folder, file), 'utf8')), ...UNDESCRIBED])
  expect(wanted.size).toBe(47)
  const mounted = new Set(
    declaredRoutes(stand.app.root as unknown as Hono).map(
      ({ method, path }) => `${method} ${path.replace(/:\w+(\{[^}]*\})?/g, '{id}')}`,
    ),
  )
  expect([...wanted].filter((endpoint) => !mounted.has(endpoint))).toEqual([])
})
