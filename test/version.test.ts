// One version: what package.json says is what everybody is told, and the changelog begins with it.
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { createTestApp } from '../core/testing/test-app.ts'
import { ourFiles, read } from './tree.ts'

const { version } = JSON.parse(await read('package.json')) as { version: string }

test('only one file of what is shipped reads the version, and it is the one in the lock file', async () => {
  const readers: string[] = []
  for (const path of [...ourFiles('{core,plugins,web}/**/*.{ts,tsx}'), ...ourFiles('main.ts')])
    if (/from '[./]+package\.json'/.test(await read(path))) readers.push(path)
  expect(readers).toEqual(['core/version.ts'])
  const lock = JSON.parse(await read('package-lock.json')) as { version: string; packages: Record<string, object> }
  expect([lock.version, lock.packages['']]).toMatchObject([version, { version }])
})

test('API, its description, health, and the command line tell the same version', async () => {
  await using porchlight = await createTestApp([])
  const { ask } = porchlight
  expect((await ask('GET', '/health', undefined, null)).body.version).toBe(version)
  expect((await ask('GET', '/api/openapi.json')).body.info.version).toBe(version)
  const child = Bun.spawnSync([process.execPath, join(import.meta.dir, '../main.ts'), '--version'])
  expect({ said: child.stdout.toString(), code: child.exitCode }).toEqual({ said: `${version}\n`, code: 0 })
})

test('the changelog begins with this version, and each release is newer than the one below it', async () => {
  const releases = [...(await read('CHANGELOG.md')).matchAll(/^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)$/gm)]
  const numbers = releases.map(([, number = '']) => number)
  const dates = releases.map(([, , date = '']) => date)
  expect(numbers[0]).toBe(version)
  expect(numbers.at(-1)).toBe('0.1.0')
  expect(numbers).toEqual(numbers.toSorted((a, b) => Bun.semver.order(b, a)))
  expect(dates).toEqual(dates.toSorted().reverse())
})
