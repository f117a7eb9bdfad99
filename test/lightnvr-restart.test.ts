// Restart and shutdown as LightNVR's clients ask for them, of a real process: the one begins it anew, the other ends it for good.
import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

test('a restart starts again in the same process, and a shutdown ends it with code 0', async () => {
  const data = mkdtempSync(join(tmpdir(), 'porchlight-restart-'))
  const child = Bun.spawn([process.execPath, '--no-orphans', join(import.meta.dir, '..', 'main.ts')], {
    env: {
      ...{ PATH: process.env.PATH ?? '', PORCHLIGHT_DATA: data, PORCHLIGHT_PORT: '0', PORCHLIGHT_HOST: '127.0.0.1' },
      ...{ PORCHLIGHT_ADMIN_USER: 'owner', PORCHLIGHT_ADMIN_PASSWORD: 'porchlight-owner' },
    },
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const told = linesOf(child.stdout)
  const listening = async (): Promise<string> => {
    for (;;) {
      const { value, done } = await told.next()
      if (done) throw new Error('It ended without listening')
      const { msg, url } = JSON.parse(value) as { msg: string; url?: string }
      if (msg === 'Porchlight is listening' && url) return url
    }
  }
  const ask = async (url: string, what: string) => {
    const headers = { authorization: `Basic ${btoa('owner:porchlight-owner')}` }
    const answer = await fetch(`${url}/lightnvr/api/system/${what}`, { method: 'POST', headers })
    return [answer.status, ((await answer.json()) as { success: boolean }).success]
  }
  try {
    expect(await ask(await listening(), 'restart')).toEqual([200, true])
    const again = await listening()
    expect(child.exitCode).toBeNull()
    expect(await ask(again, 'shutdown')).toEqual([200, true])
    while (!(await told.next()).done) {
      // Until it has said all.
    }
    expect(await child.exited).toBe(0)
  } finally {
    child.kill()
    rmSync(data, { recursive: true, force: true })
  }
}, 60_000)

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
