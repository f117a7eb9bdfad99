// What the tests of the hub share: a broker, the link to it, a subscriber, and the reading of what it saw.
import { afterEach, setDefaultTimeout } from 'bun:test'
import { ROOT, startBridge } from './bridge-stand.ts'
import {
  type Broker,
  type Capture,
  checkDiscovery,
  hasChecker,
  hasMosquitto,
  type Seen,
  startBroker,
} from './mosquitto.ts'
import { until } from './until.ts'

/** For the head of a test file; what is used is closed after each test, the last one first. */
export function hubTests() {
  if (!hasMosquitto) console.warn('mosquitto or mosquitto_sub is not installed: tests of the hub are skipped')
  if (!hasChecker) console.warn('check-discovery or python3 is not there: its rules are not checked')
  setDefaultTimeout(60_000)
  const open: AsyncDisposable[] = []
  afterEach(async () => {
    for (const thing of open.splice(0).reverse()) await thing[Symbol.asyncDispose]()
  })
  function use<T extends AsyncDisposable>(thing: T): T {
    open.push(thing)
    return thing
  }
  return {
    use,
    async close(thing: AsyncDisposable) {
      open.splice(open.indexOf(thing), 1)
      await thing[Symbol.asyncDispose]()
    },
    /** An appliance that has announced everything on an empty broker. */
    async begin(options: Partial<Parameters<typeof startBridge>[0]> = {}) {
      const broker = use(await startBroker())
      const capture = use(await broker.watch())
      const stand = use(startBridge({ url: broker.url, ...options }))
      await announced(capture)
      return { broker, capture, stand }
    },
  }
}

export const isOnline = ({ topic, payload }: Seen) => topic === `${ROOT}/status` && payload === 'online'

export const announced = (capture: Capture, times = 1) =>
  until('the appliance says online', () => capture.messages.filter(isOnline).length >= times)

/** Gives what may still come the time to, then waits until the subscriber has seen all of it. */
export async function quiet(broker: Broker, capture: Capture) {
  await Bun.sleep(200)
  const mark = `mark-${capture.messages.length}`
  await broker.publish('test/mark', mark)
  await until('the mark is back', () => capture.messages.some(({ payload }) => payload === mark))
}

/** Faults of the checker; the topics of the test itself are none of ours. */
export async function faults(lines: readonly string[], ...options: string[]): Promise<string[]> {
  if (!hasChecker) return []
  const said = await checkDiscovery(
    lines.filter((line) => !line.includes('"test/')),
    ...options,
  )
  return said.slice(0, -1)
}

/** Payloads on a topic below our root. */
export const of = (capture: Capture, topic: string, from = 0) =>
  capture.messages.slice(from).flatMap((message) => (message.topic === `${ROOT}/${topic}` ? [message.payload] : []))

export const configs = (messages: readonly Seen[]) => messages.filter(({ topic }) => topic.endsWith('/config'))
