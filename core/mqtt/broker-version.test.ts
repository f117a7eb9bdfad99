// Which program the broker is: as it says itself, asked once, and a broker that says nothing is as good as any.
import { describe, expect, test } from 'bun:test'
import { createServer } from 'node:net'
import { Aedes } from 'aedes'
import { ROOT, startBridge } from '../testing/bridge-stand.ts'
import { createClock } from '../testing/clock.ts'
import { hubTests } from '../testing/hub-tests.ts'
import { hasMosquitto, startBroker } from '../testing/mosquitto.ts'
import { until } from '../testing/until.ts'

const { begin, use } = hubTests()
const TOPIC = '$SYS/broker/version'

describe.skipIf(!hasMosquitto)('with a real Mosquitto', () => {
  test('its version is known while there is a connection', async () => {
    const { broker, stand } = await begin()
    const version = () => stand.bridge.state().brokerVersion
    expect(await until('it is told', version)).toMatch(/^mosquitto version \d+\.\d+/)
    await broker.stop()
    await until('it is gone', () => version() === null)
  })

  test('one that tells nothing is used like any other', async () => {
    const broker = use(await startBroker('allow_anonymous true\nsys_interval 0'))
    const capture = use(await broker.watch())
    const stand = use(startBridge({ url: broker.url }))
    await until('all is told', () => capture.messages.some(({ topic }) => topic === `${ROOT}/status`))
    expect(stand.bridge.state()).toMatchObject({ connected: true, lastError: null, brokerVersion: null })
  })
})

/** A broker that refuses the question or answers it with these words; what it was asked is written down. */
async function broker(answer: string | null) {
  const said: string[] = []
  const aedes = await Aedes.createBroker({
    authorizeSubscribe(_client, subscription, done) {
      const isRefused = subscription.topic === TOPIC && answer === null
      if (isRefused) said.push('refused')
      done(null, isRefused ? null : subscription)
    },
  })
  aedes.on('publish', ({ topic }) => void said.push(topic))
  aedes.on('subscribe', (subscriptions) => {
    if (!subscriptions.some(({ topic }) => topic === TOPIC)) return
    said.push('asked')
    if (answer)
      aedes.publish({ cmd: 'publish', topic: TOPIC, payload: answer, qos: 0, retain: false, dup: false }, () => {})
  })
  aedes.on('unsubscribe', (topics) => void (topics.includes(TOPIC) && said.push('no longer')))
  const server = createServer(aedes.handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  use({
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => aedes.close(resolve))
      server.close()
    },
  })
  return { url: `mqtt://127.0.0.1:${port}`, said }
}

describe('with another broker', () => {
  test('it is asked once and then no more, and its words are cut', async () => {
    const { url, said } = await broker(`Long\n${'x'.repeat(200)}`)
    const stand = use(startBridge({ url }))
    await until('it is no longer asked', () => said.includes('no longer'))
    expect(stand.bridge.state().brokerVersion).toBe(`Long ${'x'.repeat(75)}`)
    expect(said.filter((word) => word === 'asked')).toHaveLength(1)
  })

  test('one that does not answer is not asked for long', async () => {
    const { url, said } = await broker('')
    const clock = createClock()
    const stand = use(startBridge({ url, clock }))
    const advance = async (word: string) => {
      await clock.advance(100)
      return said.includes(word)
    }
    await until('it is asked', () => advance('asked'))
    expect(said).not.toContain('no longer')
    await clock.advance(5000)
    await until('it is no longer asked', () => advance('no longer'))
    expect(stand.bridge.state()).toMatchObject({ connected: true, lastError: null, brokerVersion: null })
  })

  test('a refusal is nothing that a person must hear of', async () => {
    const { url, said } = await broker(null)
    const stand = use(startBridge({ url }))
    await until('it has refused', () => said.includes('refused'))
    // What it answers afterwards has come behind the refusal.
    for (const kind of ['motion', 'line_crossing'] as const) {
      const before = said.length
      stand.say(kind)
      await until('the alarm is told', () => said.slice(before).includes(`${ROOT}/n7c31/ch1/event`))
    }
    expect(stand.bridge.state()).toMatchObject({ connected: true, lastError: null, brokerVersion: null })
  })
})
