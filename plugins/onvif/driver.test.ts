// The driver against the simulated cameras, which were written from the specification and share no line with it.
import { describe, expect, test } from 'bun:test'
import { connect as connectTcp, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { offers } from '#plugin'
import { describeDriver } from '../../core/testing/driver-suite.ts'
import { OTHER } from '../hikvision/isapi/test-certificates.ts'
import { driver } from './driver.ts'
import { type ModelId, type OnvifCameraOptions, startOnvifCamera } from './simulator/index.ts'
import { connect, faultOf, testTarget } from './test-camera.ts'

for (const [name, options] of Object.entries({
  'onvif: a fixed camera': { model: 'fixed' },
  'onvif: a dome that takes tokens alone and has a wrong clock': {
    ...{ model: 'dome', ahead: -7200, login: { ways: ['token'] }, lacks: ['snapshot'] },
  },
  'onvif: two lenses, HTTP Digest alone': { model: 'two-lens', login: { ways: ['digest'] } },
} satisfies Record<string, OnvifCameraOptions>)) {
  describeDriver(name, driver, async () => {
    const camera = await startOnvifCamera(options)
    return {
      target: testTarget(camera),
      signsIn: true,
      refusedLogins: () => camera.stats.refusedLogins.total,
      requests: () => camera.stats.order.length + camera.stats.challenges,
      raise: () => camera.raise('motion', { number: options.model === 'two-lens' ? 2 : 1 }),
      unplug: camera.unplug,
      [Symbol.asyncDispose]: () => camera[Symbol.asyncDispose](),
    }
  })
}

const start = (options: OnvifCameraOptions = {}) => startOnvifCamera({ rtsp: false, ...options })

describe('signing in', () => {
  for (const ways of [['token'], ['digest'], ['token', 'digest']] as const) {
    test(`by ${ways.join(' or ')}: the right password is never refused, a wrong one once`, async () => {
      for (const ahead of [0, 3600, -86_400]) {
        await using camera = await start({ login: { ways }, ahead })
        const session = await connect(camera)
        await Promise.all([session.info(), session.channels(), session.users?.list(), session.clock?.read()])
        expect(camera.stats.refusedLogins.total).toBe(0)
        const fault = await faultOf(connect(camera, { password: 'wrong' }))
        expect(fault.kind).toBe('device-refused-login')
        expect(camera.stats.refusedLogins.total).toBe(1)
        expect(/clock/.test(fault.message)).toBe(ahead !== 0 && ways.length === 1 && ways[0] === 'token')
      }
    })
  }

  test('after a refusal nothing is asked any more, and of many at once none tries twice', async () => {
    for (const ways of [['token'], ['digest']] as const) {
      await using camera = await start({ login: { ways } })
      const session = await connect(camera)
      camera.set({ password: 'another one' })
      const four = [session.info(), session.users!.list(), session.info(), session.users!.list()]
      for (const work of four) expect((await faultOf(work)).kind).toBe('device-refused-login')
      const { total } = camera.stats.refusedLogins
      expect(total).toBeLessThanOrEqual(four.length + 1)
      for (const work of [session.info(), session.channels(), session.info()])
        expect((await faultOf(work)).kind).toBe('device-refused-login')
      expect(camera.stats.refusedLogins.total).toBe(total)
    }
  })

  test('a nonce that is too old is no refusal', async () => {
    let time = Date.now()
    await using camera = await start({ login: { ways: ['digest'] }, now: () => new Date(time) })
    const session = await connect(camera)
    time += 600_000
    await Promise.all([session.info(), session.users!.list(), session.info()])
    expect(camera.stats.refusedLogins.total).toBe(0)
  })

  test('a camera whose clock is set meanwhile is still signed in to, and a wrong password is told apart', async () => {
    await using camera = await start({ login: { ways: ['token'] }, ahead: 86_400 })
    const session = await connect(camera)
    camera.set({ ahead: 0 })
    expect((await session.users?.list())?.map(({ name }) => name)).toEqual(['admin'])
    expect((await session.info()).model).toBe('LS-Bullet 4')
    expect(Math.abs((await session.clock?.read())?.driftSeconds ?? 99)).toBeLessThanOrEqual(1)
  })

  test('setting the clock goes through, and the letters after it are signed with the new time', async () => {
    await using camera = await start({ login: { ways: ['token'] }, ahead: 5000 })
    const session = await connect(camera)
    const written = await session.clock?.set(new Date())
    expect(Math.abs((written?.before.driftSeconds ?? 0) - 5000)).toBeLessThanOrEqual(1)
    expect(written?.ignored).toEqual([])
    expect(Math.abs(written?.after.driftSeconds ?? 99)).toBeLessThanOrEqual(1)
    expect(written?.after).toMatchObject({ timeZone: 'CST-8', utcOffsetMinutes: 480, mode: 'manual' })
    await session.info()
    expect(camera.stats.refusedLogins.total).toBe(0)
  })

  test('who may not do a thing is told so, and stays signed in', async () => {
    for (const ways of [['token'], ['digest']] as const) {
      const guest = { name: 'guest', password: 'guest-password', level: 'User' as const }
      await using camera = await start({ login: { ways }, accounts: [guest] })
      const session = await connect({ url: camera.url, user: guest.name, password: guest.password })
      const fault = await faultOf(session.users!.list())
      expect([fault.kind, fault.lacksRight]).toEqual(['device-denied', true])
      expect((await session.info()).manufacturer).toBe('Lumen & Sons')
    }
  })

  test('names and passwords of any script are taken', async () => {
    const odd = { name: 'Zoë <&">', password: 'пароль & <ключ>', level: 'Administrator' as const }
    await using camera = await start({ login: { ways: ['token'] }, accounts: [odd] })
    const session = await connect({ url: camera.url, user: odd.name, password: odd.password })
    expect((await session.users?.list())?.map(({ name }) => name)).toEqual(['admin', odd.name])
  })
})

describe('channels', () => {
  const CHANNELS = {
    fixed: [['VideoSource_1', 'LS-Bullet 4', true]],
    dome: [['VideoSource_1', 'LS-Dome 25X', true]],
    'two-lens': [
      ['VideoSource_1', 'TV-Duo 1', true],
      ['VideoSource_2', 'TV-Duo 2', false],
    ],
  } as const
  for (const [model, expected] of Object.entries(CHANNELS)) {
    test(`${model}: one for each lens, the largest H.264 picture first`, async () => {
      for (const lacks of [[], ['media2']] as const) {
        await using camera = await start({ model: model as ModelId, lacks })
        const session = await connect(camera)
        expect(offers(session)).toEqual(expect.arrayContaining(['live', 'snapshot', 'clock', 'users', 'alarms']))
        const channels = await session.channels()
        expect(channels.map(({ sourceKey, name, can }) => [sourceKey, name, can.audio])).toEqual(
          expected.map((one) => [...one]),
        )
        for (const { can } of channels) expect(can).toMatchObject({ live: true, sub: true, snapshot: true })
        const source = await session.live!.source('VideoSource_1', 'main')
        expect(source.address).toMatch(/(Profile_1|MediaProfile000|wide_main)$/)
      }
    })
  }

  test('behind NAT streams and pictures are where we reach the camera, whatever it says', async () => {
    await using camera = await start({ nat: '192.168.1.64' })
    const session = await connect(camera)
    await session.channels()
    const { address } = await session.live!.source('VideoSource_1', 'main')
    expect(address).toBe('rtsp://admin:porchlight-demo@127.0.0.1:554/live/Profile_1')
    const jpeg = await session.snapshot!.take('VideoSource_1')
    expect([...jpeg.subarray(0, 2)]).toEqual([0xff, 0xd8])
    const elsewhere = await connect(camera, { streamHost: '127.0.0.1:8554' })
    expect((await elsewhere.live!.source('VideoSource_1', 'sub')).address).toContain('@127.0.0.1:8554/live/Profile_2')
  })

  test('a camera without still pictures says so of its channel', async () => {
    await using camera = await start({ lacks: ['snapshot'] })
    const session = await connect(camera)
    expect((await session.channels()).map(({ can }) => can.snapshot)).toEqual([false])
    expect((await faultOf(session.snapshot!.take('VideoSource_1'))).kind).toBe('unsupported')
  })

  test('a second media service that does not work is passed by', async () => {
    await using camera = await start()
    camera.faults.add({ refused: 'unsupported', operation: 'GetProfiles', count: 1 })
    expect(await (await connect(camera)).channels()).toHaveLength(1)
    camera.faults.add({ garbled: true, operation: 'GetProfiles', count: 1 })
    expect(await (await connect(camera)).channels()).toHaveLength(1)
  })

  test('an old camera without GetServices is asked for its capabilities', async () => {
    await using camera = await start({ model: 'dome' })
    camera.faults.add({ refused: 'unsupported', operation: 'GetServices' })
    const session = await connect(camera)
    expect((await session.channels()).map(({ sourceKey }) => sourceKey)).toEqual(['VideoSource_1'])
  })
})

describe('what a session offers', () => {
  test('follows from what the camera has', async () => {
    await using dome = await start({ model: 'dome' })
    const session = await connect(dome)
    expect(offers(session)).toEqual(expect.arrayContaining(['ptz', 'inputs', 'outputs', 'alarms']))
    const [channel] = await session.channels()
    expect(channel?.can.ptz).toBe(true)
    expect(channel?.can.alarms).toEqual(expect.arrayContaining(['motion', 'tamper', 'input']))
    await using bare = await start({ model: 'dome', lacks: ['ptz', 'events', 'deviceio'] })
    expect(offers(await connect(bare))).not.toContainAnyValues(['ptz', 'inputs', 'alarms'])
  })

  test('belongs to its lens: the one that moves, the one that a message names, inputs to none of two', async () => {
    await using camera = await start({ model: 'two-lens' })
    const session = await connect(camera)
    const channels = await session.channels()
    expect(channels.map(({ can }) => can.ptz)).toEqual([false, true])
    expect(offers(session)).not.toContainAnyValues(['inputs', 'outputs'])
    await session.ptz?.move('VideoSource_2', { pan: 0.5, tilt: 0, zoom: 0 }, 1)
    expect(camera.head()?.moving).toBe(true)
    expect((await faultOf(session.ptz!.move('VideoSource_1', { pan: 1, tilt: 0, zoom: 0 }, 1))).kind).toBe(
      'unsupported',
    )
    for await (const notice of session.alarms!.watch({ onOpen: () => camera.raise('motion', { number: 2 }) })) {
      if (!notice.active) continue
      expect(notice).toMatchObject({ kind: 'motion', sourceKey: 'VideoSource_2' })
      break
    }
  })

  test('ends with it: no head goes on turning, no pull point is left behind', async () => {
    await using camera = await start({ model: 'dome' })
    const session = await connect(camera)
    const opened = Promise.withResolvers<void>()
    const watching = (async () => {
      for await (const _ of session.alarms!.watch({ onOpen: opened.resolve }));
    })()
    await opened.promise
    await session.ptz?.move('VideoSource_1', { pan: 0.1, tilt: 0, zoom: 0 }, 10)
    expect([camera.subscriptions(), camera.head()?.moving]).toEqual([1, true])
    await session.close()
    await watching
    expect([camera.subscriptions(), camera.head()?.moving]).toEqual([0, false])
  })
})

describe('what goes wrong', () => {
  const KINDS = [
    [{ cut: true }, 'device-unreachable'],
    [{ garbled: true }, 'device-garbled'],
    [{ refused: 'busy' }, 'device-busy'],
    [{ refused: 'unsupported' }, 'unsupported'],
  ] as const
  for (const [fault, kind] of KINDS) {
    test(`${Object.keys(fault)[0]} ${Object.values(fault)[0]} is ${kind}, and no reason to try another login`, async () => {
      await using camera = await start()
      const session = await connect(camera)
      camera.faults.add({ ...fault, operation: 'GetUsers' })
      expect((await faultOf(session.users!.list())).kind).toBe(kind)
      camera.faults.clear()
      expect(await session.users!.list()).toHaveLength(1)
      expect(camera.stats.refusedLogins.total).toBe(0)
    })
  }

  test('what speaks no ONVIF is called so', async () => {
    using server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response('<html>a page</html>') })
    const page = { url: `http://127.0.0.1:${server.port}`, user: 'admin', password: 'x' }
    const fault = await faultOf(connect(page))
    expect([fault.kind, /ONVIF/.test(fault.message)]).toEqual(['device-garbled', true])
  })

  test('nobody is followed to another address, and no answer without end is read', async () => {
    let asked = 0
    using other = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response(String(asked++)) })
    using redirects = Bun.serve({
      ...{ port: 0, hostname: '127.0.0.1' },
      fetch: () => Response.redirect(`http://127.0.0.1:${other.port}/`, 307),
    })
    using endless = Bun.serve({
      ...{ port: 0, hostname: '127.0.0.1' },
      fetch: () => new Response(new ReadableStream({ pull: (flow) => flow.enqueue(new Uint8Array(65_536)) })),
    })
    using slow = Bun.serve({
      ...{ port: 0, hostname: '127.0.0.1' },
      fetch: () => new Response(`<a>${'xmlns'.repeat(400_000)}</a>`),
    })
    const began = performance.now()
    for (const { port } of [redirects, endless, slow]) {
      const at = { url: `http://127.0.0.1:${port}`, user: 'admin', password: 'x' }
      expect((await faultOf(connect(at))).kind).toBe('device-garbled')
    }
    expect(performance.now() - began).toBeLessThan(5000)
    expect(asked).toBe(0)
  })
})

describe('over HTTPS', () => {
  /** The simulated camera speaks HTTP: this puts TLS before it. */
  async function secured(port: number) {
    const sockets = new Set<Socket>()
    const server = createTlsServer(OTHER, (socket) => {
      const inner = connectTcp({ host: '127.0.0.1', port })
      for (const one of [socket, inner]) one.on('error', () => one.destroy())
      sockets.add(socket).add(inner)
      socket.pipe(inner).pipe(socket)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return {
      url: `https://127.0.0.1:${(server.address() as { port: number }).port}`,
      [Symbol.dispose]() {
        for (const socket of sockets) socket.destroy()
        server.close()
      },
    }
  }

  test('the certificate is shown at first, and another than the pinned one is told nothing', async () => {
    await using camera = await start()
    using tls = await secured(camera.port)
    const seen: string[] = []
    const at = { url: tls.url, user: camera.user, password: camera.password }
    const shown = (certificate: string) => void seen.push(certificate)
    const session = await connect(at, {}, { shown })
    expect((await session.channels()).length).toBe(1)
    expect(seen).toHaveLength(1)
    expect(seen[0]?.trim()).toBe(OTHER.cert.trim())
    const again = await connect(at, { pinnedCertificate: seen[0]! }, { shown })
    expect(await again.snapshot!.take('VideoSource_1')).toBeInstanceOf(Uint8Array)
    expect(seen).toHaveLength(1)
    const asked = camera.stats.order.length
    const fault = await faultOf(connect(at, { pinnedCertificate: 'another' }, { shown }))
    expect([fault.kind, seen.length, camera.stats.order.length]).toEqual(['device-denied', 2, asked])
    expect((await faultOf(connect(at, { verifyTls: true }))).kind).toBe('device-denied')
  })
})
