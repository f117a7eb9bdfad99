// What `porchlight dump-device` writes: as good as the device to the driver, and nobody's.
import { describe, expect, test } from 'bun:test'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ChannelInfo, type DeviceInfo, type DriverContext, Fault, offers } from '../core/plugin/index.ts'
import { createAnonymiser } from '../plugins/hikvision/capture/anonymous.ts'
import { driver } from '../plugins/hikvision/driver.ts'
import { captureText, dump } from '../plugins/hikvision/dump.ts'
import type { Json } from '../plugins/hikvision/isapi/xml.ts'
import {
  type ModelId,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../plugins/hikvision/simulator/index.ts'
import { type Captured, LOGIN, startReplay } from './captures/replay.ts'

const MAIN = join(import.meta.dir, '../main.ts')
const CAPTURES = join(import.meta.dir, '../../shared/isapi/captures/hikvision_next/devices')
const here = existsSync(CAPTURES)
if (!here) console.warn('captures of real devices are not here (../shared/isapi/captures): their tests are skipped')

const USER = 'warden-7'
const PASSWORD = 'Hollerbusch&42'
const NAME = 'Haus am See & Söhne'
const GUEST = 'Aunt Mizzi'
const GUEST_PASSWORD = 'Zwetschke-17'

const start = (options: SimulatorOptions): Promise<Simulator> =>
  startSimulator({
    rtsp: false,
    user: USER,
    password: PASSWORD,
    name: NAME,
    accounts: [{ user: GUEST, password: GUEST_PASSWORD, level: 'Viewer' }],
    ...options,
  })

const take = (simulator: Simulator, more: { password?: string } = {}) =>
  dump({
    address: new URL(simulator.url),
    username: USER,
    password: PASSWORD,
    anyCertificate: false,
    pauseMs: 0,
    ...more,
  })

function context(): DriverContext {
  return {
    signal: new AbortController().signal,
    limit: (work) => work(),
    shown() {},
    resolve: async (host) => host,
    now: () => new Date(),
    log: { debug() {}, info() {}, warn() {} },
  }
}

interface Seen {
  offers: string[]
  info: DeviceInfo
  channels: ChannelInfo[]
}

async function seenAt(address: URL, login: { username: string; password: string }): Promise<Seen> {
  const target = { address, streamHost: null, ...login, verifyTls: false, pinnedCertificate: null }
  const session = await driver.connect(target, context())
  const seen = { offers: offers(session), info: await session.info(), channels: await session.channels() }
  await session.close()
  return seen
}

async function replayed(captured: Captured): Promise<Seen> {
  await using replay = await startReplay(captured)
  return await seenAt(replay.url, LOGIN)
}

/** All but what is somebody's own. */
const bare = ({ offers, info, channels }: Seen) => ({
  offers,
  info: { ...info, name: '', serialNumber: '', macAddress: '' },
  channels: channels.map((channel) => ({ ...channel, name: '' })),
})

const capturedIn = (text: string) => (JSON.parse(text) as { data: { ISAPI: Captured } }).data.ISAPI

describe('a capture of the simulator', () => {
  for (const model of ['nvr8', 'dvr4', 'camera', 'nvr64'] satisfies ModelId[]) {
    test(`of ${model} shows the driver what the device shows, and holds nothing of its owner`, async () => {
      await using simulator = await start({ model })
      const original = await seenAt(new URL(simulator.url), { username: USER, password: PASSWORD })
      simulator.stats.forget()
      const taken = await take(simulator)
      const text = captureText(taken)
      const captured = capturedIn(text)
      const seen = await replayed(captured)
      expect(bare(seen)).toEqual(bare(original))
      expect(Object.values(captured).filter((answer) => 'error' in answer)).toEqual([])

      // Names stay apart from each other, and together where they were the same.
      const groups = (channels: ChannelInfo[]) => channels.map(({ name }) => channels.findIndex((c) => c.name === name))
      expect(groups(seen.channels)).toEqual(groups(original.channels))
      expect(taken.model).toBe(original.info.model ?? 'none')

      const { serialNumber, macAddress, name } = original.info
      const digits = /08(\d{10})/.exec(serialNumber ?? '')?.[1]
      const names = original.channels.map((channel) => channel.name)
      const own = [USER, PASSWORD, GUEST, NAME, serialNumber, digits, macAddress, macAddress?.slice(9), name, ...names]
      const lower = text.toLowerCase()
      for (const secret of own) {
        if (!secret) throw new Error('the simulator has nothing to hide')
        expect([secret, lower.includes(JSON.stringify(secret).slice(1, -1).toLowerCase())]).toEqual([secret, false])
      }
      expect(text).not.toMatch(/192\.0\.2\.|198\.51\.100\.|127\.0\.0\.1|20240[0-9]{3}AAWR|5d0c000/)

      const methods = new Set(simulator.stats.requests.map(({ method }) => method))
      expect([...methods]).toEqual(['GET'])
      expect(simulator.stats.requests.filter(({ path }) => path.includes('/picture'))).toEqual([])
      expect(simulator.stats.totals()).toMatchObject({ challenges: 1, atOnce: 1 })
      expect(simulator.stats.refusedLogins.total).toBe(0)
    }, 120_000)
  }

  test('by a user who may not read everything is refused the same where the device refused', async () => {
    await using simulator = await start({ model: 'nvr8' })
    const taken = await dump({
      address: new URL(simulator.url),
      username: GUEST,
      password: GUEST_PASSWORD,
      anyCertificate: false,
      pauseMs: 0,
    })
    const denied = Object.entries(taken.captured).filter(
      ([, answer]) => 'said' in answer && answer.said === 'lowPrivilege',
    )
    expect(denied.length).toBeGreaterThan(0)
    const target = { streamHost: null, verifyTls: false, pinnedCertificate: null }
    await using replay = await startReplay(taken.captured)
    const session = await driver.connect({ ...target, address: replay.url, ...LOGIN }, context())
    const fault = await session.onvifUsers?.list().catch((error: unknown) => error)
    expect(fault as Fault).toMatchObject({ kind: 'device-denied', lacksRight: true })
    await session.close()
  })

  test('a wrong password is tried once', async () => {
    await using simulator = await start({ model: 'nvr8' })
    const fault = await take(simulator, { password: 'not this one' }).catch((error: unknown) => error)
    expect(fault).toBeInstanceOf(Fault)
    expect((fault as Fault).kind).toBe('device-refused-login')
    expect(simulator.stats.refusedLogins.total).toBe(1)
    expect(simulator.stats.requests.length).toBe(2)
  })

  test('a login that is refused in the middle ends it at once', async () => {
    await using simulator = await start({ model: 'nvr8' })
    let before = 0
    const work = dump({
      address: new URL(simulator.url),
      username: USER,
      password: PASSWORD,
      anyCertificate: false,
      pauseMs: 0,
      progress(done) {
        if (done < 20 || before > 0) return
        before = simulator.stats.requests.length
        simulator.setPassword('changed meanwhile')
      },
    })
    const fault = await work.catch((error: unknown) => error)
    expect((fault as Fault).kind).toBe('device-refused-login')
    // The one that was refused, and its answer to the new challenge: the old one might have been out of date only.
    expect(simulator.stats.requests.length - before).toBeLessThanOrEqual(2)
  })
})

describe.skipIf(!here)('captured devices without what is their owners', () => {
  for (const file of here ? readdirSync(CAPTURES) : []) {
    test(`${file} shows the driver the same as before`, async () => {
      const before = capturedIn(readFileSync(join(CAPTURES, file), 'utf8'))
      const anonymiser = createAnonymiser()
      const after = Object.fromEntries(
        Object.entries(before).map(([path, answer]) => [
          path,
          answer.response ? { response: anonymiser.document(answer.response as Json) } : answer,
        ]),
      )
      expect(bare(await replayed(after))).toEqual(bare(await replayed(before)))
    })
  }
})

describe('the command', () => {
  const said = (...args: string[]) => {
    const env = { PATH: process.env.PATH ?? '' }
    const child = Bun.spawnSync([process.execPath, MAIN, 'dump-device', ...args], { env, stdin: Buffer.from('\n') })
    return { code: child.exitCode, err: child.stderr.toString().trim() }
  }

  test('an address without a scheme is HTTP, and what is typed wrong or tells a password is refused', () => {
    // Only then is it asked for.
    const none = { code: 2, err: 'Nothing was asked of the device: a password is needed.' }
    expect(said('--address', 'nvr.lan:8080', '--user', 'a')).toEqual(none)
    const wrong: [string[], string][] = [
      [['--address', 'http://a:b@nvr', '--user', 'a'], 'must not hold a login'],
      [['--address', 'rtsp://nvr', '--user', 'a'], 'is no address of a device'],
      [['--user', 'a'], '--address is missing'],
      [['--address', 'nvr'], '--user is missing'],
      [['--address', 'nvr', '--user', 'a', '--password', 'b'], 'There is no option "--password"'],
      [['--address', 'nvr', '--user', 'a', '--brand', 'toaster'], 'No capture can be taken of "toaster"'],
      [['--address', 'nvr', '--user', 'a', '--pause', 'long'], '--pause wants milliseconds'],
    ]
    for (const [args, text] of wrong) expect(said(...args)).toEqual({ code: 2, err: expect.stringContaining(text) })
  }, 60_000)

  test('writes a file that only its owner can read, and none over another', async () => {
    await using simulator = await start({ model: 'camera' })
    const folder = mkdtempSync(join(tmpdir(), 'porchlight-dump-'))
    try {
      const run = async (env: Record<string, string>, stdin: string) => {
        const command = [
          process.execPath,
          MAIN,
          'dump-device',
          '--address',
          simulator.url,
          '--user',
          USER,
          '--pause',
          '0',
          '--out',
        ]
        const child = Bun.spawn([...command, 'mine.json'], {
          env: { ...process.env, INIT_CWD: folder, ...env },
          stdin: new Blob([stdin]),
          stdout: 'pipe',
          stderr: 'pipe',
        })
        const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
        return { out, err, code: await child.exited }
      }
      const file = join(folder, 'mine.json')
      const first = await run({}, `${PASSWORD}\n`)
      expect(first).toMatchObject({ code: 0, err: '' })
      expect(first.out).toContain('Replaced: ')
      expect(statSync(file).mode & 0o777).toBe(0o600)
      const text = readFileSync(file, 'utf8')
      expect((await replayed(capturedIn(text))).channels.length).toBe(1)
      const second = await run({ PORCHLIGHT_DUMP_PASSWORD: PASSWORD }, '')
      expect(second.code).toBe(1)
      expect(second.err).toContain('is there already: nothing was asked')
      expect(readFileSync(file, 'utf8')).toBe(text)
      const none = await run({}, '\n')
      expect([none.code, none.err.trim()]).toEqual([2, 'Nothing was asked of the device: a password is needed.'])
    } finally {
      rmSync(folder, { recursive: true })
    }
  }, 120_000)
})
