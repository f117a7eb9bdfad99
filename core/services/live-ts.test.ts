// How long a transport stream lives: as long as somebody reads it, and a while longer.
import { afterEach, expect, setDefaultTimeout, test } from 'bun:test'
import { createLog } from '../log.ts'
import { runningFfmpeg } from '../media/process.ts'
import type { Relay } from '../media/relay.ts'
import { startRelayBench, until, view } from '../testing/relays.ts'
import type { ChannelWithDevice } from './access.ts'
import { createLiveTs, type LiveTsTiming } from './live-ts.ts'

// Real processes on a machine that may be busy with other tests.
setDefaultTimeout(120_000)

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing[Symbol.asyncDispose]()
})

const SYSTEM = { kind: 'system' } as const
const copies = () => runningFfmpeg().filter(({ arguments: all }) => all.includes('mpegts')).length

/** `lateMs`: so long after somebody has joined the first picture comes. */
async function start(timing: Partial<LiveTsTiming>, lateMs = 0) {
  const bench = await startRelayBench()
  open.push(bench)
  const late = (relay: Relay): Relay => ({
    ...relay,
    join(consumer, since) {
      let leave = () => {}
      const timer = setTimeout(() => {
        leave = relay.join(consumer, since)
      }, lateMs)
      return () => {
        clearTimeout(timer)
        leave()
      }
    },
  })
  const liveTs = createLiveTs({
    access: { channel: (_, id) => ({ id: Number(id) }) as ChannelWithDevice },
    live: {
      relay(channelId, quality) {
        const relay = bench.relays.get({ channelId, quality })
        return lateMs ? late(relay) : relay
      },
    },
    log: createLog('silent', () => {}),
    now: () => new Date('2026-01-10T08:00:00Z'),
    timing,
  })
  open.push(liveTs)
  return { bench, liveTs, list: () => liveTs.list(SYSTEM, 1, new AbortController().signal) }
}

test('many readers share one, which ends when nobody has read for a while', async () => {
  const { liveTs, list } = await start({ lingerMs: 5000 })
  const lists = await Promise.all([list(), list(), list()])
  expect(new Set(lists).size).toBe(1)
  expect(copies()).toBeLessThanOrEqual(1)
  const [name = ''] = await until('a segment', async () => (await list()).match(/index\d+\.ts/))
  // Numbers go on from the clock, so that none comes twice.
  expect(name).toBe(`index${Date.parse('2026-01-10T08:00:00Z') / 1000}.ts`)
  // Reading segments is reading, too.
  const since = performance.now()
  await until('it has lived for longer than it would unread', () => {
    expect(liveTs.file(SYSTEM, 1, name) !== null || copies() === 1).toBe(true)
    return performance.now() - since > 8000
  })
  expect(copies()).toBe(1)
  await until('its FFmpeg is gone', () => copies() === 0)
  expect(liveTs.file(SYSTEM, 1, name)).toBeNull()
})

test('who asks before there is a picture waits for a while, and then is told an empty list', async () => {
  const { list } = await start({ listMs: 1 })
  expect(await list()).toBe('#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:1768032000\n')
})

test('the first list waits for a camera that takes its time', async () => {
  const { bench, list } = await start({}, 5000)
  const { relay } = view(bench.relays, 1, 'main')
  await until('it is read', () => relay.lastKeyFrame())
  expect(await list()).toMatch(/^index\d+\.ts$/m)
})
