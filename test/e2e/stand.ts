// What tests with a browser stand on: a simulated recorder, the appliance that knows it, and pages signed in, built anew.
import { expect } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import type { Plugin } from '../../core/plugin/index.ts'
import { createTestApp, OWNER, type TestApp } from '../../core/testing/test-app.ts'
import { until } from '../../core/testing/until.ts'
import { hikvision } from '../../plugins/hikvision/index.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { buildWeb } from '../../scripts/build-web.ts'
import { faint, nameless, overflowing } from '../../web/testing/page-checks.ts'
import { launchBrowser, type Seat, signIn, takeSeat } from './browser.ts'

export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true } satisfies BrowserContextOptions

export interface Stand extends Pick<TestApp, 'ask' | 'folder' | 'url'>, AsyncDisposable {
  browser: Browser
  /** Device 1 of the appliance. */
  recorder: Simulator
  /** For what a test saves. */
  scratch: string
  /** A page, at which somebody has just signed in: the owner, if nobody is named. */
  open(path: string, options?: BrowserContextOptions, person?: typeof OWNER): Promise<Seat>
}

/** Ready when the channels are known. `name` is the recorder's; `make`: its plugin, with another network around it. */
export async function startStand(
  name: string,
  simulator: SimulatorOptions,
  dialects: Plugin[] = [],
  make: Plugin = hikvision,
): Promise<Stand> {
  await using started = new AsyncDisposableStack()
  const scratch = mkdtempSync(join(tmpdir(), 'porchlight-stand-'))
  started.defer(() => rmSync(scratch, { recursive: true, force: true }))
  const bundle = join(scratch, 'web')
  await buildWeb(bundle)
  // Which day is tested depends on the date, and none may be without footage by chance.
  const footage = { everyDay: true, ...simulator.footage }
  const recorder = started.use(await startSimulator({ ...simulator, footage }))
  const { ask, folder, url } = started.use(await createTestApp([make, ...dialects], {}, { bundle, limited: true }))
  const browser = started.adopt(await launchBrowser(), (one) => one.close())
  const login = { ip_web: recorder.url, username: recorder.user, password: recorder.password, brand: 'hikvision' }
  await ask('POST', '/api/devices', { ...login, name })
  await until('its channels are there', async () => (await ask('GET', '/api/channels')).body.length > 0, 60_000)
  const all = started.move()
  return {
    ask,
    folder,
    url,
    browser,
    recorder,
    scratch,
    async open(path, options = {}, person = OWNER) {
      const seat = await takeSeat(browser, `${url}${path}`, options)
      await signIn(seat.page, person)
      return seat
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  }
}

/** Everything on this page has a name, fits and can be read. */
export async function check(page: Page): Promise<void> {
  for (const flaws of [nameless, overflowing, faint]) expect(await page.evaluate(flaws)).toEqual([])
}
