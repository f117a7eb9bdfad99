// Relays with real FFmpeg: what becomes of them when the source does not do as it should.
import { afterEach, expect, setDefaultTimeout, test } from 'bun:test'
import { loadClips } from '../../test/rtsp-source/index.ts'
import { Fault } from '../domain/fault.ts'
import { relayProcesses, startRelayBench, until, view } from '../testing/relays.ts'

// Real processes on a machine that may be busy with other tests.
setDefaultTimeout(60_000)

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const thing of open.splice(0)) await thing[Symbol.asyncDispose]()
})
async function start(options?: Parameters<typeof startRelayBench>[0]) {
  const bench = await startRelayBench(options)
  open.push(bench)
  return bench
}

test('a cut source is read again: a new epoch and a discontinuity', async () => {
  const { relays, camera, lines } = await start()
  const { relay, fragments } = view(relays)
  await relay.playlist()
  camera.source.dropAll()
  await until('a second epoch', () => fragments.at(-1)?.epoch.id === 2)
  expect(relay.state).toMatchObject({ running: true, restarts: 1, epoch: 2, lastFault: null })
  expect(fragments.find(({ epoch }) => epoch.id === 2)?.key).toBe(true)
  expect(await relay.playlist()).toContain('#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="init2.mp4"\n')
  expect(lines.filter((line) => line.includes('"level":"warn"'))).toEqual([])
})

test('a frozen source is read again', async () => {
  const { relays, camera } = await start({ timing: { silenceMs: 1000 } })
  const { relay, fragments } = view(relays)
  await until('a picture', () => fragments.length > 0)
  camera.source.freeze(true)
  await until('the loss', () => relay.state.lastFault !== null)
  expect(relay.state.lastFault).toMatchObject({ kind: 'device-timeout' })
  expect(relay.state.running).toBe(false)
  camera.source.freeze(false)
  await until('a second epoch', () => fragments.at(-1)?.epoch.id === 2)
})

test('new parameter sets begin a new epoch with the new size', async () => {
  const { relays, camera } = await start({ path: '/2/sub' })
  const clips = await loadClips()
  const sub = clips.pick({ channel: 2, quality: 'sub', audio: false })
  const main = clips.pick({ channel: 2, quality: 'main', audio: false })
  camera.instead.set('/2/sub', { ...sub, units: [...sub.units.slice(0, 30), ...main.units.slice(0, 50)] })
  const { relay, fragments } = view(relays, 2)
  await until('the first size', () => fragments.length > 0)
  camera.instead.set('/2/sub', main)
  await until('the second size', () => relay.state.width === 1280)
  expect(relay.state).toMatchObject({ epoch: 2, height: 720, lastFault: null })
})

test('eight streams with a wrong password are one refused login, and nothing tries again before the device has changed', async () => {
  const { relays, camera, refused, lines, asked } = await start()
  const right = camera.login
  camera.login = { user: 'admin', password: 'another one' }
  let isRefused = false
  const gated = await start({
    source: async () => {
      if (isRefused) throw new Fault('device-refused-login', 'The login was refused.')
      return { address: camera.address('/1/sub'), transport: 'tcp', audio: false }
    },
    onRefused: () => {
      isRefused = true
    },
  })
  const views = Array.from({ length: 8 }, (_, index) => view(gated.relays, index + 1))
  await until('all to end', () => views.every(({ ends }) => ends.length === 1))
  expect(camera.refused).toHaveLength(1)
  expect(views.map(({ ends }) => ends[0]?.kind)).toEqual(Array(8).fill('device-refused-login'))
  expect(() => view(gated.relays)).toThrow('refused')
  await expect(views[0]!.relay.playlist()).rejects.toMatchObject({ kind: 'device-refused-login' })

  const { relay, ends } = view(relays, 20)
  await until('the end', () => ends.length === 1)
  expect([refused, asked(), camera.refused.length]).toEqual([['20 device-refused-login'], 1, 2])
  expect(lines.filter((line) => line.includes('"level":"warn"'))).toHaveLength(1)
  camera.login = right
  expect(() => relay.join()).toThrow(Fault)
  relays.allow(20)
  const again = view(relays, 20)
  await until('pictures', () => again.fragments.length > 0)
  expect(camera.refused).toHaveLength(2)
})

test('a device with too many viewers is busy and tried again; one that denies the stream is not', async () => {
  const { relays, camera } = await start()
  camera.source.refuse(453)
  const busy = view(relays)
  await until('two tries', () => busy.relay.state.restarts >= 2)
  expect(busy.relay.state.lastFault?.kind).toBe('device-busy')
  camera.source.refuse(null)
  await until('pictures', () => busy.fragments.length > 0)

  camera.source.refuse(403)
  const denied = view(relays, 2)
  await until('the end', () => denied.ends.length === 1)
  expect([denied.ends[0]?.kind, denied.relay.state.restarts]).toEqual(['device-denied', 0])
  expect(camera.refused).toEqual([])
})

test('a relay that pauses starts at once when the device is back', async () => {
  const { relays, camera } = await start({ timing: { pauseMs: 60_000 } })
  camera.source.refuse(503)
  const { relay, fragments } = view(relays)
  await until('the pause', () => relay.state.lastFault !== null)
  camera.source.refuse(null)
  relays.retry(1)
  await until('pictures', () => fragments.length > 0)
})

test('a camera that hides its parameter sets is probed slowly, and that is remembered', async () => {
  const { relays, camera, asked } = await start({ timing: { lingerMs: 0 } })
  const clip = (await loadClips()).pick({ channel: 1, quality: 'sub', audio: false })
  camera.instead.set('/1/sub', { ...clip, silentSdp: true, firstUnit: 10 })
  const { relay, fragments, leave } = view(relays)
  await until('pictures', () => fragments.length > 0)
  expect([fragments[0]!.key, asked(), relay.state.lastFault]).toEqual([true, 2, null])
  leave()
  await until('the end', () => relayProcesses().length === 0)
  const second = view(relays)
  await until('pictures', () => second.fragments.length > 0)
  expect(asked()).toBe(3)
})

test('sound that is promised and never sent does not cost the picture', async () => {
  const { relays, camera } = await start({ path: '/1/main', timing: { silenceMs: 1500 } })
  const clip = (await loadClips()).pick({ channel: 1, quality: 'main', audio: true })
  camera.instead.set('/1/main', { ...clip, sound: Buffer.alloc(0) })
  const { relay, fragments } = view(relays, 1, 'main')
  await until('pictures', () => fragments.length > 0)
  expect(relay.state.mime).toBe('video/mp4; codecs="avc1.42c01f"')
})
