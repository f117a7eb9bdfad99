// A recorder with two channels and a disk behind a whole appliance, and its history of events.
import type { Disk, Driver } from '#plugin'
import { createFakeDriver } from './fake-driver.ts'
import { createTestApp } from './test-app.ts'
import { until } from './until.ts'

export const EVENTS_HOST = '192.0.2.7'
/** How it is added. */
export const eventsDevice = { ip_web: EVENTS_HOST, username: 'admin', password: 'right-password', brand: 'fake' }

/** A recorder with two channels and a disk. */
export async function startEvents() {
  const driver = createFakeDriver()
  const recorder = driver.add(EVENTS_HOST, 2)
  const disk: Disk = {
    ...{ id: 1, name: 'hdd1', kind: 'disk', type: 'SATA', status: 'ok', deviceStatus: 'ok' },
    ...{ capacityMib: 1000, freeMib: 10, property: null },
  }
  const withDisk: Driver = {
    async connect(target, context) {
      return { ...(await driver.connect(target, context)), storage: { disks: async () => [{ ...disk }] } }
    },
  }
  const app = await createTestApp([{ id: 'fake', title: 'Fake', driver: withDisk }])
  const { ask } = app
  const { id } =
    (await ask('POST', '/api/devices', eventsDevice)).body.data ?? (await ask('GET', '/api/devices')).body[0]
  const channels = await until('there are channels', async () => {
    const { body } = await ask('GET', '/api/channels')
    return body.length === 2 && recorder.open.watches > 0 && body
  })
  const events = async (query = '', token?: string) =>
    (await ask('GET', `/api/events?cursor=&${query}`, undefined, token)).body
  const event = (what: string, query: string, fits: (event: Row) => boolean = () => true) =>
    until(what, async () => (await events(query)).data.find(fits) as Row | undefined)
  return {
    app,
    ask,
    recorder,
    disk,
    deviceId: id as number,
    channels,
    events,
    event,
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  }
}

// biome-ignore lint/suspicious/noExplicitAny: what came over the wire is what the test is about
export type Row = any
