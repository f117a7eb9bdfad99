// Restart and shutdown as LightNVR’s clients ask for them, of real processes: the one begins it anew, the other ends it for good.
import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A process of ours: where it listens, each time that it begins to, and what it answers. */
function start(more: Record<string, string> = {}) {
  const data = mkdtempSync(join(tmpdir(), 'porchlight-restart-'))
  const child = Bun.spawn([process.execPath, '--no-orphans', join(import.meta.dir, '..', 'main.ts')], {
    env: {
      ...{ PATH: process.env.PATH ?? '', PORCHLIGHT_DATA: data, PORCHLIGHT_PORT: '0', PORCHLIGHT_HOST: '127.0.0.1' },
      ...{ PORCHLIGHT_ADMIN_USER: 'owner', PORCHLIGHT_ADMIN_PASSWORD: 'porchlight-owner', ...more },
    },
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const told = linesOf(child.stdout)
  const heard: string[] = []
  return {
    child,
    heard,
    async listening(): Promise<string> {
      for (;;) {
        const { value, done } = await told.next()
        if (done) throw new Error('It ended without listening')
        const { msg, url } = JSON.parse(value) as { msg: string; url?: string }
        if (msg === 'Porchlight is listening' && url) return url
      }
    },
    async ask(url: string, what: string): Promise<[number, boolean, string]> {
      const headers = { authorization: `Basic ${btoa('owner:porchlight-owner')}` }
      const answer = await fetch(`${url}/lightnvr/api/system/${what}`, { method: 'POST', headers })
      const { success, message } = (await answer.json()) as { success: boolean; message: string }
      return [answer.status, success, message]
    },
    /** Its code, once it has said all. */
    async ended(): Promise<number> {
      for (let next = await told.next(); !next.done; next = await told.next()) heard.push(next.value)
      return await child.exited
    },
    [Symbol.dispose]() {
      child.kill()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

test('a restart starts again in the same process, and a shutdown ends it with code 0', async () => {
  using it = start()
  expect(await it.ask(await it.listening(), 'restart')).toEqual([200, true, expect.stringContaining('within itself')])
  const again = await it.listening()
  expect(it.child.exitCode).toBeNull()
  expect((await it.ask(again, 'shutdown')).slice(0, 2)).toEqual([200, true])
  expect(await it.ended()).toBe(0)
}, 120_000)

test('where somebody starts it again whenever it ends, a restart ends it in order with code 75', async () => {
  using it = start({ PORCHLIGHT_SUPERVISED: '1' })
  expect(await it.ask(await it.listening(), 'restart')).toEqual([200, true, expect.stringContaining('exit code 75')])
  expect(await it.ended()).toBe(75)
  expect(it.heard.filter((line) => line.includes('Porchlight has stopped'))).toHaveLength(1)
}, 120_000)

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const bytes of stream) {
    rest += decoder.decode(bytes, { stream: true })
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.startsWith('{')) yield line
  }
}
