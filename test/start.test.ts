// How the appliance starts, and how it says that it cannot.
import { expect, test } from 'bun:test'
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ran } from './ran.ts'

const main = join(import.meta.dir, '..', 'main.ts')

/** Runs it until it ends by itself; what it wrote and its exit code. */
async function start(env: Record<string, string>): Promise<{ code: number; text: string; data: string } & Disposable> {
  const data = mkdtempSync(join(tmpdir(), 'porchlight-start-'))
  const { code, out, err } = await ran([process.execPath, '--no-orphans', main], {
    env: { PORCHLIGHT_DATA: data, PORCHLIGHT_PORT: '0', PORCHLIGHT_HOST: '127.0.0.1', ...env },
  })
  return { code, text: out + err, data, [Symbol.dispose]: () => rmSync(data, { recursive: true, force: true }) }
}

test('a wrong configuration is told whole, and nothing is made', async () => {
  using run = await start({ PORCHLIGHT_PORT: 'many', PORCHLIGHT_DISCOVERY: 'yes' })
  expect(run.code).toBe(2)
  expect(run.text).toMatch(/PORCHLIGHT_PORT[\s\S]*PORCHLIGHT_DISCOVERY/)
  expect(run.text).not.toContain('    at ')
  expect(existsSync(join(run.data, 'porchlight.db'))).toBe(false)
})

test('what only the parts that take it can tell is told before anything is made, too', async () => {
  const data = join(tmpdir(), `porchlight-never-${process.pid}`)
  using run = await start({
    ...{ PORCHLIGHT_DATA: data, PORCHLIGHT_TRUST_PROXY: 'banana', TZ: 'Europe/Berln' },
    PORCHLIGHT_LIGHTNVR_PORT: '18123:foo',
  })
  expect(run.code).toBe(2)
  expect(run.text).toMatch(/TZ:[\s\S]*PORCHLIGHT_LIGHTNVR_PORT:[\s\S]*PORCHLIGHT_TRUST_PROXY:/)
  expect(existsSync(data)).toBe(false)
})

test('without FFmpeg the start is refused in words', async () => {
  using run = await start({ PATH: '/nowhere' })
  expect(run.code).toBe(1)
  expect(run.text).toMatch(/FFmpeg was not found[\s\S]*install FFmpeg/)
})

test('an FFmpeg before version 5 is refused, since its -timeout means to listen', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'porchlight-old-ffmpeg-'))
  writeFileSync(join(folder, 'ffmpeg'), '#!/bin/sh\necho "ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright"\n')
  chmodSync(join(folder, 'ffmpeg'), 0o755)
  using run = await start({ PATH: `${folder}:${process.env.PATH}` })
  expect(run.code).toBe(1)
  expect(run.text).toContain('FFmpeg 4.4.2-0ubuntu0.22.04.1 is too old')
  rmSync(folder, { recursive: true })
})

test('a port that is taken is named', async () => {
  const server = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
  using run = await start({ PORCHLIGHT_PORT: String(server.port) })
  server.stop(true)
  expect(run.code).toBe(1)
  expect(run.text).toContain(`Port ${server.port} is in use`)
  expect(statSync(join(run.data, 'secret.key')).mode & 0o777).toBe(0o600)
})

test('an address that is not of this machine is told by its own variable, by the check as well', async () => {
  // Kept for documents: nobody has it.
  const env = { PORCHLIGHT_HOST: '192.0.2.1' }
  using run = await start(env)
  expect([run.code, run.text]).toEqual([
    1,
    expect.stringMatching(/192\.0\.2\.1, which is not an address.*PORCHLIGHT_HOST/),
  ])
  const { out } = await ran([process.execPath, '--no-orphans', main, 'check'], {
    env: { PORCHLIGHT_DATA: run.data, PORCHLIGHT_PORT: '0', ...env },
  })
  expect(out).toMatch(/^BAD +Port 0 .*192\.0\.2\.1, which is not an address.*\n.*PORCHLIGHT_HOST/m)
  using named = await start({ PORCHLIGHT_HOST: 'nowhere.invalid' })
  expect(named.text).toContain('nowhere.invalid, which is not an address of this machine')
})

test('what no new start mends ends with the code for which systemd begins none', async () => {
  const data = mkdtempSync(join(tmpdir(), 'porchlight-start-'))
  writeFileSync(join(data, 'layout'), '99')
  using run = await start({ PORCHLIGHT_DATA: data })
  rmSync(data, { recursive: true, force: true })
  expect([run.code, run.text]).toEqual([2, expect.stringContaining('was written by a newer Porchlight')])
})
