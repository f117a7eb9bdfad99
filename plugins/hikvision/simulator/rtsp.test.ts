// Pictures over RTSP, judged by ffprobe, under the same account and lock as HTTP.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type Simulator, startSimulator } from './index.ts'
import { wantedOf } from './rtsp.ts'
import { ask } from './testing/raw.ts'
import { eventually } from './testing/stream.ts'

let recorder: Simulator
let camera: Simulator

beforeAll(async () => {
  recorder = await startSimulator({ model: 'nvr8' })
  camera = await startSimulator({ model: 'camera' })
}, 120_000)

afterAll(async () => {
  await recorder[Symbol.asyncDispose]()
  await camera[Symbol.asyncDispose]()
})

async function probe(device: Simulator, path: string, password = device.password) {
  const url = `rtsp://admin:${password}@127.0.0.1:${device.rtspPort}${path}`
  const show = ['-show_entries', 'stream=codec_name,width,height', '-of', 'json']
  const options = ['-v', 'error', '-rtsp_transport', 'tcp', '-timeout', '5000000', ...show]
  const ffprobe = Bun.spawn(['ffprobe', ...options, url], { stdout: 'pipe', stderr: 'pipe' })
  const [out, errors] = await Promise.all([new Response(ffprobe.stdout).text(), new Response(ffprobe.stderr).text()])
  await ffprobe.exited
  const streams = (JSON.parse(out || '{}').streams ?? []) as { codec_name: string; width?: number; height?: number }[]
  return { streams: streams.map((one) => [one.codec_name, one.width, one.height].filter(Boolean).join(' ')), errors }
}

describe('RTSP', () => {
  test.each([
    ['/Streaming/Channels/101', ['h264 1280 720', 'pcm_alaw']],
    ['/Streaming/Channels/102', ['h264 640 360']],
    ['/ISAPI/Streaming/channels/401', ['h264 1280 720']],
    ['/streaming/channels/201?transportmode=unicast', ['h264 1280 720']],
  ])('a recorder plays %s', async (path, streams) => {
    expect((await probe(recorder, path)).streams).toEqual(streams)
  })

  test('a camera plays its old short address with sound', async () => {
    expect((await probe(camera, '/Streaming/Channels/1')).streams).toEqual(['h264 1280 720', 'pcm_alaw'])
  })

  test('a channel that is offline or unknown is not found', async () => {
    expect((await probe(recorder, '/Streaming/Channels/801')).errors).toContain('404')
    expect((await probe(recorder, '/Streaming/Channels/9901')).errors).toContain('404')
  })

  test('wrong passwords over RTSP and HTTP lock the same door', async () => {
    await using device = await startSimulator({ model: 'dvr4' })
    for (let attempt = 0; attempt < 3; attempt++)
      expect((await probe(device, '/Streaming/Channels/101', 'wrong')).errors).toContain('401')
    for (let attempt = 0; attempt < 2; attempt++)
      await ask(device.port, '/ISAPI/System/deviceInfo', { password: 'wrong' })
    expect(device.stats.refusedLogins).toEqual({ http: 2, rtsp: 3, total: 5 })
    expect(device.stats.locked).toBe(true)
    expect((await probe(device, '/Streaming/Channels/101')).errors).toContain('401')
    expect((await ask(device.port, '/ISAPI/System/deviceInfo')).status).toBe(401)
  }, 120_000)

  test('RTSP faults refuse and are cleared', async () => {
    recorder.faults.add({ rtsp: 'busy453' })
    expect((await probe(recorder, '/Streaming/Channels/101')).errors).toContain('453')
    recorder.faults.clear()
    expect((await probe(recorder, '/Streaming/Channels/102')).streams).toEqual(['h264 640 360'])
  })

  test('sessions are counted, and unplugging ends them', async () => {
    await using device = await startSimulator({ model: 'dvr4' })
    const url = `rtsp://admin:porchlight-demo@127.0.0.1:${device.rtspPort}/Streaming/Channels/102`
    const reader = Bun.spawn(['ffmpeg', '-v', 'quiet', '-rtsp_transport', 'tcp', '-i', url, '-f', 'null', '-'], {
      stdin: 'ignore',
    })
    await eventually(() => device.stats.rtspSessions === 1, 'somebody watches')
    await device.unplug()
    await reader.exited
    expect(device.stats.rtspSessions).toBe(0)
    await device.plug()
    expect((await probe(device, '/Streaming/Channels/102')).streams).toEqual(['h264 640 360'])
  }, 120_000)

  test('adminAccesses tells the port in use', async () => {
    const { body } = await ask(recorder.port, '/ISAPI/Security/adminAccesses')
    expect(body.toString()).toContain(`<protocol>RTSP</protocol>\n<portNo>${recorder.rtspPort}</portNo>`)
  })

  test('addresses are understood in all their spellings', () => {
    expect(wantedOf('/Streaming/Channels/10001', false)).toEqual({ channel: 100, quality: 'main' })
    expect(wantedOf('/PSIA/Streaming/channels/102/', false)).toEqual({ channel: 1, quality: 'sub' })
    expect(wantedOf('/h264/ch3/sub/av_stream', false)).toEqual({ channel: 3, quality: 'sub' })
    expect(wantedOf('/Streaming/Channels/2', true)).toEqual({ channel: 1, quality: 'sub' })
    expect(wantedOf('/Streaming/Channels/103', false)).toBeNull()
    expect(wantedOf('/somewhere', false)).toBeNull()
  })
})
