// A head that moves with the clock: motions end by themselves, positions are where the time has brought them.
import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import { type OnvifCamera, startOnvifCamera } from '../index.ts'
import { ask, type TestClock, testClock } from '../testing/client.ts'
import { all, find, textAt } from '../xml-read.ts'

let camera: OnvifCamera
let clock: TestClock
const open: OnvifCamera[] = []

beforeEach(async () => {
  clock = testClock()
  camera = await startOnvifCamera({ model: 'dome', rtsp: false, now: clock.now })
  open.push(camera)
})
afterAll(async () => {
  for (const one of open) await one[Symbol.asyncDispose]()
})

function ptz(operation: string, inner = '', token = 'MediaProfile000', on = camera) {
  const login = { user: 'admin', password: on.password, created: on.clock() }
  return ask(`${on.url}/onvif/ptz`, operation, `<q:ProfileToken>${token}</q:ProfileToken>${inner}`, login)
}
const velocity = (x: number, y: number, zoom = '') =>
  `<q:Velocity><tt:PanTilt x="${x}" y="${y}"/>${zoom && `<tt:Zoom x="${zoom}"/>`}</q:Velocity>`
const position = (name: string, x: number, y: number, zoom: number) =>
  `<q:${name}><tt:PanTilt x="${x}" y="${y}"/><tt:Zoom x="${zoom}"/></q:${name}>`
const timeout = (text: string) => `<q:Timeout>${text}</q:Timeout>`
const at = () => {
  const { pan, tilt, zoom } = camera.head()!.position
  return [pan, tilt, zoom].map((value) => Math.round(value * 1000) / 1000)
}

describe('PTZ', () => {
  test('a motion ends by itself when its time is over', async () => {
    await ptz('ContinuousMove', velocity(0.4, -0.2) + timeout('PT2S'))
    clock.forward(1)
    expect(at()).toEqual([0.2, -0.1, 0])
    expect(camera.head()!.moving).toBe(true)
    clock.forward(60)
    expect(at()).toEqual([0.4, -0.2, 0])
    expect(camera.head()!.moving).toBe(false)
    const { body } = await ptz('GetStatus')
    expect(find(body, 'PTZStatus/Position/PanTilt')?.attributes.x).toBe('0.4000')
    expect(textAt(body, 'PTZStatus/MoveStatus/PanTilt')).toBe('IDLE')
  })

  test('a motion without a time goes on for ten seconds, and no further than the end', async () => {
    await ptz('ContinuousMove', velocity(0.1, 0, '1'))
    clock.forward(5)
    expect(at()).toEqual([0.25, 0, 1])
    clock.forward(60)
    expect(at()).toEqual([0.5, 0, 1])
    await ptz('ContinuousMove', velocity(1, 0) + timeout('PT1M'))
    clock.forward(5)
    expect(at()[0]).toBe(1)
    expect(camera.head()!.moving).toBe(false)
  })

  test('a stop keeps the axes that it does not mean going', async () => {
    await ptz('ContinuousMove', velocity(0.2, 0, '0.2') + timeout('PT10S'))
    clock.forward(1)
    await ptz('Stop', '<q:PanTilt>true</q:PanTilt><q:Zoom>false</q:Zoom>')
    clock.forward(1)
    expect(at()).toEqual([0.1, 0, 0.1])
    await ptz('Stop')
    clock.forward(1)
    expect(at()).toEqual([0.1, 0, 0.1])
  })

  test('it travels to a place and by a way, and is there when the time has come', async () => {
    await ptz('AbsoluteMove', position('Position', -1, 0.5, 0.5))
    clock.forward(1)
    expect(at()).toEqual([-0.5, 0.5, 0.25])
    expect(textAt((await ptz('GetStatus')).body, 'PTZStatus/MoveStatus/PanTilt')).toBe('MOVING')
    clock.forward(1)
    expect(at()).toEqual([-1, 0.5, 0.5])
    await ptz('RelativeMove', position('Translation', 0.25, -0.25, 0.1))
    clock.forward(10)
    expect(at()).toEqual([-0.5, 0, 0.6])
    expect((await ptz('AbsoluteMove', position('Position', 1.5, 0, 0))).fault).toBe('ter:InvalidPosition')
    expect((await ptz('AbsoluteMove', position('Position', 0, 0, -0.5))).fault).toBe('ter:InvalidPosition')
    expect((await ptz('ContinuousMove', velocity(2, 0))).fault).toBe('ter:InvalidVelocity')
    expect((await ptz('ContinuousMove', velocity(1, 0) + timeout('PT1H'))).fault).toBe('ter:TimeoutNotSupported')
  })

  test('home is where it was set', async () => {
    await ptz('AbsoluteMove', position('Position', 0.5, 0.5, 0))
    clock.forward(10)
    await ptz('SetHomePosition')
    await ptz('AbsoluteMove', position('Position', -1, -1, 1))
    clock.forward(10)
    await ptz('GotoHomePosition')
    clock.forward(10)
    expect(at()).toEqual([0.5, 0.5, 0])
  })

  test('presets are set, overwritten, gone to and removed', async () => {
    await ptz('AbsoluteMove', position('Position', 0.5, 0, 0.5))
    clock.forward(10)
    const named = (name: string) => `<q:PresetName>${name}</q:PresetName>`
    const tokenOf = (token: string) => `<q:PresetToken>${token}</q:PresetToken>`
    const token = textAt((await ptz('SetPreset', named('Gate'))).body, 'PresetToken')!
    expect((await ptz('SetPreset', named('Gate'))).fault).toBe('ter:PresetExist')
    await ptz('ContinuousMove', velocity(-1, 0) + timeout('PT1S'))
    clock.forward(1)
    await ptz('GotoPreset', tokenOf(token))
    clock.forward(10)
    expect(at()).toEqual([0.5, 0, 0.5])
    await ptz('SetPreset', named('Gate &amp; path') + tokenOf(token))
    const presets = all((await ptz('GetPresets')).body, 'Preset')
    expect(presets.map((one) => [one.attributes.token, textAt(one, 'Name')])).toEqual([[token, 'Gate & path']])
    await ptz('RemovePreset', tokenOf(token))
    expect((await ptz('GotoPreset', tokenOf(token))).fault).toBe('ter:NoToken')
    for (let number = 0; number < 16; number++) await ptz('SetPreset')
    expect((await ptz('SetPreset')).fault).toBe('ter:TooManyPresets')
  })

  test('of two lenses one moves, without knowing where it is', async () => {
    await using duo = await startOnvifCamera({ model: 'two-lens', rtsp: false, now: clock.now })
    const on = (operation: string, token: string, inner = '') => ptz(operation, inner, token, duo)
    expect((await on('GetStatus', 'wide_main')).fault).toBe('ter:NoPTZProfile')
    const { body } = await on('GetStatus', 'tele_main')
    expect(find(body, 'PTZStatus/MoveStatus')).toBeDefined()
    expect(find(body, 'PTZStatus/Position')).toBeUndefined()
    expect((await on('AbsoluteMove', 'tele_main', position('Position', 0, 0, 0))).fault).toBe('ter:ActionNotSupported')
    expect((await on('GotoHomePosition', 'tele_main')).fault).toBe('ter:ActionNotSupported')
    await on('ContinuousMove', 'tele_sub', velocity(1, 0) + timeout('PT1S'))
    clock.forward(1)
    expect(duo.head(2)!.position.pan).toBe(0.5)
    const [node] = all((await on('GetNodes', 'tele_main')).body, 'PTZNode')
    expect(find(node, 'SupportedPTZSpaces')!.children.map(({ name }) => name)).toEqual([
      'ContinuousPanTiltVelocitySpace',
      'PanTiltSpeedSpace',
    ])
  })
})
