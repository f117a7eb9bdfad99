// `porchlight health`, by which a container's engine learns whether the appliance answers.
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { createTestApp } from '../core/testing/test-app.ts'

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
