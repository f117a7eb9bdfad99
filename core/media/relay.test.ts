// Relays with real FFmpeg: what readers get.
import { afterEach, expect, setDefaultTimeout, test } from 'bun:test'
import { relayProcesses, startRelayBench, until, view } from '../testing/relays.ts'
import type { Fragment } from './fragment.ts'

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

async function frames(bytes: Buffer): Promise<{ codecs: string[]; frames: number; errors: string }> {
  const probe = Bun.spawn(
    ['ffprobe', '-v', 'error', '-count_frames', '-show_streams', '-of', 'json', '-f', 'mp4', '-i', 'pipe:0'],
    { stdin: new Blob([new Uint8Array(bytes)]), stdout: 'pipe', stderr: 'pipe' },
  )
  const [out, errors] = await Promise.all([new Response(probe.stdout).text(), new Response(probe.stderr).text()])
  const streams: { codec_name: string; codec_type: string; nb_read_frames: string }[] = JSON.parse(out).streams
  const video = streams.find((stream) => stream.codec_type === 'video')
  return { codecs: streams.map((stream) => stream.codec_name), frames: Number(video?.nb_read_frames), errors }
}

test('init and segment decode, and the list moves on', async () => {
  const { relays } = await start()
  const { relay } = view(relays)
  const list = await relay.playlist()
  const names = list.split('\n').filter((line) => line.endsWith('.m4s'))
  expect(names[0]).toBe('0.m4s')
  const init = await relay.file('init1.mp4')
  const segment = await relay.file('0.m4s')
  expect(await frames(Buffer.concat([init!, segment!]))).toEqual({ codecs: ['h264'], frames: 30, errors: '' })
  expect(relay.state).toMatchObject({
    running: true,
    epoch: 1,
    width: 640,
    height: 360,
    mime: 'video/mp4; codecs="avc1.42c016"',
  })
  await until('the list has moved on', async () => (await relay.playlist()) !== list)
})

test('main carries the sound as AAC, sub none, and H.265 has the name that players know', async () => {
  const { relays } = await start({ path: '/1/main/audio' })
  const { relay } = view(relays, 1, 'main')
  await relay.playlist()
  expect(relay.state.mime).toBe('video/mp4; codecs="avc1.42c01f, mp4a.40.2"')
  const whole = Buffer.concat([(await relay.file('init1.mp4'))!, (await relay.file('0.m4s'))!])
  expect((await frames(whole)).codecs).toEqual(['h264', 'aac'])

  const silent = view(relays, 1, 'sub')
  await until('a picture in sub', () => silent.fragments.length > 0)
  expect(silent.relay.state.mime).toBe('video/mp4; codecs="avc1.42c01f"')

  const h265 = await start({ path: '/1/sub/h265', transport: 'udp' })
  const seen = view(h265.relays)
  await until('a picture in H.265', () => seen.fragments.length > 0)
  expect(seen.relay.state.mime).toMatch(/^video\/mp4; codecs="hvc1\.1\.6\.L\d+\.90"$/)
})

test('sixteen readers share one FFmpeg, and each begins with a key frame', async () => {
  const { relays, camera } = await start()
  const first = view(relays)
  await until('some fragments', () => first.fragments.length >= 4)
  const others = Array.from({ length: 15 }, () => view(relays))
  for (const { fragments } of others) {
    expect(fragments[0]?.key).toBe(true)
    expect(fragments.length).toBeGreaterThanOrEqual(4)
  }
  await until('more fragments', () => others.every(({ fragments }) => fragments.length > 8))
  expect(relayProcesses()).toHaveLength(1)
  expect(camera.source.sessions()).toBe(1)
  expect(relays.status()).toMatchObject([{ channelId: 1, quality: 'sub', readers: 16, running: true }])
})

test('every key frame begins a fragment, and times follow each other on the wall clock', async () => {
  const { relays } = await start()
  const { fragments } = view(relays)
  await until('two groups of pictures', () => fragments.filter(({ key }) => key).length > 2)
  const keys = fragments.filter(({ key }) => key).map(({ decodeTime }) => decodeTime.toFixed(2))
  expect(keys.slice(0, 3)).toEqual(['0.00', '2.00', '4.00'])
  for (const [index, fragment] of fragments.entries()) {
    expect(fragment.duration).toBeLessThan(0.3)
    const before = fragments[index - 1]
    if (before) expect(Math.abs(fragment.time - before.time - before.duration * 1000)).toBeLessThan(200)
  }
  expect(Math.abs(Date.now() - fragments.at(-1)!.time)).toBeLessThan(10_000)
})

test('a reader who may ask for the past gets it from the key frame that shows the asked moment', async () => {
  const { relays } = await start()
  const { relay, fragments } = view(relays)
  const leave = relay.join({ reachSeconds: 20 })
  await until('three groups of pictures', () => fragments.filter(({ key }) => key).length > 3)
  const [, second, third] = fragments.filter(({ key }) => key)
  const seen: Fragment[] = []
  const stop = relay.join({ onFragment: (fragment) => seen.push(fragment) }, (second?.time ?? 0) + 500)
  expect([seen[0]?.time, second?.time !== third?.time]).toEqual([second?.time, true])
  await until('it goes on', () => seen.length > 25)
  // Each once, in order.
  expect(seen).toEqual(fragments.slice(fragments.indexOf(second!)).slice(0, seen.length))
  stop()
  leave()
})

test('a blocking reload is answered when its part is there', async () => {
  const { relays } = await start()
  const { relay } = view(relays)
  const list = await relay.playlist()
  const [, segment, part] = /PRELOAD-HINT:TYPE=PART,URI="(\d+)\.(\d+)\.m4s"/.exec(list)!.map(Number) as [
    number,
    number,
    number,
  ]
  const [next, bytes] = await Promise.all([relay.playlist({ segment, part }), relay.file(`${segment}.${part}.m4s`)])
  expect(next).toContain(`URI="${segment}.${part}.m4s"`)
  expect(bytes!.length).toBeGreaterThan(100)
  expect(await relay.playlist({ segment })).toContain(`\n${segment}.m4s\n`)
  const far = await relay.playlist({ segment: segment + 50 }).catch((error) => error)
  expect(far).toMatchObject({ kind: 'invalid-input' })
  for (const name of ['init9.mp4', '99.m4s', '0.99.m4s', 'index.m3u8', '../x'])
    expect(await relay.file(name)).toBeNull()
})

test('the password is in no command line and no log line', async () => {
  const { relays, camera, lines } = await start()
  const { fragments } = view(relays)
  await until('pictures', () => fragments.length > 0)
  const secrets = [camera.login.password, encodeURIComponent(camera.login.password)]
  expect(relayProcesses()).toHaveLength(1)
  const [command] = relayProcesses()
  const broken = view(relays, 2)
  camera.source.refuse(404)
  camera.source.dropAll()
  await until('a complaint', () => lines.some((line) => line.includes('404')) && broken.relay.state.lastFault !== null)
  for (const secret of secrets) for (const text of [command!, ...lines]) expect(text).not.toContain(secret)
})

test('the relay outlives its last reader for a while, and then nothing is left', async () => {
  const { relays, camera } = await start({ timing: { lingerMs: 300 } })
  const { relay, fragments, leave } = view(relays)
  await until('pictures', () => fragments.length > 0)
  leave()
  const back = view(relays)
  expect(back.fragments.length).toBeGreaterThan(0)
  await Bun.sleep(400)
  expect(relay.state.running).toBe(true)
  back.leave()
  await until('the end', () => relayProcesses().length === 0 && camera.source.sessions() === 0)
  expect(relay.state).toMatchObject({ running: false, readers: 0, epoch: null })
  expect(relays.status()).toEqual([])
})

test('nothing is left running after all relays were disposed, not even of a frozen source', async () => {
  const { relays, camera } = await start()
  const views = [view(relays, 1), view(relays, 2), view(relays, 3, 'main')]
  await until('pictures', () => views.every(({ fragments }) => fragments.length > 0))
  camera.source.freeze(true)
  expect(relayProcesses()).toHaveLength(3)
  await relays[Symbol.asyncDispose]()
  expect(relayProcesses()).toEqual([])
  expect(views.map(({ ends }) => ends)).toEqual([[null], [null], [null]])
})
