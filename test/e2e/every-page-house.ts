// The house that the walks over every page go through: a recorder and a camera with a little footage, a viewer, one alarm.
import type { BrowserContextOptions, Frame, Page } from 'playwright-core'
import type { Driver, Plugin } from '../../core/plugin/index.ts'
import { until } from '../../core/testing/until.ts'
import { hikvision } from '../../plugins/hikvision/index.ts'
import { type Simulator, startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import type { Seat } from './browser.ts'
import type { Stop } from './every-page.ts'
import { type Stand, startStand } from './stand.ts'

/** For a whole walk: what ends a hang, not what it may take. */
export const WALK_MS = 240_000

type Person = Parameters<Stand['open']>[2]

/** Watches and looks back, and manages nothing. */
export const VIEWER = { username: 'vera', password: 'vera-only-1' }

export interface House extends Stand {
  porch: Simulator
  /** A page of somebody, the owner if nobody is named, with all live pictures on it. */
  begin(options?: BrowserContextOptions, person?: Person): Promise<Seat>
}

/** A network in which one more camera answers, at an address that is nobody's. */
const driver: Driver = {
  ...(hikvision.driver as Driver),
  async *discover() {
    yield { address: 'http://192.0.2.7', name: 'Shed', model: 'DS-2CD2143G2-I', serialNumber: null, activated: true }
  },
}
const network: Plugin = { ...hikvision, driver }

export async function startHouse(): Promise<House> {
  await using started = new AsyncDisposableStack()
  // So few that the panel of a day lists them at once.
  const footage = { days: 3, perDay: 8, motion: [], gapMonths: [] }
  const stand = started.use(await startStand('House', { model: 'nvr8', rtsp: false, footage }, [], network))
  const porch = started.use(await startSimulator({ model: 'camera', footage }))
  // Of a camera that is away there is no picture, and a browser complains of that.
  stand.recorder.setChannel(8, { online: true })
  const login = { ip_web: porch.url, username: porch.user, password: porch.password, brand: 'hikvision' }
  await stand.ask('POST', '/api/devices', { ...login, name: 'Porch' })
  const areThere = async () => (await stand.ask('GET', '/api/channels')).body.length === 9
  await until('both are there', areThere, 60_000)
  await stand.ask('POST', '/api/auth/register', { ...VIEWER, role: 'viewer' })
  await until('alarms can come', () => stand.recorder.stats.alertStreams > 0, 60_000)
  await stand.recorder.raise({ type: 'VMD', channel: 1, duration: 1 })
  await until('one came', async () => (await stand.ask('GET', '/api/user/alarm')).body.items.length > 0, 60_000)
  const all = started.move()
  return {
    ...stand,
    porch,
    async begin(options, person) {
      const seat = await stand.open('/', { reducedMotion: 'reduce', colorScheme: 'dark', ...options }, person)
      await seat.page.locator('.tile').first().waitFor()
      return seat
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

/** As a link does it: the page stays, another one is shown in it. `titles`: what its heading may say in another language. */
export async function goTo(page: Page | Frame, { path, title, shows = 'main' }: Stop, titles = [title]): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, '', to)
    dispatchEvent(new PopStateEvent('popstate'))
  }, path)
  await page.waitForFunction((wanted) => wanted.includes(document.querySelector('h1')?.textContent ?? ''), titles)
  await page.locator(shows).first().waitFor()
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true], .waiting'))
}
