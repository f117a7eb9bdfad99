// What real cameras answered, as other people collected it: our driver must make sense of it without having been written to it.
import { describe, expect, test } from 'bun:test'
import type { AlarmNotice, DeviceSession } from '#plugin'
import { collected, type Mockup, type MockupOptions, startMockup } from './strangers/mockup.ts'
import { connect, faultOf } from './test-camera.ts'

/** The one lens of that camera. */
const LENS = 'vidsrc0'

interface Stand extends AsyncDisposable {
  camera: Mockup
  session: DeviceSession
  /** The letters of one operation, and what stands in their bodies. */
  sent(operation: string): string[]
}

async function stand(options: MockupOptions = {}): Promise<Stand> {
  const camera = startMockup(options)
  const session = await connect({ url: camera.url, user: 'admin', password: 'secret' })
  return {
    ...{ camera, session },
    sent: (operation) =>
      camera.asked
        .filter((each) => each.operation === operation)
        .map(({ letter }) => /<s:Body[^>]*>(.*)<\/s:Body>/s.exec(letter)?.[1] ?? ''),
    async [Symbol.asyncDispose]() {
      await session.close()
      await camera[Symbol.asyncDispose]()
    },
  }
}

/** The first notices of a watch. */
async function told(session: DeviceSession, camera: Mockup, count: number): Promise<AlarmNotice[]> {
  const end = new AbortController()
  const notices: AlarmNotice[] = []
  const watched = session.alarms!.watch({ signal: end.signal, onOpen: () => camera.tell(count) })
  for await (const notice of watched) if (notices.push(notice) === count) break
  end.abort()
  return notices
}

test('a camera that names an address behind NAT is read, with its name, picture, stream and users', async () => {
  await using at = await stand()
  const { camera, session } = at
  expect(camera.asked.length).toBeLessThanOrEqual(12)
  expect(await session.info()).toMatchObject({
    ...{ kind: 'camera', name: 'PREDATOR', manufacturer: 'Mockup Manufacturer', model: 'Mockup Model' },
    ...{ serialNumber: '00000000', firmwareVersion: 'Mockup_15_14_13' },
  })
  expect(await session.channels()).toEqual([
    {
      ...{ sourceKey: LENS, number: 1, name: 'PREDATOR', connection: 'ip', online: null, trouble: null },
      can: {
        ...{ live: true, sub: false, audio: false, config: false, snapshot: true, ptz: true },
        alarms: ['input', 'motion'],
      },
    },
  ])
  expect(await session.live!.source(LENS, 'main')).toEqual({
    ...{ address: 'rtsp://admin:secret@127.0.0.1:554/h264main', transport: 'tcp', audio: false },
  })
  expect([...(await session.snapshot!.take(LENS))]).toEqual([0xff, 0xd8, 0xff, 0xd9])
  expect(await session.users!.list()).toEqual([
    { id: 1, name: 'admin', role: 'administrator', inherent: false },
    { id: 2, name: 'operator', role: 'operator', inherent: false },
  ])
  // No answer to questions for relays and inputs was collected: then there are none.
  expect([session.inputs, session.outputs]).toEqual([undefined, undefined])
})

test('its clock stands in the year 2014, in a zone that is no POSIX one', async () => {
  await using at = await stand()
  const { time, timeZone, mode } = await at.session.clock!.read()
  expect(time.toISOString().slice(0, 16)).toBe('2014-12-24T19:14')
  expect([timeZone, mode]).toEqual(['MoroccoStandardTime0', 'manual'])
})

test('one from before GetServices is read by its capabilities', async () => {
  for (const file of ['GetCapabilities', 'GetCapabilitiesEncoder']) {
    await using at = await stand({ instead: { 'device.GetServices': null, 'device.GetCapabilities': file } })
    expect(at.sent('device.GetCapabilities')).toHaveLength(1)
    expect((await at.session.channels()).map(({ sourceKey, can }) => [sourceKey, can.ptz])).toEqual([[LENS, true]])
    expect(await at.session.imaging!.read(LENS)).toMatchObject({ brightness: 100 })
  }
})

test('services that GetServices leaves out are taken from its capabilities', async () => {
  const altered = (xml: string, operation: string) =>
    operation === 'device.GetServices' ? xml.replaceAll('http://www.onvif.org/ver10/events/wsdl<', 'urn:unknown<') : xml
  await using at = await stand({ altered })
  expect(at.sent('device.GetCapabilities')).toHaveLength(1)
  expect((await told(at.session, at.camera, 1)).map(({ kind }) => kind)).toEqual(['motion'])
  await using mute = await stand({ altered, instead: { 'device.GetCapabilities': null } })
  expect(mute.session.alarms).toBeUndefined()
  expect(mute.session.ptz).toBeDefined()
})

test('what is no HTTP in one place does not mean that it speaks no ONVIF', async () => {
  using broken = Bun.listen({
    ...{ hostname: '127.0.0.1', port: 0 },
    socket: { data: (socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n') },
  })
  const altered = (xml: string, operation: string) =>
    operation === 'device.GetServices'
      ? xml.replace(/(ver20\/ptz\/wsdl<.*?XAddr>)[^<]*/s, `$1http://127.0.0.1:${broken.port}/ptz`)
      : xml
  await using at = await stand({ altered })
  const { kind, message } = await faultOf(at.session.ptz!.abilities(LENS))
  expect([kind, message.includes('speak ONVIF')]).toEqual(['device-garbled', false])
})

test('one that says curtly what it does not know is asked on, for its time too', async () => {
  const nothing = { 'device.GetServices': null, 'device.GetSystemDateAndTime': null }
  for (const curt of [true, false]) {
    await using at = await stand({ curt, instead: nothing })
    expect(at.session.clock).toBeUndefined()
    expect((await at.session.channels()).map(({ sourceKey }) => sourceKey)).toEqual([LENS])
  }
})

describe('one that wants a login for its time too', () => {
  const withoutToken = (letter: string) => !letter.includes('<UsernameToken>')

  test('is signed in to with our own time, and then with its', async () => {
    await using at = await stand({ refuses: withoutToken })
    expect(await at.session.users!.list()).toHaveLength(2)
    const signed = at.camera.asked.filter(({ letter }) => !withoutToken(letter))
    expect(signed.map(({ operation }) => operation).slice(0, 2)).toEqual(Array(2).fill('device.GetSystemDateAndTime'))
    const years = signed.map(({ letter }) => /<Created [^>]*>(\d{4})/.exec(letter)?.[1])
    expect(years.slice(1).every((year) => year === '2014')).toBe(true)
    expect(years[0]).toBe(String(new Date().getFullYear()))
  })

  test('is tried once with a password that it does not take', async () => {
    await using camera = startMockup({ refuses: () => true })
    const fault = await faultOf(connect({ url: camera.url, user: 'admin', password: 'wrong' }))
    expect(fault.kind).toBe('device-refused-login')
    expect(camera.asked.filter(({ letter }) => !withoutToken(letter))).toHaveLength(1)
  })

  test('is signed in to again when its clock was set', async () => {
    let year = '2014'
    const altered = (xml: string, operation: string) =>
      operation === 'device.GetSystemDateAndTime' ? xml.replace('>2014<', `>${year}<`) : xml
    const isOff = (letter: string, operation: string) =>
      withoutToken(letter) ||
      (operation !== 'device.GetSystemDateAndTime' && !new RegExp(`<Created [^>]*>${year}`).test(letter))
    await using at = await stand({ altered, refuses: isOff })
    year = '2019'
    expect((await at.session.info()).model).toBe('Mockup Model')
  })
})

describe('the head', () => {
  test('says what it can, and moves in its own scales', async () => {
    await using at = await stand()
    const ptz = at.session.ptz!
    expect(await ptz.abilities(LENS)).toEqual({
      ...{ panTilt: true, zoom: true, continuous: true, relative: true, absolute: true, home: true, setHome: true },
      presets: { most: 360 },
    })
    await ptz.move(LENS, { pan: 0.5, tilt: -1, zoom: 0 }, 2)
    await ptz.stop(LENS)
    expect(at.sent('ptz.ContinuousMove')[0]).toMatch(/<PanTilt x="0.5" y="-1" .*<Zoom x="0" .*<Timeout>PT2S<\/Timeout>/)
    expect(at.sent('ptz.Stop')).toHaveLength(1)
    await ptz.relative(LENS, { pan: 0.1, tilt: 0, zoom: 0 })
    expect(at.sent('ptz.RelativeMove')[0]).toContain('<PanTilt x="0.1" y="0"')
    // It counts from 0 to 1 in the generic space, where others count from -1.
    await ptz.absolute(LENS, { pan: 0, tilt: 1, zoom: 0.5 })
    expect(at.sent('ptz.AbsoluteMove')[0]).toMatch(/<PanTilt x="0.5" y="1" .*<Zoom x="0.5"/)
    await ptz.goHome(LENS)
    expect(at.sent('ptz.GotoHomePosition')).toHaveLength(1)
  })

  test('tells a place outside of the scale that it names: nobody knows where that is, and pan alone leaves the tilt as told', async () => {
    await using at = await stand()
    const { pan, tilt, zoom, moving } = await at.session.ptz!.position(LENS)
    expect([pan, zoom, moving]).toEqual([null, 0.211861998, false])
    expect(tilt).toBeCloseTo(-0.4651)
    await at.session.ptz!.absolute(LENS, { pan: 1 })
    expect(at.sent('ptz.AbsoluteMove')[0]).toContain('y="0.267444015"')
  })

  test('keeps 46 presets, some of which are switches, and two of one name', async () => {
    await using at = await stand()
    const presets = await at.session.ptz!.presets(LENS)
    expect(presets).toHaveLength(46)
    expect(presets.slice(19, 21)).toEqual([
      { token: 'P020', name: 'P020' },
      { token: 'DarkAutoIROn', name: 'DarkAutoIROn' },
    ])
    expect(presets.filter(({ name }) => name === 'Home').map(({ token }) => token)).toEqual(['Home', 'Home2'])
    await at.session.ptz!.goTo(LENS, 'Home2')
    expect(at.sent('ptz.GotoPreset')[0]).toContain('<PresetToken>Home2</PresetToken>')
    expect((await faultOf(at.session.ptz!.goTo(LENS, 'P021'))).kind).toBe('not-found')
    await at.session.ptz!.removePreset(LENS, 'P001')
    expect(at.sent('ptz.RemovePreset')).toHaveLength(1)
  })

  test('calls a new preset by its number only, where its list has it as P020', async () => {
    let isSet = false
    await using at = await stand({
      altered(xml, operation) {
        isSet ||= operation === 'ptz.SetPreset'
        if (operation !== 'ptz.GetPresets') return xml
        return isSet
          ? xml.replace('<tt:Name>P020<', '<tt:Name>Gate<')
          : xml.replace(/<tptz:Preset token="P020">.*?<\/tptz:Preset>/s, '')
      },
    })
    expect(await at.session.ptz!.setPreset(LENS, 'Gate')).toEqual({ token: 'P020', name: 'Gate' })
  })

  test('has not kept a preset that is not in its list', async () => {
    await using at = await stand()
    expect((await faultOf(at.session.ptz!.setPreset(LENS, 'P001'))).kind).toBe('device-garbled')
  })
})

describe('the pull point', () => {
  test('tells of motion without a state of its own, from a source that no profile names', async () => {
    await using at = await stand()
    const [notice] = await told(at.session, at.camera, 1)
    expect(notice).toMatchObject({ kind: 'motion', active: true, sourceKey: LENS, rule: '000' })
    expect(notice?.rawType).toBe('tns1:RuleEngine/CellMotionDetector/Motion')
    expect(Math.abs((notice?.time?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000)
  })

  test('is asked where it says, within the five seconds that it is granted for', async () => {
    await using at = await stand()
    expect(await told(at.session, at.camera, 2)).toHaveLength(2)
    expect(at.sent('events.PullMessages')[0]).toContain('<Timeout>PT1S</Timeout>')
    await at.session.close()
    expect(at.sent('events.Unsubscribe')).toHaveLength(1)
  })
})

describe('picture settings', () => {
  test('count to 255, and a value without a scale is not one that can be set', async () => {
    await using at = await stand()
    expect(await at.session.imaging!.read(LENS)).toEqual({
      ...{ brightness: 100, contrast: 50, saturation: 50, sharpness: null, irCut: null },
    })
    expect((await faultOf(at.session.imaging!.write(LENS, { sharpness: 10 }))).kind).toBe('invalid-input')
  })

  test('are written whole, and what the camera did not take is told', async () => {
    await using at = await stand()
    const { ignored } = await at.session.imaging!.write(LENS, { contrast: 20 })
    expect(ignored).toEqual(['contrast'])
    const [letter] = at.sent('imaging.SetImagingSettings')
    for (const part of [
      'Brightness>255<',
      'Contrast>51<',
      'ColorSaturation>128<',
      'Sharpness>128<',
      'AutoFocusMode>AUTO<',
    ])
      expect(letter).toContain(part)
  })
})

test('the collection still holds what these tests are about', () => {
  expect(collected()).toContain('imaging.GetOptions')
  expect(collected().length).toBeGreaterThan(70)
})
