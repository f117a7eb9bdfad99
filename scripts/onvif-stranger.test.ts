// The table of what our ONVIF driver finds, of a simulated camera.
import { expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { startOnvifCamera } from '../plugins/onvif/simulator/index.ts'

setDefaultTimeout(60_000)

async function table(url: string, password: string, ...more: string[]) {
  const command = [process.execPath, join(import.meta.dir, 'onvif-stranger.ts'), '--address', url, '--user', 'admin']
  const env = { ...process.env, PORCHLIGHT_CAMERA_PASSWORD: password }
  const run = Bun.spawn([...command, '--seconds', '1', ...more], { env, stdout: 'pipe', stderr: 'pipe' })
  const [text, trouble] = await Promise.all([new Response(run.stdout).text(), new Response(run.stderr).text()])
  return { text, trouble, code: await run.exited }
}

test('what a camera has is a table without its password, and nothing is moved unless asked for', async () => {
  await using camera = await startOnvifCamera({ model: 'dome', rtsp: false, user: 'admin', password: 'pass/wörd' })
  const { text, trouble, code } = await table(camera.url, camera.password)
  expect([trouble, code]).toEqual(['', 0])
  for (const line of [/^model +LS-Dome 25X$/m, /^ {2}main +rtsp:\/\/…@/m, /^events +listening for 1 s$/m])
    expect(text).toMatch(line)
  expect(text).not.toContain('rd@')
  expect(camera.stats.operations.ContinuousMove).toBeUndefined()
  await table(camera.url, camera.password, '--move')
  expect(camera.stats.operations.ContinuousMove).toBe(1)
})

test('a wrong password is tried once, and said', async () => {
  await using camera = await startOnvifCamera({ model: 'fixed', rtsp: false, user: 'admin' })
  const { text, code } = await table(camera.url, 'wrong')
  expect([text.startsWith('device-refused-login'), code]).toEqual([true, 1])
  expect(camera.stats.refusedLogins.total).toBe(1)
})
