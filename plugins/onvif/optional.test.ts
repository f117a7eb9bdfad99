// Cameras that refuse one thing in their own way: whatever else they have must stay.
import { describe, expect, test } from 'bun:test'
import type { DeviceSession, DriverContext } from '#plugin'
import { startOnvifCamera } from './simulator/index.ts'
import { startMockup } from './strangers/mockup.ts'
import { connect, faultOf } from './test-camera.ts'

/** How cameras say that they do not have a thing. */
const WAYS = {
  'an unknown argument': { code: 'InvalidArgVal' },
  'an unknown profile': { code: 'NoProfile' },
  'a page of its own': { status: 404 },
} as const

const OPTIONAL = [
  'device.GetScopes',
  'device.GetRelayOutputs',
  'device.GetServices',
  'deviceIO.GetDigitalInputs',
  'events.GetEventProperties',
  'media.GetSnapshotUri',
]

async function open(refuse: string[], how: (typeof WAYS)[keyof typeof WAYS]) {
  const camera = startMockup({ instead: Object.fromEntries(refuse.map((name) => [name, null])), says: how })
  const session: DeviceSession = await connect({ url: camera.url, user: 'admin', password: 'secret' })
  return {
    ...{ camera, session },
    async [Symbol.asyncDispose]() {
      await session.close()
      await camera[Symbol.asyncDispose]()
    },
  }
}

for (const [way, how] of Object.entries(WAYS))
  test(`${way} instead of one thing leaves the picture and all others`, async () => {
    for (const operation of OPTIONAL) {
      await using at = await open([operation], how)
      const [channel] = await at.session.channels()
      expect([operation, channel?.sourceKey, channel?.can.ptz]).toEqual([operation, 'vidsrc0', true])
      expect([operation, channel?.can.snapshot]).toEqual([operation, operation !== 'media.GetSnapshotUri'])
      expect([operation, channel?.can.alarms.length]).toEqual([
        operation,
        operation === 'events.GetEventProperties' ? 0 : 2,
      ])
      expect((await at.session.info()).kind).toBe('camera')
    }
  })

describe('hanging up', () => {
  const ASKED = [
    'GetServices',
    'GetScopes',
    'GetRelayOutputs',
    'GetDigitalInputs',
    'GetEventProperties',
    'GetSnapshotUri',
  ]
  for (const operation of [...ASKED, 'GetProfiles'])
    test(`at ${operation} costs what was asked for, and no more`, async () => {
      await using camera = await startOnvifCamera({ model: 'dome', rtsp: false })
      camera.faults.add({ cut: 0, operation, ...(operation === 'GetProfiles' && { count: 2 }) })
      const session = await connect(camera)
      const [channel] = await session.channels()
      expect(channel?.can).toMatchObject({ live: true, sub: true, ptz: true, snapshot: operation !== 'GetSnapshotUri' })
      expect(camera.stats.refusedLogins.total).toBe(0)
      await session.close()
    })

  test('for good is no sign of a camera that lacks everything', async () => {
    await using camera = await startOnvifCamera({ model: 'dome', rtsp: false })
    const session = await connect(camera)
    await camera.unplug()
    expect((await faultOf(session.channels())).kind).toBe('device-unreachable')
    await session.close()
  })
})

describe('a camera that names no address', () => {
  /** In the order in which they were asked for. */
  function inTurn(): DriverContext['limit'] {
    let last: Promise<unknown> = Promise.resolve()
    return (work) => {
      const turn = last.then(work)
      last = turn.catch(() => undefined)
      return turn
    }
  }

  async function open(refusals: number) {
    const camera = await startOnvifCamera({ model: 'two-lens', rtsp: false })
    camera.faults.add({ refused: 'unsupported', operation: 'GetStreamUri', count: refusals })
    return { camera, session: connect(camera, {}, { limit: inTurn() }) }
  }

  test('for the larger picture of one lens keeps the other, and says so of the one', async () => {
    const { camera, session } = await open(1)
    await using _ = camera
    const opened = await session
    camera.faults.add({ refused: 'unsupported', operation: 'GetStreamUri' })
    expect((await opened.channels()).map(({ can }) => [can.live, can.sub])).toEqual(Array(2).fill([true, true]))
    expect((await faultOf(opened.live!.source('VideoSource_1', 'main'))).kind).toBe('unsupported')
    expect((await opened.live!.source('VideoSource_2', 'main')).address).toContain('tele_main')
    await opened.close()
  })

  test('for any larger picture has none to show', async () => {
    const { camera, session } = await open(2)
    await using _ = camera
    camera.faults.add({ refused: 'unsupported', operation: 'GetStreamUri' })
    expect((await faultOf(session)).kind).toBe('unsupported')
  })

  test('for the smaller picture has the larger one alone', async () => {
    await using camera = await startOnvifCamera({ model: 'fixed', rtsp: false })
    const limit = inTurn()
    let asked = 0
    const session = await connect(
      camera,
      {},
      {
        limit: (work) =>
          limit(() => {
            if (camera.stats.operations.GetStreamUri === 1 && asked++ === 0)
              camera.faults.add({ refused: 'unsupported', operation: 'GetStreamUri' })
            return work()
          }),
      },
    )
    expect((await session.channels()).map(({ can }) => [can.live, can.sub])).toEqual([[true, false]])
    expect((await session.live!.source('VideoSource_1', 'main')).address).toContain('Profile_1')
    await session.close()
  })
})
