// The house of the photographs: a recorder whose cameras see drawings, a shop beside it, and alarms of the last two days.
import { Database } from 'bun:sqlite'
import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { createTestApp, OWNER } from '../../core/testing/test-app.ts'
import { until } from '../../core/testing/until.ts'
import { hikvision } from '../../plugins/hikvision/index.ts'
import { instantOf, parseZone, wallClock } from '../../plugins/hikvision/simulator/clock.ts'
import { type Simulator, startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { edit } from '../../plugins/hikvision/simulator/testing/edit.ts'
import { buildWeb } from '../../scripts/build-web.ts'
import { filmInstead } from '../rtsp-source/index.ts'
import { launchBrowser, type Seat, takeSeat } from './browser.ts'
import { drawn, SCENES } from './photo-scenes.ts'

/** The recorders stand where the browser is: times agree, and none is written twice. */
const ZONE = 'Europe/Berlin'
const CLOCK = { timezone: 'CST-1:00:00DST01:00:00,M3.5.0/02:00:00,M10.5.0/03:00:00' }
const SHOP = ['Counter', 'Storeroom', 'Yard', 'Loading bay']
const DAY_MS = 86_400_000

const accounts = (...names: [user: string, level: 'Operator' | 'Viewer'][]) =>
  names.map(([user, level]) => ({ user, password: 'porchlight-2', level }))

/** By the clock of the house. */
export function yesterdayAt(time: string): Date {
  const zone = parseZone(CLOCK.timezone)
  if (!zone) throw new Error(`No zone: ${CLOCK.timezone}`)
  const day = wallClock(zone, new Date(Date.now() - DAY_MS))
    .toISOString()
    .slice(0, 10)
  return instantOf(zone, new Date(`${day}T${time}Z`))
}
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000)

/** Of what was to be recorded something is missing. */
const outage = () => ({ from: yesterdayAt('13:40:00'), to: yesterdayAt('14:55:00'), channels: [1] })

/** What happened in the house, the last thing last. */
const happened = () =>
  [
    { at: yesterdayAt('08:12:40'), type: 'VMD', channel: 2 },
    { at: yesterdayAt('12:26:05'), type: 'VMD', channel: 6 },
    { at: yesterdayAt('17:41:52'), type: 'linedetection', channel: 3, target: 'vehicle' },
    { at: yesterdayAt('18:03:10'), type: 'fielddetection', channel: 7, target: 'human' },
    { at: yesterdayAt('21:34:18'), type: 'VMD', channel: 2 },
    { at: ago(96), type: 'VMD', channel: 2 },
    { at: ago(41), type: 'linedetection', channel: 3, target: 'vehicle' },
    { at: ago(12), type: 'fielddetection', channel: 7, target: 'human' },
    { at: ago(2), type: 'VMD', channel: 1 },
  ] as const

/** Gives the simulated cameras the drawings in place of their colours. */
async function film(browser: Browser): Promise<void> {
  // The encoded clips are kept from one run to the next, by the names of what they were made of.
  const folder = join(tmpdir(), 'porchlight-photo-scenes')
  await mkdir(folder, { recursive: true })
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
  const files: string[] = []
  for (const scene of Object.values(SCENES).map(drawn)) {
    await page.setContent(`<style>body{margin:0}</style>${scene}`)
    const path = join(folder, `${Bun.hash(scene).toString(36)}.png`)
    await page.screenshot({ path })
    files.push(path)
  }
  await page.close()
  filmInstead(files)
}

function name(recorder: Simulator, names: readonly string[]): void {
  for (const [index, name] of names.entries()) recorder.setChannel(index + 1, { name, online: true })
}

export interface PhotoHouse extends AsyncDisposable {
  recorder: Simulator
  /** A second recorder, whose pictures are shown nowhere. */
  addShop(): Promise<void>
  happen(): Promise<void>
  /** A template of channels, from which some differ; its key. */
  addTemplate(): Promise<number>
  open(path: string, options: BrowserContextOptions): Promise<Seat>
}

export async function startPhotoHouse(): Promise<PhotoHouse> {
  await using started = new AsyncDisposableStack()
  const bundle = mkdtempSync(join(tmpdir(), 'porchlight-photos-'))
  started.defer(() => rmSync(bundle, { recursive: true, force: true }))
  await buildWeb(bundle)
  const browser = started.adopt(await launchBrowser(), (one) => one.close())
  await film(browser)
  const recorder = started.use(
    await startSimulator({
      ...{ model: 'nvr8', ...CLOCK },
      footage: { days: 60, perDay: 24, motion: [6, 7], everyDay: true, gapMonths: [], outages: [outage()] },
      accounts: accounts(['anna', 'Operator'], ['ben', 'Viewer'], ['gardener', 'Viewer']),
    }),
  )
  name(recorder, Object.keys(SCENES))
  const shop = started.use(
    await startSimulator({
      ...{ model: 'dvr4', rtsp: false, ...CLOCK },
      accounts: accounts(['anna', 'Operator'], ['ben', 'Viewer'], ['till', 'Viewer']),
    }),
  )
  name(shop, SHOP)
  const { ask, folder, url } = started.use(await createTestApp([hikvision], {}, { bundle }))
  const add = async ({ url: ip_web, user: username, password, ...one }: Simulator, name: string, channels: number) => {
    await ask('POST', '/api/devices', { ip_web, username, password, brand: 'hikvision', name })
    const areThere = async () => (await ask('GET', '/api/channels')).body.length === channels
    await until('its channels are there', areThere, 60_000)
    await until('it is listened to', () => one.stats.alertStreams > 0, 60_000)
  }
  await add(recorder, 'House', 8)

  const all = started.move()
  return {
    recorder,
    addShop: () => add(shop, 'Shop', 8 + SHOP.length),
    async happen() {
      const told = async () =>
        (await ask('GET', '/api/user/alarm?limit=50')).body.items as { ended_at: string | null }[]
      for (const [index, { at, ...event }] of happened().entries()) {
        await recorder.raise({ ...event, picture: true, duration: 1 })
        const isOver = async () => (await told()).filter(({ ended_at }) => ended_at !== null).length === index + 1
        await until('it is told and over', isOver, 60_000)
        // What is told now has happened then.
        using db = new Database(join(folder, 'porchlight.db'))
        db.run('PRAGMA busy_timeout = 5000')
        const moved = ['began_at', 'ended_at', 'device_time'].map((column) => `${column} = ${column} - began_at + ?1`)
        db.run(`UPDATE alarms SET ${moved.join(', ')} WHERE id = (SELECT max(id) FROM alarms)`, [at.getTime()])
      }
    },
    async addTemplate() {
      for (const channel of [3, 8])
        await edit(recorder.port, `Streaming/channels/${channel}01`, '>H.264<', '>H.265<', {
          user: recorder.user,
          password: recorder.password,
        })
      const main = { video_codec: 'H.264', vbr_upper_cap: 3072 }
      const document = { main, sub: { video_codec: 'H.264', vbr_upper_cap: 512 } }
      const made = await ask('POST', '/api/templates', { kind: 'channels', name: 'Our house', document })
      return made.body.data.id
    },
    async open(path, options) {
      const here = { timezoneId: ZONE, locale: 'en-GB', reducedMotion: 'reduce' } as const
      const seat = await takeSeat(browser, `${url}${path}`, { ...here, ...options })
      // In whatever language the page is.
      await seat.page.locator('input[name=username]').fill(OWNER.username)
      await seat.page.locator('input[name=password]').fill(OWNER.password)
      await seat.page.locator('button[type=submit]').click()
      return seat
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}
