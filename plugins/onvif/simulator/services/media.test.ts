// Profiles, streams and pictures: FFmpeg plays what the camera names, under the same login.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type OnvifCamera, startOnvifCamera } from '../index.ts'
import { ask, digestFor } from '../testing/client.ts'
import { all, find, textAt } from '../xml-read.ts'

let camera: OnvifCamera

beforeAll(async () => {
  camera = await startOnvifCamera({ model: 'fixed' })
}, 120_000)
afterAll(() => camera[Symbol.asyncDispose]())

const media = (operation: string, inner = '') => ask(`${camera.url}/onvif/media`, operation, inner)
const media2 = (operation: string, inner = '') => ask(`${camera.url}/onvif/media2`, operation, inner)
const ofProfile = (token: string) => `<q:ProfileToken>${token}</q:ProfileToken>`

async function probe(uri: string, password = camera.password): Promise<string[]> {
  const url = uri.replace('rtsp://', `rtsp://admin:${password}@`)
  const show = ['-show_entries', 'stream=codec_name,width,height', '-of', 'json']
  const args = ['-v', 'error', '-rtsp_transport', 'tcp', '-timeout', '5000000', ...show, url]
  const ffprobe = Bun.spawn(['ffprobe', ...args], { stdout: 'pipe', stderr: 'ignore' })
  const out = await new Response(ffprobe.stdout).text()
  const { streams = [] } = JSON.parse(out || '{}') as {
    streams?: { codec_name: string; width?: number; height?: number }[]
  }
  return streams.map((one) => [one.codec_name, one.width, one.height].filter(Boolean).join(' '))
}

describe('the media services', () => {
  test('the first one tells of H.264 only, the second one of H.265 as well', async () => {
    const first = all((await media('GetProfiles')).body, 'Profiles')
    expect(first.map(({ attributes }) => attributes.token)).toEqual(['Profile_1', 'Profile_2'])
    expect(textAt(first[1], 'VideoEncoderConfiguration/Resolution/Width')).toBe('640')
    const second = all((await media2('GetProfiles', '<q:Type>VideoEncoder</q:Type>')).body, 'Profiles')
    expect(second.map((one) => textAt(one, 'Configurations/VideoEncoder/Encoding'))).toEqual(['H264', 'H264', 'H265'])
    const bare = all((await media2('GetProfiles')).body, 'Profiles')
    expect(bare.every((one) => find(one, 'Configurations') === undefined)).toBe(true)
  })

  test.each([
    ['Profile_1', ['h264 1280 720', 'pcm_alaw']],
    ['Profile_2', ['h264 640 360']],
    ['Profile_3', ['hevc 1280 720']],
  ])(
    'the stream of %s plays what its profile says',
    async (token, streams) => {
      const uri = textAt((await media2('GetStreamUri', ofProfile(token))).body, 'Uri')!
      expect(await probe(uri)).toEqual(streams)
    },
    120_000,
  )

  test('a wrong password over RTSP counts with those over HTTP', async () => {
    const uri = textAt((await media('GetStreamUri', ofProfile('Profile_1'))).body, 'MediaUri/Uri')!
    camera.stats.forget()
    expect(await probe(uri, 'wrong')).toEqual([])
    expect(camera.stats.refusedLogins).toEqual({ http: 0, rtsp: 1, total: 1 })
  }, 120_000)

  test('the picture asks for a login and is a JPEG', async () => {
    const uri = textAt((await media('GetSnapshotUri', ofProfile('Profile_2'))).body, 'MediaUri/Uri')!
    const closed = await fetch(uri)
    expect(closed.status).toBe(401)
    const authorization = digestFor(
      closed.headers.get('www-authenticate')!,
      new URL(uri).pathname,
      camera.password,
      'GET',
    )
    const open = await fetch(uri, { headers: { Authorization: authorization } })
    expect([open.status, open.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
    expect([...new Uint8Array(await open.arrayBuffer()).slice(0, 3)]).toEqual([0xff, 0xd8, 0xff])
  }, 120_000)

  test('an unknown profile is refused, and an encoder takes what is possible', async () => {
    expect((await media('GetStreamUri', ofProfile('nothing'))).fault).toBe('ter:NoProfile')
    const write = (rate: number) =>
      media(
        'SetVideoEncoderConfiguration',
        `<q:Configuration token="VideoEncoder_Profile_2"><tt:RateControl><tt:FrameRateLimit>${rate}</tt:FrameRateLimit></tt:RateControl></q:Configuration>`,
      )
    expect((await write(99)).fault).toBe('ter:ConfigModify')
    expect((await write(10)).fault).toBeNull()
    const { body } = await media(
      'GetVideoEncoderConfiguration',
      '<q:ConfigurationToken>VideoEncoder_Profile_2</q:ConfigurationToken>',
    )
    expect(textAt(body, 'Configuration/RateControl/FrameRateLimit')).toBe('10')
  })
})
