// Cameras that turn, as an independent client meets them: by text, and with a clock in its hand.
import { expect, test } from 'bun:test'
import { type SimulatorOptions, startSimulator } from '../index.ts'
import { call, get, texts } from '../testing/edit.ts'

const AT = 'PTZCtrl/channels/1'
const speed = (pan: number, tilt = 0, zoom = 0, more = '') =>
  `<PTZData><pan>${pan}</pan><tilt>${tilt}</tilt><zoom>${zoom}</zoom>${more}</PTZData>`

async function start(options: Partial<SimulatorOptions> = {}) {
  let at = Date.UTC(2026, 6, 1)
  const device = await startSimulator({ model: 'dome', rtsp: false, now: () => new Date(at), ...options })
  return {
    device,
    pass: (seconds: number) => {
      at += seconds * 1000
    },
    put: async (path: string, body?: string) =>
      texts((await call(device.port, 'PUT', `${AT}/${path}`, body)).text, 'subStatusCode')[0],
    [Symbol.asyncDispose]: () => device[Symbol.asyncDispose](),
  }
}

test('a speed turns the camera until zeros stop it, and its ends hold it', async () => {
  await using stand = await start()
  const { device, pass, put } = stand
  expect(await put('continuous', speed(50, -50))).toBe('ok')
  pass(1)
  expect(device.looks(1)).toEqual({ azimuth: 400, elevation: 300, zoom: 10, moving: true })
  expect(await put('continuous', speed(0))).toBe('ok')
  pass(5)
  expect(device.looks(1)).toEqual({ azimuth: 400, elevation: 300, zoom: 10, moving: false })
  await put('continuous', speed(-100, 100, 100))
  pass(60)
  expect(device.looks(1)).toMatchObject({ elevation: -150, zoom: 250 })
  const { text } = await get(device.port, `${AT}/status`)
  expect([texts(text, 'elevation'), texts(text, 'absoluteZoom')]).toEqual([['-150'], ['250']])
  expect(await put('continuous', speed(101))).toBe('badParameters')
})

test('a momentary move ends by itself', async () => {
  await using stand = await start()
  await stand.put('momentary', speed(100, 0, 0, '<Momentary><duration>500</duration></Momentary>'))
  stand.pass(0.25)
  expect(stand.device.looks(1)).toMatchObject({ azimuth: 200, moving: true })
  stand.pass(9)
  expect(stand.device.looks(1)).toMatchObject({ azimuth: 400, moving: false })
  stand.device.setQuirks(['no-momentary'])
  expect(await stand.put('momentary', speed(100))).toBe('notSupport')
})

test('a place is gone to at the motor’s pace, by the shorter way', async () => {
  await using stand = await start()
  const place = (azimuth: number) =>
    `<PTZData><AbsoluteHigh><elevation>0</elevation><azimuth>${azimuth}</azimuth><absoluteZoom>10</absoluteZoom></AbsoluteHigh></PTZData>`
  expect(await stand.put('absolute', place(2800))).toBe('ok')
  stand.pass(0.5)
  expect(stand.device.looks(1)).toMatchObject({ azimuth: 3200, moving: true })
  stand.pass(2)
  expect(stand.device.looks(1)).toMatchObject({ azimuth: 2800, moving: false })
  expect(await stand.put('absolute', place(3601))).toBe('badParameters')
})

test('presets are set, listed with those that are not, gone to and removed', async () => {
  await using stand = await start()
  const { device, pass, put } = stand
  const body = (id: number) =>
    `<PTZPreset><enabled>true</enabled><id>${id}</id><presetName>Gate</presetName></PTZPreset>`
  await put('continuous', speed(100))
  pass(1)
  await put('continuous', speed(0))
  expect(await put('presets/2', body(2))).toBe('ok')
  expect(await put('presets/34', body(34))).toBe('badParameters')
  const { text } = await get(device.port, `${AT}/presets`)
  const enabled = texts(text, 'enabled')
  expect([enabled[0], enabled[1], enabled[33]]).toEqual(['false', 'true', 'true'])
  expect(texts(text, 'presetName')[1]).toBe('Gate')
  await put('homeposition/goto')
  pass(9)
  expect(device.looks(1)).toMatchObject({ azimuth: 0 })
  await put('presets/2/goto')
  pass(9)
  expect(device.looks(1)).toMatchObject({ azimuth: 800 })
  expect((await call(device.port, 'DELETE', `${AT}/presets/2`)).status).toBe(200)
  expect(await put('presets/2/goto')).toBe('badParameters')
})

test('a camera that stands still, and one that is away, have nothing of this', async () => {
  await using recorder = await startSimulator({ model: 'nvr8', rtsp: false })
  const status = async (number: number) => (await get(recorder.port, `PTZCtrl/channels/${number}/capabilities`)).status
  expect([await status(1), await status(7), await status(99)]).toEqual([403, 200, 403])
  recorder.setChannel(7, { online: false })
  expect(await status(7)).toBe(403)
})

test('a camera that does not hear every stop goes on', async () => {
  await using stand = await start({ quirks: ['deaf-to-stops'] })
  await stand.put('continuous', speed(100))
  expect(await stand.put('continuous', speed(0))).toBe('ok')
  expect(stand.device.looks(1)?.moving).toBe(true)
  await stand.put('continuous', speed(0))
  expect(stand.device.looks(1)?.moving).toBe(false)
})
