// The single executable, alone in a folder of its own: it has its pages, migrations and threads in itself, and its commands work.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { version } from '../../package.json' with { type: 'json' }
import { mustBe, PROCESSORS } from '../../scripts/binary/runtime.ts'
import { buildBinaries } from '../../scripts/build-binary.ts'
import { ran } from '../ran.ts'
import { type Camera, startCamera } from '../rtsp-source/camera.ts'
import { account, startAppliance, until } from './appliance.ts'

setDefaultTimeout(120_000)

const PASSPHRASE = 'a porch in the evening'
const mine = PROCESSORS.filter((processor) => processor === process.arch)
const scratch = mkdtempSync(join(tmpdir(), 'porchlight-binary-'))
/** Somebody's folder, with files in it that must not matter. */
const elsewhere = join(scratch, 'elsewhere')
let program = ''
let camera: Camera

beforeAll(async () => {
  const [built] = await buildBinaries(mine, join(scratch, 'dist'))
  program = built?.file ?? ''
  mkdirSync(elsewhere)
  writeFileSync(join(elsewhere, '.env'), 'PORCHLIGHT_PORT=of somebody else\n')
  writeFileSync(join(elsewhere, 'bunfig.toml'), 'preload = ["./not-there.ts"]\n')
  camera = await startCamera()
})
afterAll(async () => {
  await camera?.[Symbol.asyncDispose]()
  rmSync(scratch, { recursive: true, force: true })
})

const run = (args: string[], env: Record<string, string>, input = '') =>
  ran([program, ...args], { env, input, cwd: elsewhere })

test('it serves its pages, knows its version, and takes FFmpeg with it when it is killed', async () => {
  // An FFmpeg that hangs from some moment on: one that writes would end by itself when nobody reads any more.
  const [hold, held] = [join(scratch, 'hold'), join(scratch, 'held')]
  const wrapper = `#!/bin/sh\n[ -e ${hold} ] && { echo $$ > ${held}; exec sleep 600; }\nexec ${Bun.which('ffmpeg')} "$@"\n`
  mkdirSync(join(scratch, 'bin'))
  writeFileSync(join(scratch, 'bin/ffmpeg'), wrapper, { mode: 0o755 })
  const env = { PATH: `${join(scratch, 'bin')}:${process.env.PATH}` }
  await using appliance = await startAppliance({ program: [program], cwd: elsewhere, env })
  await appliance.signIn()
  expect((await appliance.call('GET', '/health')).body).toMatchObject({ version, setup: false })
  const page = await fetch(`${appliance.url}/devices`, { headers: { accept: 'text/html' } })
  const wanted = [...(await page.text()).matchAll(/(?:src|href)="([\w-]+\.(?:js|css|svg))"/g)].map(([, name]) => name)
  expect(wanted.length).toBeGreaterThan(3)
  for (const name of [...wanted, 'service-worker.js', 'api/docs', 'api/docs.css', 'api/openapi.json'])
    expect({ name, status: (await fetch(`${appliance.url}/${name}`)).status }).toEqual({ name, status: 200 })

  const added = await appliance.call('POST', '/api/cameras', { name: 'Gate', rtsp_url: camera.address('/1/main') })
  expect(added).toMatchObject({ status: 201 })
  const channel = await until('its channel is there', async () => {
    const { body } = await appliance.call<{ id: number; device_id: number }[]>('GET', '/api/channels')
    return body[0]
  })
  writeFileSync(hold, '')
  const live = `/api/device/${channel.device_id}/channel/${channel.id}/live?quality=main`
  void appliance.call('GET', live).catch(() => {})
  const ffmpeg = await until('FFmpeg hangs', () => existsSync(held) && Number(readFileSync(held, 'utf8')))
  expect(isRunning(ffmpeg)).toBe(true)
  await appliance.kill()
  await until('FFmpeg has ended, too', () => !isRunning(ffmpeg))
  // Nothing was written where it was started.
  expect(readdirSync(elsewhere).sort()).toEqual(['.env', 'bunfig.toml'])
})

/** One that only waits to be reaped has ended. */
function isRunning(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

test('its commands copy and check the database in their thread, and bring back what they saved', async () => {
  const file = join(scratch, 'house.backup')
  const fresh = join(scratch, 'fresh')
  {
    await using appliance = await startAppliance({ program: [program], cwd: elsewhere })
    await appliance.signIn()
    const saved = await run(['backup', file, '--passphrase-file', '-'], { PORCHLIGHT_DATA: appliance.data }, PASSPHRASE)
    expect(saved).toMatchObject({ code: 0, err: '' })
    expect(await appliance.stop()).toBe(0)
  }
  const restored = await run(['restore', file, '--passphrase-file', '-'], { PORCHLIGHT_DATA: fresh }, PASSPHRASE)
  expect(restored).toMatchObject({ code: 0, err: '' })
  const reset = await run(['reset-password', account.username], { PORCHLIGHT_DATA: fresh })
  expect(reset).toMatchObject({ code: 0, err: '' })
  const rotated = await run(['rotate-key'], { PORCHLIGHT_DATA: fresh })
  expect(rotated).toMatchObject({ code: 0, err: '' })
  expect((await run(['help'], {})).out).toContain('porchlight <command>')
})

test('where there is no FFmpeg it says so, and which way out there is', async () => {
  const data = join(scratch, 'none')
  const said = await run([], { PATH: '/nowhere', PORCHLIGHT_DATA: data, PORCHLIGHT_PORT: '0' })
  expect(said.code).toBe(1)
  expect(said.err).toMatch(/FFmpeg was not found[\s\S]*install FFmpeg/)
})

test('a runtime that is not what the lock file names is refused', async () => {
  const file = join(scratch, 'runtime.tgz')
  writeFileSync(file, 'something else')
  await expect(mustBe(file, 'sha512-4BXmsSKnjOrlGWqZV4x/')).rejects.toThrow('not what package-lock.json names')
  await mustBe(file, `sha512-${new Bun.CryptoHasher('sha512').update('something else').digest('base64')}`)
  expect(existsSync(file)).toBe(true)
})
