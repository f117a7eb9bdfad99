// `porchlight health`, by which a container's engine learns whether the appliance answers.
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { DEFAULT_HOST, DEFAULT_PORT } from '../core/cli/own-url.ts'
import { readConfig } from '../core/config.ts'
import { createTestApp } from '../core/testing/test-app.ts'
import { read } from './tree.ts'

async function health(port: string): Promise<number> {
  const child = Bun.spawn([process.execPath, join(import.meta.dir, '../main.ts'), 'health'], {
    env: { PATH: process.env.PATH, PORCHLIGHT_HOST: '0.0.0.0', PORCHLIGHT_PORT: port },
    stdout: 'ignore',
    stderr: 'ignore',
  })
  return await child.exited
}

test('says 0 while the appliance answers and 1 when it is gone', async () => {
  const app = await createTestApp([])
  const { port } = new URL(app.url)
  const whileItServes = await health(port)
  await app[Symbol.asyncDispose]()
  expect([whileItServes, await health(port), await health('many')]).toEqual([0, 1, 1])
}, 60_000)

test('asks where the configuration has us listen, without reading it', () => {
  const { host, port } = readConfig({})
  expect([DEFAULT_HOST, DEFAULT_PORT]).toEqual([host, port])
})

test('every half minute loads its own few files, and nothing of what serves', async () => {
  const loaded = new Set(['main.ts', 'core/cli/health.ts'])
  // What is loaded by a call is loaded by the commands that want it.
  for (const path of loaded)
    for (const [, from = ''] of (await read(path)).matchAll(/^(?:import|export) (?!type )(?:[^']*? from )?'([^']+)'/gm))
      if (!from.startsWith('node:')) loaded.add(from.startsWith('.') ? join(path, '..', from) : from)
  const mine = /^(main\.ts|core\/cli\/[\w-]+\.ts|core\/version\.ts|package\.json)$/
  expect([...loaded].filter((path) => !mine.test(path))).toEqual([])
  expect(loaded.size).toBeGreaterThan(5)
})
