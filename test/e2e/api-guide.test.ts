// The guide to our own API: each of its examples is run as it is printed, only host, login and secrets are ours; and its tables are held against the code.
import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { STATUS } from '../../core/errors.ts'
import { LIMITS } from '../../core/http/rate-limits.ts'
import { freePort } from '../../core/testing/free-port.ts'
import { createTestApp, OWNER, type TestApp } from '../../core/testing/test-app.ts'
import { until } from '../../core/testing/until.ts'
import { hikvision } from '../../plugins/hikvision/index.ts'
import { type Simulator, startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { answersIn, blockOf, blocksOf, python, runIn, saidIn, startIn } from '../examples.ts'
import { read } from '../tree.ts'

setDefaultTimeout(120_000)

const guide = await read('docs/guide/api.md')
const hasAll = python !== undefined && Bun.which('curl') !== null && Bun.which('node') !== null
if (!hasAll) console.warn('skipped: curl, Node.js or Python with its package requests is not here, so no example runs')

/** The login of the device that the guide adds. */
const LOGIN = { user: 'porchlight', password: 'porchlight-of-the-hall' }
/** Alarms of yesterday, more than a page of them: older ones would not be kept. */
const BEFORE = Array.from({ length: 30 }, (_, index) => Date.now() - 86_400_000 + index * 60_000)
/** Clips of seconds rather than of an hour. */
const FOOTAGE = { days: 2, lengths: [10, 15], everyDay: true } as const

let app: TestApp
let recorder: Simulator
let key: string
let around: string

beforeAll(async () => {
  around = mkdtempSync(join(tmpdir(), 'porchlight-api-guide-'))
  if (!hasAll) return
  recorder = await startSimulator({ model: 'nvr8', channels: 2, footage: FOOTAGE })
  app = await createTestApp([hikvision])
  key = (await app.ask('POST', '/api/keys', { name: 'Guide' })).body.data.key
  const login = { ip_web: recorder.url, username: recorder.user, password: recorder.password, brand: 'hikvision' }
  await app.ask('POST', '/api/devices', login)
  await until('its channels are there', async () => (await app.ask('GET', '/api/channels')).body.length === 2)
  await until('alarms can come', () => recorder.stats.alertStreams > 0)
  await app.ask('PUT', '/api/settings/alarm_hold', { value: { motion: { hold: 1, min_on: 0 } } })
  using db = new Database(join(app.folder, 'porchlight.db'))
  db.run('pragma busy_timeout = 5000')
  for (const began of BEFORE)
    db.run(
      `insert into alarms (uuid, household_id, device_id, channel_id, channel_no, source, kind, raw_type, message, began_at, ended_at)
       values (?, 1, 1, 1, 1, 'device', 'motion', 'VMD', 'Motion detected', ?, ?)`,
      [Bun.randomUUIDv7(), began, began + 5000],
    )
})
afterAll(async () => {
  await app?.[Symbol.asyncDispose]()
  await recorder?.[Symbol.asyncDispose]()
  rmSync(around, { recursive: true, force: true })
})

/** A folder with all files of a language in it, as a reader would save them. */
function savedFiles(language: 'python' | 'js', name: string, put: (text: string) => string = (text) => text): string {
  const folder = join(around, name)
  mkdirSync(folder)
  for (const block of blocksOf(guide, language)) {
    const [, file = ''] = /^(?:#|\/\/) (\S+)\n/.exec(block) ?? []
    writeFileSync(join(folder, file), put(block))
  }
  return folder
}

const here = (text: string) => text.replaceAll('http://porchlight.lan:8000', app.url)
/** All that are run below. */
const SHELL = ['/api/keys', '/auth/me', '/api/channels -H', '-o now.jpg', '-t 3', 'date -u', '-r 0-999', 'user/alarm']
SHELL.push('test-connection', 'events/stream', '"Porch lamp"', '$WEBHOOK', '/4711/')
const FILES = ['porchlight', 'cameras', 'add', 'picture', 'live', 'footage', 'resume', 'alarms', 'listen', 'receiver']

const isAddress = (text: string) => expect(text).toMatch(/^http:\S+\/hls\/[\w-]{32}\/index\.m3u8\n$/)
/** A receiver on a port of its own gets a test, and says so. */
async function heardBy(folder: string, command: string[], port: number, said: string) {
  const { body } = await app.ask('POST', '/api/webhooks', { name: 'Lamp', url: `http://127.0.0.1:${port}/` })
  await using receiver = startIn(folder, command, { SECRET: body.data.secret })
  const answers = () =>
    fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    )
  await until('it listens', answers)
  const { data } = (await app.ask('POST', `/api/webhooks/${body.data.id}/test`, {})).body
  expect(data).toMatchObject({ delivered: true, status: 204 })
  await until('it is told', () => receiver.said().startsWith(said))
  const forged = { method: 'POST', body: '{}', headers: { 'webhook-signature': 'v1,AAAA', 'webhook-timestamp': '1' } }
  expect((await fetch(`http://127.0.0.1:${port}/`, forged)).status).toBe(401)
  expect(receiver.complaint()).not.toMatch(/Error|Traceback/)
  await app.ask('DELETE', `/api/webhooks/${body.data.id}`)
}
/** One alarm after the other begins and ends, until somebody who listens has heard of it: nobody sees when he is there. */
async function hearsAlarms(folder: string, command: string[], heard: RegExp) {
  await using listener = startIn(folder, command, { KEY: key })
  const open = async () => (await app.ask('GET', '/api/user/alarm?event=motion&open=true')).body.items.length
  await until('an alarm is told', async () => {
    await until('it has begun', async () => {
      await recorder.raise({ type: 'VMD', channel: 1, state: 'active' })
      return (await open()) > 0
    })
    await recorder.raise({ type: 'VMD', channel: 1, state: 'inactive' })
    await until('it has ended', async () => (await open()) === 0)
    return heard.test(listener.said())
  })
  expect(listener.complaint()).toBe('')
}

test('every example of the guide is one that is run', () => {
  const left = blocksOf(guide, 'sh').filter((one) => !SHELL.some((name) => one.includes(name)))
  expect([left, blocksOf(guide, 'sh').length]).toEqual([[], SHELL.length])
  const named = (language: string) => blocksOf(guide, language).map((one) => /^(?:#|\/\/) (\S+)\n/.exec(one)?.[1])
  expect(named('python')).toEqual(FILES.map((name) => `${name}.py`))
  expect(named('js')).toEqual(FILES.map((name) => `${name}.mjs`))
  const languages = new Set([...guide.matchAll(/^ *```(\w+)$/gm)].map(([, language]) => language))
  expect([...languages].sort()).toEqual(['js', 'json', 'python', 'sh'])
})

test.skipIf(!hasAll)('with cURL: each command does what stands above it', async () => {
  const folder = join(around, 'curl')
  mkdirSync(folder)
  await using hall = await startSimulator({ model: 'camera', rtsp: false, ...LOGIN })
  const port = await freePort()
  const run = (named: string, env: Record<string, string> = {}) => {
    const script = here(blockOf(guide, 'sh', named))
      .replace('192.168.1.64', hall.url)
      .replace('192.168.1.9:8800', `127.0.0.1:${port}`)
    return saidIn(folder, ['sh', '-ec', script], { KEY: key, PASSWORD: OWNER.password, ...env })
  }
  const answers = async (...what: Parameters<typeof run>) => answersIn(await run(...what))

  const [made] = await answers('/api/keys')
  expect(made.data).toMatchObject({ name: 'Weather page', read_only: true })
  const [me] = await answers('/auth/me', { KEY: made.data.key })
  expect(me.data.username).toBe(OWNER.username)
  const [devices, channels] = await answers('/api/channels -H')
  expect([devices.length, channels.length]).toEqual([1, 2])
  const [tested, added] = await answers('test-connection', { PASSWORD: LOGIN.password })
  expect([tested.auth_ok, added.name]).toEqual([true, 'Hall'])
  await app.ask('DELETE', `/api/devices/${added.id}`)

  await run('-o now.jpg')
  expect([...readFileSync(join(folder, 'now.jpg')).subarray(0, 2)]).toEqual([0xff, 0xd8])
  await run('-t 3')
  expect(statSync(join(folder, 'three-seconds.mp4')).size).toBeGreaterThan(10_000)

  const [clips] = await answers('date -u')
  expect([clips.failures, clips.data.length > 10]).toEqual([[], true])
  const { job_id } = (await app.ask('POST', '/api/recordings/fetch', { clip_id: clips.data[0].id })).body
  const job = await until('it is fetched', async () => {
    const { body } = await app.ask('GET', `/api/jobs/${job_id}`)
    return body.state === 'done' && body
  })
  const recording = String(job.result.recording_id)
  const [listed] = await answers('-r 0-999', { RECORDING: recording })
  expect(listed.data.map((one: { recording_id: number }) => String(one.recording_id))).toEqual([recording])
  expect(statSync(join(folder, 'film.mp4')).size).toBe(listed.data[0].file_size)

  const [told] = await answers('user/alarm')
  expect([told.items[0].kind, told.items.length, told.has_more]).toEqual(['motion', 25, true])
  await hearsAlarms(folder, ['sh', '-ec', here(blockOf(guide, 'sh', 'events/stream'))], /^event: alarm\.began$/m)
  const [hook] = await answers('"Porch lamp"')
  expect(hook.data).toMatchObject({ secret: expect.stringMatching(/^whsec_/), kinds: ['motion'] })
  const [sent] = await answers('$WEBHOOK', { WEBHOOK: String(hook.data.id) })
  // Nobody listens there.
  expect(sent.data).toMatchObject({ delivered: false, status: null })
  expect(await run('/4711/')).toBe(blocksOf(guide, 'json')[0]?.trim() ?? '')
})

/** What all files of a language do; `command` runs one of them. */
function walk(language: 'python' | 'js', name: string, command: (file: string) => string[], nothing: string) {
  describe.skipIf(!hasAll)(`with ${name}`, () => {
    let folder: string
    let hall: Simulator
    let port: number
    const run = (file: string, env: Record<string, string> = {}) => saidIn(folder, command(file), { KEY: key, ...env })

    beforeAll(async () => {
      hall = await startSimulator({ model: 'camera', rtsp: false, ...LOGIN })
      port = await freePort()
      const put = (text: string) => here(text).replace('192.168.1.64', hall.url).replace('8800', String(port))
      folder = savedFiles(language, name, put)
    })
    afterAll(() => hall?.[Symbol.asyncDispose]())

    test('devices and channels are told, and a device is added', async () => {
      expect(await run('cameras')).toMatch(/^1 .+ online\n1 Front door online\n2 .+ online\n$/)
      expect(await run('add', { PASSWORD: LOGIN.password })).toMatch(/^DS-\S+ 1\n$/)
      const devices = (await app.ask('GET', '/api/devices')).body
      const added = devices.find((one: { name: string }) => one.name === 'Hall')
      await app.ask('DELETE', `/api/devices/${added.id}`)
      // A wrong password is told in words, tried once.
      const { code, complaint } = await runIn(folder, command('add'), { KEY: key, PASSWORD: 'a wrong one' })
      expect([code, hall.stats.refusedLogins.total]).toEqual([1, 1])
      expect(complaint).toMatch(/password|login/i)
    })

    test('a picture of now and a live one are there', async () => {
      expect(await run('picture')).toMatch(/^20\d\d-\d\d-\d\dT[\d:.]+Z\n$/)
      expect([...readFileSync(join(folder, 'now.jpg')).subarray(0, 2)]).toEqual([0xff, 0xd8])
      const address = await run('live')
      isAddress(address)
      expect(await (await fetch(address.trim())).text()).toStartWith('#EXTM3U')
    })

    test('footage is found and saved, and what broke off goes on', async () => {
      expect(await run('footage')).toMatch(/^\d+ 20\d\d-\d\d-\d\dT[\d:.]+Z\n$/)
      const file = join(folder, 'film.mp4')
      const whole = readFileSync(file)
      expect(whole.toString('latin1', 4, 8)).toBe('ftyp')
      truncateSync(file, 100_000)
      expect(await run('resume')).toBe(`206 bytes 100000-${whole.length - 1}/${whole.length}\n`)
      expect(Buffer.compare(readFileSync(file), whole)).toBe(0)
      expect(await run('resume')).toBe('')
    })

    test('alarms are told, those that were and those that come', async () => {
      const lines = (await run('alarms')).trim().split('\n')
      const { items, has_more } = (await app.ask('GET', '/api/user/alarm?event=motion')).body
      expect(lines[0]).toBe(`${items[0].id} ${items[0].created_at} ${items[0].channel_name} ${items[0].message}`)
      expect([has_more, new Set(lines).size]).toEqual([true, lines.length])
      // The first of yesterday's lies on the second page.
      for (const began of BEFORE) expect(lines.join()).toContain(` ${new Date(began).toISOString()} `)
      await hearsAlarms(folder, command('listen'), /^alarm\.began \w+ \S.*$/m)
    })

    test('a webhook is heard when it is signed, and only then', () =>
      heardBy(folder, command('receiver'), port, `test ${nothing}\n`))
  })
}

const PYTHON = (file: string) => [python ?? '', `${file}.py`]
const NODE = (file: string) => ['node', `${file}.mjs`]
const BUN = (file: string) => [process.execPath, `${file}.mjs`]

walk('python', 'Python', PYTHON, 'None')
walk('js', 'Node.js', NODE, 'undefined')
walk('js', 'Bun', BUN, 'undefined')

test.skipIf(!hasAll)('each client waits as long as it is told, and says what went wrong', async () => {
  async function isToldToWait(language: 'python' | 'js', name: string, command: typeof NODE) {
    const asked: number[] = []
    using busy = Bun.serve({
      ...{ port: 0, hostname: '127.0.0.1' },
      fetch: () =>
        asked.push(performance.now()) === 1
          ? Response.json({}, { status: 429, headers: { 'Retry-After': '1' } })
          : Response.json({ detail: 'There is no camera 9' }, { status: 404 }),
    })
    const put = (text: string) => text.replace('http://porchlight.lan:8000', busy.url.origin)
    const { code, complaint } = await runIn(savedFiles(language, name, put), command('cameras'), { KEY: key })
    expect([name, code, asked.length]).toEqual([name, 1, 2])
    expect((asked[1] ?? 0) - (asked[0] ?? 0)).toBeGreaterThan(990)
    expect(complaint).toContain('404: There is no camera 9')
  }
  await Promise.all([
    isToldToWait('python', 'busy for Python', PYTHON),
    isToldToWait('js', 'busy for Node.js', NODE),
    isToldToWait('js', 'busy for Bun', BUN),
  ])
})

test('the guide’s limits are those in force, and its statuses all that there are', () => {
  const rows = [...guide.matchAll(/^\| ([^|`]+) \| (\d+)(?:, and (\d+) at the same time)? \| (\d+) \|$/gm)]
  const told = rows.map(([, , ...figures]) => figures.map((text) => Number(text ?? 0)))
  const { usual, search, stream, picture, device, connect, refresh } = LIMITS
  const classes: { most: number; seconds: number; atOnce?: number }[] = [usual, search, stream, picture, device]
  classes.push(connect, refresh)
  expect(told).toEqual(classes.map(({ most, atOnce = 0, seconds }) => [most, atOnce, seconds]))
  const listed = [...guide.matchAll(/^\| (\d{3}) \|/gm)].map(([, status]) => Number(status))
  // A method that an address does not have is no fault of any service.
  expect(listed).toEqual([...new Set([...Object.values(STATUS), 405])].sort())
})
