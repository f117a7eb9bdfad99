// The pages: script of the first load, load time, changes of page; and sixteen live pictures at once: frames kept, memory that grows.
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { OWNER } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { type BuiltFile, buildWeb } from '../scripts/build-web.ts'
import { launchBrowser, moving, signIn, takeSeat } from '../test/e2e/browser.ts'
import { loadClips, type RtspSource, startRtspSource } from '../test/rtsp-source/index.ts'
import { LANGUAGES } from '../web/texts/languages.ts'
import { median, startChild } from './relay/processes.ts'
import { between, framesOf, growth, type Held, kept, memoryOf, sum } from './web/grid.ts'
import { bareLoad, changes, loaded, watchLoad } from './web/pages.ts'

const option = (name: string, fallback: number) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? fallback : Number(process.argv[at + 1])
}
const ROUNDS = option('rounds', 5)
/** How long the pictures are watched; the promise on memory is one for ten. */
const MINUTES = option('minutes', 3)
/** What is loaded and kept once is there by then. */
const SETTLED_MINUTES = 2
/** The process itself swings by tens of MB, as Chromium keeps and gives back: a shorter run says nothing about what it grows by. */
const MINUTES_FOR_PROCESS = 10
const LOOK_MS = 10_000
const CAUGHT_UP_MS = 5000
const CAMERAS = 16
const SCREEN: BrowserContextOptions = { viewport: { width: 1280, height: 800 } }

const MOST_KB = 120
const MOST_CHANGE_MS = 100
const LEAST_KEPT = 0.95
const MOST_GROWTH_MB = 1

const subOf = (camera: number) => `/${camera}/sub`

function line(name: string, value: string, bound?: { text: string; held: boolean }): void {
  const limit = bound ? `  bound ${bound.text}: ${bound.held ? 'held' : 'EXCEEDED'}` : ''
  if (bound && !bound.held) process.exitCode = 1
  console.log(`${name.padEnd(56)} ${value.padStart(10)}${limit}`)
}
const ms = (value: number) => `${value.toFixed(0).padStart(7)} ms`
const mb = (value: number) => `${value.toFixed(2).padStart(7)} MB`
const share = (value: number) => `${(value * 100).toFixed(2).padStart(8)} %`
const below = (value: number, most: number, unit: string) => ({ text: `${most} ${unit}`, held: value < most })

/** Compressed; of a language with more words than English, too. */
function size(files: BuiltFile[]): void {
  const scripts = files.filter(({ name }) => name.endsWith('.js'))
  const kb = (list: BuiltFile[]) => sum(list, ({ gzipBytes }) => gzipBytes) / 1000
  const needed = (language: string) =>
    kb(scripts.filter(({ name, first }) => (name.startsWith('texts-') ? name.startsWith(`texts-${language}-`) : first)))
  const sizes = Object.keys(LANGUAGES).map((language) => ({ language, size: needed(language) }))
  for (const one of sizes)
    line(`script of the first load, ${one.language}`, `${one.size.toFixed(1)} kB`, below(one.size, MOST_KB, 'kB'))
  const styles = files.filter(({ name, first }) => first && name.endsWith('.css'))
  line('its styles', `${kb(styles).toFixed(1)} kB`)
}

/** What was watched in the round before has been let go of. */
const quiet = (source: RtspSource) => until('no camera is watched', () => source.sessions() === 0, 60_000)

async function load(browser: Browser, url: string, source: RtspSource): Promise<void> {
  const seat = await takeSeat(browser, url, SCREEN)
  await signIn(seat.page, OWNER)
  await seat.page
    .locator('.tile')
    .nth(CAMERAS - 1)
    .waitFor()
  let storageState = await seat.page.context().storageState()
  await seat[Symbol.asyncDispose]()
  const [bare, fresh, again]: [number[], number[], number[]] = [[], [], []]
  for (let round = 0; round < ROUNDS; round++) {
    await quiet(source)
    const context = await browser.newContext({ ...SCREEN, storageState })
    await context.addInitScript(watchLoad, CAMERAS)
    bare.push(await bareLoad(context, url))
    const page = await context.newPage()
    fresh.push(await loaded(page, url))
    await page.goto('about:blank')
    await quiet(source)
    again.push(await loaded(page, url))
    // What renews the sign-in is another one after each load; the former one shown again would end it.
    storageState = await context.storageState()
    await context.close()
  }
  const base = median(bare)
  const ratio = (list: number[]) => `  ${(median(list) / base).toFixed(1)} × the small picture`
  line('load of a small picture alone', ms(base))
  line('load, nothing kept, until the grid stands', ms(median(fresh)) + ratio(fresh))
  line('load, once more', ms(median(again)) + ratio(again))
}

async function change(page: Page): Promise<void> {
  // By then the pages behind the first one have been fetched.
  await moving(page, CAMERAS)
  const all = await changes(page, ROUNDS)
  const [stands, filled] = [median(all.map((one) => one.stands)), median(all.map((one) => one.filled))]
  line('page change, until it stands', ms(stands), below(stands, MOST_CHANGE_MS, 'ms'))
  line('  until nothing on it waits', ms(filled))
  for (const path of new Set(all.map((one) => one.path)))
    changeTo(path, median(all.filter((one) => one.path === path).map((one) => one.stands)))
}

/** No page is to hide behind the others. */
const changeTo = (path: string, took: number) => line(`  to ${path}`, ms(took), below(took, MOST_CHANGE_MS, 'ms'))

async function grid(browser: Browser, page: Page, source: RtspSource): Promise<void> {
  const widths = await moving(page, CAMERAS)
  const rows = await page.locator('.tile').evaluateAll((tiles) => tiles.map((tile) => tile.getBoundingClientRect().top))
  if (widths.some((width) => width !== 640) || new Set(rows).size !== 4) throw new Error('That is no grid of 4 × 4')
  const look = await memoryOf(browser, page)
  const held: Held[] = []
  // What waits at the beginning is shown a moment faster, and would count for more than was sent.
  await Bun.sleep(CAUGHT_UP_MS)
  const began = performance.now()
  const before = await framesOf(page, source, subOf)
  for (let minute = 0; minute < MINUTES; ) {
    await Bun.sleep(Math.min(LOOK_MS, (MINUTES - minute) * 60_000))
    minute = (performance.now() - began) / 60_000
    held.push({ minute, ...(await look()) })
  }
  const frames = between(before, await framesOf(page, source, subOf))
  line('pictures sent', `${sum(frames, ({ sent }) => sent)}`)
  const decoded = sum(frames, (one) => one.decoded)
  line('of them decoded', share(decoded / sum(frames, ({ sent }) => sent)))
  line('dropped of those decoded', share(sum(frames, ({ dropped }) => dropped) / decoded))
  line('kept: shown of those sent', share(kept(frames)), {
    text: share(LEAST_KEPT).trim(),
    held: kept(frames) >= LEAST_KEPT,
  })
  line('kept, the worst of the sixteen', share(Math.min(...frames.map((one) => kept([one])))))

  const settled = held.filter(({ minute }) => minute >= SETTLED_MINUTES)
  const [first, last] = [settled[0], settled.at(-1)]
  if (!first || !last || settled.length < 3)
    return console.log('Too short for memory: it is looked at after two minutes.')
  const told = (name: string, of: (held: Held) => number, isJudged: boolean) => {
    const grown = growth(settled, of)
    line(name, `${mb(of(first))}, at the end ${of(last).toFixed(2)} MB`)
    line('  grown in a minute', mb(grown), isJudged ? below(grown, MOST_GROWTH_MB, 'MB') : undefined)
  }
  told('heap of the scripts', ({ heapMb }) => heapMb, true)
  told("memory of the page's process", ({ processMb }) => processMb, MINUTES >= MINUTES_FOR_PROCESS)
}

async function main(): Promise<void> {
  await using started = new AsyncDisposableStack()
  const scratch = mkdtempSync(join(tmpdir(), 'porchlight-bench-'))
  started.defer(() => rmSync(scratch, { recursive: true, force: true }))
  const bundle = join(scratch, 'web')
  console.log(`${cpus()[0]?.model} × ${cpus().length}, load ${loadavg()[0]?.toFixed(1)}; medians of ${ROUNDS} rounds`)
  size(await buildWeb(bundle))

  const clips = await loadClips()
  const source = started.use(
    await startRtspSource({
      login: () => null,
      find(path) {
        const [, channel, quality] = /^\/(\d+)\/(main|sub)$/.exec(path) ?? []
        if (!channel) return null
        return clips.pick({ channel: Number(channel), quality: quality === 'sub' ? 'sub' : 'main', audio: false })
      },
    }),
  )
  const house = started.use(await startChild('../web/house.ts', bundle, `${source.port}`, `${CAMERAS}`))
  const url = `http://127.0.0.1:${house.said.port}`
  const browser = started.adopt(await launchBrowser(), (one) => one.close())
  await load(browser, url, source)
  const { page, complaints } = started.use(await takeSeat(browser, url, SCREEN))
  await signIn(page, OWNER)
  await change(page)
  console.log(`${CAMERAS} live pictures of 640 × 360 at 15 a second for ${MINUTES} minutes`)
  await grid(browser, page, source)
  for (const complaint of complaints) console.log(`The page complains: ${complaint}`)
}

if (import.meta.main) await main()
