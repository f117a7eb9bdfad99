// Clients that nobody here wrote use the simulated camera: what they understand is what cameras say.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { type OnvifCamera, startOnvifCamera } from './index.ts'
import { type FutomiDevice, futomi, HawkeyeCamera, type Told } from './testing/strangers.ts'

let dome: OnvifCamera

beforeAll(async () => {
  dome = await startOnvifCamera({ model: 'dome', name: 'Yard' })
}, 120_000)
afterAll(() => dome[Symbol.asyncDispose]())

/** One picture of a stream, through FFmpeg, as its size. */
async function pictureOf(uri: string): Promise<string> {
  const url = uri.replace('rtsp://', `rtsp://admin:${dome.password}@`)
  const args = ['-v', 'error', '-rtsp_transport', 'tcp', '-timeout', '5000000', '-i', url, '-frames:v', '1']
  const jpeg = await run(['ffmpeg', ...args, '-f', 'image2pipe', '-c:v', 'mjpeg', '-'])
  const show = ['-show_entries', 'stream=width,height', '-of', 'csv=p=0']
  return (await run(['ffprobe', '-v', 'error', '-f', 'image2pipe', ...show, '-'], jpeg)).toString().trim()
}

async function run(command: string[], input?: Buffer<ArrayBuffer>): Promise<Buffer<ArrayBuffer>> {
  const child = Bun.spawn(command, { stdin: input ? new Blob([input]) : 'ignore', stdout: 'pipe', stderr: 'ignore' })
  return Buffer.from(await new Response(child.stdout).arrayBuffer())
}

const canIsolate = () => Bun.which('unshare') !== null && Bun.spawnSync(['unshare', '-n', 'ip', 'link']).success

/** Runs a script of `testing/` alone in a network, where multicast reaches nobody else; what it printed. */
async function isolated(script: string): Promise<string> {
  const inside = 'ip link set lo up multicast on && ip route add 224.0.0.0/4 dev lo && exec "$0" "$1"'
  const path = join(import.meta.dir, 'testing', script)
  return (await run(['unshare', '-n', 'sh', '-c', inside, process.execPath, path])).toString()
}

/** Waits for a condition, a minute at most. */
async function eventually(condition: () => boolean): Promise<void> {
  const limit = Date.now() + 60_000
  while (!condition()) {
    if (Date.now() > limit) throw new Error('It never happened')
    await Bun.sleep(10)
  }
}

describe('node-onvif', () => {
  const open = async (camera = dome, pass = camera.password) => {
    const device: FutomiDevice = new futomi.OnvifDevice({ xaddr: camera.address, user: camera.user, pass })
    return { device, info: await device.init() }
  }

  test('reads device, profiles, stream and snapshot', async () => {
    const { device, info } = await open()
    expect(info).toMatchObject({ Manufacturer: 'Lumen & Sons', Model: 'LS-Dome 25X', SerialNumber: dome.serialNumber })
    const profiles = device.getProfileList()
    expect(profiles.map(({ token }) => token)).toEqual(['MediaProfile000', 'MediaProfile001'])
    expect(profiles[1]!.video.encoder).toMatchObject({ encoding: 'H264', resolution: { width: 640, height: 360 } })
    expect(profiles[0]!.ptz.range).toMatchObject({ x: { min: -1, max: 1 }, z: { max: 1 } })
    expect(await pictureOf(profiles[1]!.stream.rtsp)).toBe('640,360')
    device.changeProfile('MediaProfile001')
    const { headers, body } = await device.fetchSnapshot()
    expect(headers['content-type']).toBe('image/jpeg')
    expect(body.subarray(0, 2).toString('hex')).toBe('ffd8')
  }, 120_000)

  test('moves the head, and its timeout ends the move', async () => {
    const { device } = await open()
    await device.ptzMove({ speed: { x: 1, y: 0, z: 0 }, timeout: 1 })
    expect(dome.head()!.moving).toBe(true)
    await eventually(() => !dome.head()!.moving)
    expect(dome.head()!.position.pan).toBeCloseTo(0.5, 5)
    await device.ptzMove({ speed: { x: -1, y: 0, z: 0 }, timeout: 60 })
    await device.ptzStop()
    expect(dome.head()!.moving).toBe(false)
  }, 120_000)

  test('sets, lists, goes to and removes presets', async () => {
    const { device } = await open()
    const { ptz } = device.services
    const ProfileToken = 'MediaProfile000'
    const set = await ptz!.setPreset({ ProfileToken, PresetName: 'Gate' })
    const PresetToken = set.data.SetPresetResponse!.PresetToken as string
    const list = await ptz!.getPresets({ ProfileToken })
    expect(list.data.GetPresetsResponse!.Preset).toMatchObject({ $: { token: PresetToken }, Name: 'Gate' })
    await ptz!.gotoPreset({ ProfileToken, PresetToken })
    await ptz!.removePreset({ ProfileToken, PresetToken })
    expect(dome.head()!.presets).toEqual([])
    await expect(ptz!.gotoPreset({ ProfileToken, PresetToken })).rejects.toThrow('preset token does not exist')
  })

  test('is told of topics and users', async () => {
    const { device } = await open()
    const topics = await device.services.events!.getEventProperties()
    expect(topics.data.GetEventPropertiesResponse!.TopicSet).toHaveProperty('RuleEngine')
    const users = await device.services.device.getUsers()
    expect(users.data.GetUsersResponse!.User).toEqual([{ Username: 'admin', UserLevel: 'Administrator' }])
  })

  test('comes in where the clock is a day ahead, since it asks for it first, and not with a wrong password', async () => {
    await using late = await startOnvifCamera({ rtsp: false, ahead: 86_400, login: { ways: ['token'] } })
    expect((await open(late)).info.Model).toBe('LS-Bullet 4')
    expect(late.stats.refusedLogins.total).toBe(0)
    await expect(open(late, 'wrong')).rejects.toThrow('requires authorization')
    expect(late.stats.refusedLogins.total).toBe(1)
  })

  test('finds the camera on a network of its own', async () => {
    if (!canIsolate())
      return console.warn('No network namespace can be made here: discovery by a stranger is not tried.')
    const said = await isolated('probe.ts')
    const { endpoint, address, found } = JSON.parse(said) as {
      endpoint: string
      address: string
      found: { urn: string; xaddrs: string[]; hardware: string }[]
    }
    expect(found.map(({ urn, xaddrs, hardware }) => [urn, xaddrs, hardware])).toEqual([
      [endpoint, [address], 'LS-Dome%2025X'],
    ])
  }, 120_000)
})

describe('onvif-nvt', () => {
  const open = async (model = dome) => {
    const camera = new HawkeyeCamera()
    const info = await camera.connect('127.0.0.1', model.port, model.user, model.password)
    return { camera, info }
  }

  test('reads device, profiles, stream and snapshot', async () => {
    const { camera, info } = await open()
    expect(info).toMatchObject({ Manufacturer: 'Lumen & Sons', Name: 'Yard', Ptz: true, ProfileS: true })
    const [main] = camera.getProfiles()
    expect(main!.$.token).toBe('MediaProfile000')
    expect(await pictureOf(main!.StreamUri.Uri)).toBe('1280,720')
    camera.add('snapshot')
    const { mimeType, image } = await camera.snapshot.getSnapshot()
    expect(mimeType).toBe('image/jpeg')
    expect(image.subarray(0, 2).toString('hex')).toBe('ffd8')
  }, 120_000)

  test('moves the head, and knows its node', async () => {
    const { camera } = await open()
    const nodes = await camera.ptz!.getNodes()
    expect(nodes.data.GetNodesResponse!.PTZNode).toMatchObject({ $: { token: 'PtzNode_1' }, HomeSupported: 'true' })
    await camera.ptz!.absoluteMove('MediaProfile000', { x: 0.2, y: 0.1, z: 0.1 })
    await eventually(() => !dome.head()!.moving)
    expect(dome.head()!.position).toEqual({ pan: 0.2, tilt: 0.1, zoom: 0.1 })
    await camera.ptz!.continuousMove('MediaProfile000', { x: 0, y: -1, z: 0 }, 30)
    expect(dome.head()!.moving).toBe(true)
    await camera.ptz!.stop('MediaProfile000')
    expect(dome.head()!.moving).toBe(false)
    const set = await camera.ptz!.setPreset('MediaProfile000', null, 'Path')
    await camera.ptz!.gotoPreset('MediaProfile000', String(set.data.SetPresetResponse!.PresetToken))
    await camera.ptz!.gotoHomePosition('MediaProfile000')
    await eventually(() => !dome.head()!.moving)
    expect(dome.head()!.position).toEqual({ pan: 0, tilt: 0, zoom: 0 })
  }, 120_000)

  test('hears of motion through a pull point', async () => {
    const { camera } = await open()
    const made = await camera.events.createPullPointSubscription()
    const { Address } = made.data.CreatePullPointSubscriptionResponse!.SubscriptionReference
    const pull = async (limit: number) => {
      const { data } = await camera.events.pullMessages({ Address }, 'PT5S', limit)
      return [data.PullMessagesResponse.NotificationMessage ?? []].flat() as Told[]
    }
    expect((await pull(100)).length).toBe(10)
    const waiting = pull(10)
    dome.raise('motion')
    const [message] = await waiting
    expect(JSON.stringify(message)).toContain('tns1:RuleEngine/CellMotionDetector/Motion')
    expect(JSON.stringify(message)).toContain('{"Name":"IsMotion","Value":"true"}')
    expect(JSON.stringify(message)).toContain('"PropertyOperation":"Changed"')
  }, 120_000)
})

describe('onvif-util', () => {
  test('finds the camera, reads profiles, stream and encoder, and sets the brightness', async () => {
    if (!Bun.which('onvif-util') || !canIsolate())
      return console.warn('onvif-util (Debian package onvif-tools) or a network namespace is not here: not tried.')
    const { said, rtspPort, brightness } = JSON.parse(await isolated('command-line.ts')) as {
      said: string
      rtspPort: number
      brightness: number
    }
    expect(said).toContain('successfully connected to host')
    expect(said).toContain(`rtsp://127.0.0.1:${rtspPort}/live/MediaProfile000`)
    expect(said).toContain('Token 1: MediaProfile001')
    expect(said).toContain('Resolution: 1280 x 720')
    expect(said).toContain('Contrast:   50')
    expect(brightness).toBe(70)
  }, 120_000)
})
