// Footage of a simulated recorder played through the whole appliance: gaps, ends of every kind, and its limit of playbacks.
import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { openViewer } from '../core/testing/playback-stand.ts'
import { createTestApp } from '../core/testing/test-app.ts'
import { until as untilTrue } from '../core/testing/until.ts'
import { hikvision } from '../plugins/hikvision/index.ts'
import { type Quirk, startSimulator } from '../plugins/hikvision/simulator/index.ts'

// Footage plays no faster than it was filmed.
setDefaultTimeout(90_000)

const now = () => new Date('2026-07-10T04:00:00Z')
const until = <T>(what: string, ask: () => T | Promise<T>) => untilTrue(what, ask, 40_000)

/** A recorder with one channel that recorded movements of a few seconds each. */
async function start(quirks: Quirk[] = [], playbacks = 1) {
  const stack = new AsyncDisposableStack()
  const recorder = stack.use(
    await startSimulator({
      ...{ model: 'nvr8', now, quirks, playbacks, channels: 1 },
      footage: { days: 3, perDay: 4000, motion: [1] },
    }),
  )
  const app = stack.use(await createTestApp([hikvision], {}, { now }))
  const { ask } = app
  const login = { ip_web: recorder.url, username: recorder.user, password: recorder.password, brand: 'HIKVision' }
  await ask('POST', '/api/devices', login)
  await until('its channel is there', async () => (await ask('GET', '/api/channels')).body.length === 1)
  return {
    recorder,
    async view(from: Date) {
      const path = `/channels/1/footage/${from.toISOString()}/mse`
      return openViewer(app.url, (await ask('POST', '/api/media/sign', { path })).body.url)
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

/** Two movements that follow each other, of a few seconds and with a gap that nobody would call a cut. */
function pairOf({ recorder }: Awaited<ReturnType<typeof start>>) {
  const all = recorder.footage.onDay(1, '2026-07-09')
  const seconds = ({ start, end }: { start: Date; end: Date }) => (+end - +start) / 1000
  const index = all.findIndex((one, at) => {
    const next = all[at + 1]
    return next && seconds(one) >= 4 && seconds(one) <= 6 && seconds(next) >= 4 && +next.start - +one.end > 8000
  })
  return [all[index]!, all[index + 1]!] as const
}

describe('the end of a recording', () => {
  const ways: [string, Quirk[]][] = [
    ['that stays silent', []],
    ['that hangs up', ['hangs-up']],
    ['that plays on', ['plays-on']],
  ]
  for (const [name, quirks] of ways)
    test(`on a recorder ${name} leads to the next recording`, async () => {
      await using it = await start(quirks)
      const [first, second] = pairOf(it)
      const from = new Date(+first.start + 1000)
      const viewer = await it.view(from)
      await until('the next one plays', () => viewer.begins().length === 2 && viewer.frames().length > 2)
      expect(viewer.begins()).toEqual([from.toISOString(), second.start.toISOString()])
      viewer.close()
      await until('the recorder is left alone', () => it.recorder.stats.playbacks === 0)
    })
})

test('a viewer seeks as often as he likes where a recorder plays but one; a second viewer is told of the limit', async () => {
  await using it = await start()
  const [first, second] = pairOf(it)
  const viewer = await it.view(first.start)
  await until('it plays', () => viewer.begins().length === 1)
  for (const [index, { start: moment }] of [second, first, second].entries()) {
    viewer.send({ seek: moment.toISOString() })
    await until('it plays there', () => viewer.begins().length === index + 2)
    expect(viewer.begins().at(-1)).toBe(moment.toISOString())
  }
  const other = await it.view(first.start)
  const { code, reason } = await other.closed
  expect([code, reason]).toEqual([4503, expect.stringContaining('plays no further recording')])
  viewer.close()
  await until('the recorder is left alone', () => it.recorder.stats.playbacks === 0)
  const again = await it.view(first.start)
  await until('there is room now', () => again.begins().length === 1)
  again.close()
})
