// A wall of 64 cameras with the limits on, asking as the pages do: nobody who only looks is told to wait.
import { expect, setDefaultTimeout, test } from 'bun:test'
import { createFakeDriver } from '../core/testing/fake-driver.ts'
import { createTestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { createQueue } from '../web/parts/picture-queue.ts'
import { pauseMs } from '../web/pauses.ts'

setDefaultTimeout(60_000)

const CAMERAS = 64
/** What a page asks at its start: web/household.ts, session.ts and live-updates.ts. */
const START = [
  ...['/health', '/api/auth/me', '/api/devices', '/api/channels', '/api/hub', '/api/user/alarm'],
  '/api/user/alarm?open=true',
]

async function wall() {
  const driver = createFakeDriver()
  driver.add('192.0.2.64', CAMERAS)
  let passed = 0
  const now = () => new Date(Date.now() + passed)
  const app = await createTestApp([{ id: 'fake', title: 'Fake', driver }], {}, { limited: true, now })
  await app.ask('POST', '/api/devices', {
    ...{ ip_web: '192.0.2.64', username: 'admin', password: 'right-password', brand: 'fake' },
  })
  const channels: { id: number }[] = await until('channels are there', async () => {
    const { body } = await app.ask('GET', '/api/channels')
    return body.length === CAMERAS && body
  })
  const refused: string[] = []
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await app.ask(method, path, body)
    if (answer.status === 429) refused.push(path)
    return answer
  }
  /** As a player and a picture are given their address. */
  const sign = async (path: string): Promise<string> => (await ask('POST', '/api/media/sign', { path })).body.url
  return {
    channels,
    refused,
    ask,
    sign,
    /** The clock of the limits goes on. */
    pass: (ms: number) => {
      passed += ms
    },
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  }
}

type Wall = Awaited<ReturnType<typeof wall>>

/** One page: its lists, then a player of each camera, and behind it a still picture, in the pages' own queue. */
async function open({ channels, ask, sign }: Wall): Promise<number[]> {
  await Promise.all([...START.map((path) => ask('GET', path)), sign('/events')])
  const queue = createQueue()
  const pictures = channels.map(({ id }) => {
    const { promise, resolve } = Promise.withResolvers<number>()
    const load = async () => {
      const url = await sign(`/channels/${id}/snapshot.jpg`)
      resolve((await ask('GET', `${url}?fallback=last`)).status)
    }
    queue.add(load, new AbortController().signal)
    return promise
  })
  const players = channels.map(async ({ id }) => {
    // Without the upgrade of a socket it is only told that it wants one: the address was good.
    return (await ask('GET', await sign(`/channels/${id}/sub/mse`))).status
  })
  return [...(await Promise.all(pictures)), ...(await Promise.all(players))]
}

test('a wall of 64 cameras opens, twice at once, and again at once', async () => {
  await using it = await wall()
  const expected = [...Array(CAMERAS).fill(200), ...Array(CAMERAS).fill(400)]
  expect(await Promise.all([open(it), open(it)])).toEqual([expected, expected])
  expect(await open(it)).toEqual(expected)
  expect(it.refused).toEqual([])
})

test('a wall whose recorder refuses every stream tries again for minutes beside one that plays', async () => {
  await using it = await wall()
  await Promise.all([open(it), open(it)])
  let at = 0
  // The shortest pauses that chance gives; a refusal itself takes no time here.
  for (let attempt = 0; at < 180_000; attempt++) {
    const pause = pauseMs(attempt, () => 0)
    at += pause
    it.pass(pause)
    await Promise.all(it.channels.map(({ id }) => it.sign(`/channels/${id}/sub/mse`)))
  }
  expect(it.refused).toEqual([])
})
