// The relay: time to the first picture, delay behind the camera, what viewers and channels cost. Each beside a baseline or bound of this run.
import { cpus } from 'node:os'
import { type Browser, chromium } from 'playwright-core'
import { bareFfmpeg, barePunctuality, createPunctuality, type Reader, readHls, readMse } from './relay/clients.ts'
import type { Seen } from './relay/player.ts'
import { type Child, cpuShare, ffmpegsOf, median, pssMb, startChild } from './relay/processes.ts'

interface Figure {
  name: string
  value: number
  unit: string
  /** What it is compared with, and the ratio to it. */
  against?: string
  ratio?: number
  /** Must not be above. */
  bound?: number
}

const option = (name: string, fallback: number) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? fallback : Number(process.argv[at + 1])
}
const ROUNDS = option('rounds', 5)
/** How long a page is watched. */
const WATCHED = option('seconds', 60)
/** `start`, `delay`, `screen`, `viewers` or `memory`; without it all of them. */
const only = process.argv[process.argv.indexOf('--only') + 1]
const wants = (part: string) => !process.argv.includes('--only') || only === part
const GROUP_SECONDS = 2

const figures: Figure[] = []
const isJson = process.argv.includes('--json')

function report(figure: Figure): void {
  figures.push(figure)
  if (isJson) return
  const { name, value, unit, against, ratio, bound } = figure
  const beside = ratio === undefined ? '' : `  ${ratio.toFixed(2)} × ${against}`
  const limit =
    bound === undefined ? '' : `  bound ${bound.toFixed(2)} ${unit}: ${value <= bound ? 'held' : 'EXCEEDED'}`
  console.log(`${name.padEnd(52)} ${value.toFixed(2).padStart(8)} ${unit}${beside}${limit}`)
}

async function several(work: (round: number) => Promise<number>): Promise<number> {
  const values: number[] = []
  for (let round = 0; round < ROUNDS; round++) values.push(await work(round))
  return median(values)
}

/** Until the relays of the round before have ended. */
async function quiet(server: Child): Promise<void> {
  for (const end = Date.now() + 10_000; ffmpegsOf(server.pid).length && Date.now() < end; ) await Bun.sleep(50)
}

async function pictureStart(base: string, camera: string, server: Child): Promise<void> {
  const cold = (read: (ticket: string) => Reader) =>
    several(async (round) => {
      await quiet(server)
      const ticket = `${round + 1}-main`
      const reader = read(ticket)
      const first = await reader.first
      reader.close()
      await fetch(`${base}/end/${ticket}`, { method: 'POST' })
      return first
    })
  const bare = await several(() => bareFfmpeg(`${camera}/1/main`, 'fast'))
  const usual = await several(() => bareFfmpeg(`${camera}/1/main`, 'default'))
  const mse = await cold((ticket) => readMse(base, ticket))
  const hls = await cold((ticket) => readHls(base, ticket))
  const holder = readMse(base, '1-main')
  await holder.first
  // A whole segment must be there, as for anybody who joins a channel that is being watched.
  await readHls(base, '1-main').first
  const joining = async (read: (base: string, ticket: string) => Reader) =>
    several(async () => {
      const reader = read(base, '1-main')
      const first = await reader.first
      reader.close()
      return first
    })
  const mseJoining = await joining(readMse)
  const hlsJoining = await joining((root, ticket) => readHls(root, ticket))
  holder.close()
  await fetch(`${base}/end/1-main`, { method: 'POST' })

  const against = 'bare FFmpeg'
  const compare = (name: string, value: number, bound: number) =>
    report({ name, value, unit: 's', against, ratio: value / bare, bound })
  report({ name: 'bare FFmpeg, first key frame', value: bare, unit: 's' })
  report({ name: 'bare FFmpeg with its own probing', value: usual, unit: 's', against, ratio: usual / bare })
  compare('MSE, cold: first key frame at the client', mse, 0.8)
  compare('MSE, joining', mseJoining, 0.13)
  compare('HLS, cold', hls, GROUP_SECONDS + 0.7)
  compare('HLS, joining', hlsJoining, 0.57)
}

/** Without a browser: a picture is shown after this, the length of a fragment, and what the player holds back. */
async function punctuality(base: string, camera: string, server: Child, clock: string): Promise<void> {
  const bare = await barePunctuality(`${camera}/1/main`, clock, 15)
  report({ name: 'bare FFmpeg, fragment after its last frame', value: bare, unit: 's' })
  for (const way of ['MSE', 'HLS']) {
    await quiet(server)
    const measure = createPunctuality()
    const reader = way === 'MSE' ? readMse(base, '1-main', measure) : readHls(base, '1-main', true, measure)
    await Bun.sleep(15_000)
    const value = await measure.result(clock)
    reader.close()
    await fetch(`${base}/end/1-main`, { method: 'POST' })
    report({
      name: `${way}, fragment at the client after its last frame`,
      value,
      unit: 's',
      against: 'bare FFmpeg',
      ratio: value / bare,
      bound: bare + 0.05,
    })
  }
}

async function watch(browser: Browser, base: string, way: 'mse' | 'hls', clock: string): Promise<void> {
  const label = way.toUpperCase()
  const open = async () => {
    const page = await browser.newPage()
    await page.goto(`${base}/page`)
    await page.evaluate(
      ([how, at]) => (window as never as { start(...args: string[]): void }).start(how!, '1-main', at!),
      [way, clock],
    )
    const seen = () => page.evaluate(() => (window as never as { seen: Seen }).seen)
    for (const end = Date.now() + 20_000; !(await seen()).firstMs && Date.now() < end; ) await Bun.sleep(50)
    return { page, seen }
  }
  const first = await open()
  const coldMs = (await first.seen()).firstMs
  await Bun.sleep(WATCHED * 1000)
  const { delays, stalls, problems } = await first.seen()
  const settled = delays.filter(([at]) => at > 10_000).map(([, behind]) => behind)
  const second = await open()
  const warmMs = (await second.seen()).firstMs
  await Promise.all([first.page.close(), second.page.close()])
  await fetch(`${base}/end/1-main`, { method: 'POST' })
  const bounds =
    way === 'mse' ? { cold: 0.8, warm: 0.13, delay: 0.32 } : { cold: GROUP_SECONDS + 0.7, warm: 0.57, delay: 0.85 }
  report({
    name: `${label} in Chromium, cold: first picture on screen`,
    value: coldMs / 1000,
    unit: 's',
    bound: bounds.cold,
  })
  report({ name: `${label} in Chromium, joining`, value: warmMs / 1000, unit: 's', bound: bounds.warm })
  report({
    name: `${label} in Chromium, delay behind the camera`,
    value: median(settled) / 1000,
    unit: 's',
    bound: bounds.delay,
  })
  report({
    name: `${label} in Chromium, stalls in ${WATCHED} s`,
    value: stalls.length + problems.length,
    unit: '',
    bound: 0,
  })
  if (stalls.length || problems.length) console.error(`${label} stood still after`, stalls, 'ms', ...problems)
}

async function viewers(base: string, server: Child): Promise<void> {
  const shares: number[] = []
  for (const count of [1, 16]) {
    await quiet(server)
    const readers = Array.from({ length: count }, () => readMse(base, '1-main'))
    await Promise.all(readers.map(({ first }) => first))
    await Bun.sleep(2000)
    const ffmpegs = ffmpegsOf(server.pid)
    const share = (await cpuShare([server.pid, ...ffmpegs], 10)) * 100
    shares.push(share)
    report({ name: `FFmpegs with ${count} viewers of one channel`, value: ffmpegs.length, unit: '', bound: 1 })
    report({
      name: `CPU (ours and FFmpeg's) with ${count} viewers`,
      value: share,
      unit: '% of a core',
      ...(count > 1 ? { against: '1 viewer', ratio: share / shares[0]! } : {}),
    })
    for (const reader of readers) reader.close()
  }
}

async function memory(base: string, server: Child): Promise<void> {
  await quiet(server)
  Bun.gc(true)
  const idle = pssMb(server.pid)
  const tickets = Array.from({ length: 8 }, (_, index) => `${index + 1}-main`)
  const readers = tickets.flatMap((ticket) => [readMse(base, ticket), readHls(base, ticket, true)])
  await Promise.all(readers.map(({ first }) => first))
  // Until the rings are full.
  await Bun.sleep(18_000)
  const ffmpegs = ffmpegsOf(server.pid)
  const share = (await cpuShare([server.pid], 5)) * 100
  const ours = pssMb(server.pid)
  const theirs = ffmpegs.map(pssMb).reduce((sum, value) => sum + value, 0)
  for (const reader of readers) reader.close()
  report({ name: 'memory before any relay (PSS)', value: idle, unit: 'MB' })
  report({
    name: 'memory with 8 relays, each with 2 readers',
    value: ours,
    unit: 'MB',
    against: 'before',
    ratio: ours / idle,
    bound: 150,
  })
  report({ name: 'memory of their 8 FFmpegs', value: theirs, unit: 'MB' })
  report({ name: 'CPU of ours with 8 relays', value: share, unit: '% of a core' })
}

async function main(): Promise<void> {
  const source = await startChild('source.ts')
  const camera = `rtsp://admin:secret@127.0.0.1:${source.said.rtsp}`
  const server = await startChild('server.ts', camera)
  const base = `http://127.0.0.1:${server.said.port}`
  const browser = await chromium.launch({
    executablePath: Bun.which('chromium') ?? '',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--autoplay-policy=no-user-gesture-required',
    ],
  })
  try {
    if (!isJson)
      console.log(
        `${cpus()[0]?.model} × ${cpus().length}, 1280x720 at 25 fps, 2 Mbit/s, key frame every ${GROUP_SECONDS} s\n`,
      )
    if (wants('start')) await pictureStart(base, camera, server)
    const clock = `http://127.0.0.1:${source.said.clock}/1/main`
    if (wants('delay')) await punctuality(base, camera, server, clock)
    for (const way of wants('screen') ? (['mse', 'hls'] as const) : []) {
      await quiet(server)
      await watch(browser, base, way, clock)
    }
    if (wants('viewers')) await viewers(base, server)
    if (wants('memory')) await memory(base, server)
    if (isJson) console.log(JSON.stringify({ machine: `${cpus()[0]?.model} × ${cpus().length}`, figures }, null, 2))
  } finally {
    await browser.close()
    await server[Symbol.asyncDispose]()
    await source[Symbol.asyncDispose]()
  }
}

if (import.meta.main) await main()
