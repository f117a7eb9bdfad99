// Moving cameras over ONVIF: what reaches the simulated head, and what is kept from it.
import { describe, expect, test } from 'bun:test'
import { Fault } from '#plugin'
import { type OnvifCameraOptions, startOnvifCamera } from '../simulator/index.ts'
import { startClient } from '../test-client.ts'
import { createPtz } from './ptz.ts'
import { abilitiesOf, configuration, headOf, node, placeOf, status } from './ptz-head.ts'

const KEY = 'lens'

async function stand(
  options: OnvifCameraOptions = {},
  profile = 'MediaProfile000',
  configured: string | null = 'PtzConfig_1',
) {
  let at = Date.UTC(2026, 10, 22)
  const stack = new AsyncDisposableStack()
  const now = () => new Date(at)
  const camera = stack.use(await startOnvifCamera({ model: 'dome', rtsp: false, now, ...options }))
  const { client } = stack.use(await startClient(camera))
  const timers = new Set<{ ms: number; run: () => void }>()
  const { verbs: ptz, end } = createPtz({
    client,
    steered(sourceKey) {
      if (sourceKey !== KEY) throw new Fault('not-found', 'Channel not found')
      return { name: 'Yard', profile, configuration: configured }
    },
    after(ms, run) {
      const timer = { ms, run }
      timers.add(timer)
      return { [Symbol.dispose]: () => void timers.delete(timer) }
    },
  })
  return {
    ...{ camera, ptz, end, timers },
    pass: (seconds: number) => {
      at += seconds * 1000
    },
    where: () => camera.head()?.position,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

const kindOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: Fault) => error.kind,
  )

describe('a head', () => {
  test('says what it can, and is asked once', async () => {
    await using dome = await stand()
    expect(await dome.ptz.abilities(KEY)).toEqual({
      ...{ panTilt: true, zoom: true, continuous: true, relative: true, absolute: true, home: true, setHome: true },
      presets: { most: 16 },
    })
    await dome.ptz.abilities(KEY)
    expect(dome.camera.stats.operations.GetNodes).toBe(1)
    await using duo = await stand({ model: 'two-lens' }, 'tele_main', 'PtzConfig_2')
    expect(await duo.ptz.abilities(KEY)).toEqual({
      ...{
        panTilt: true,
        zoom: false,
        continuous: true,
        relative: false,
        absolute: false,
        home: false,
        setHome: false,
      },
      presets: { most: 4 },
    })
  })

  test('moves up and to the right, and comes to rest by itself', async () => {
    await using dome = await stand()
    await dome.ptz.move(KEY, { pan: 0.5, tilt: 1, zoom: 0.5 }, 1)
    dome.pass(0.5)
    expect(dome.where()).toEqual({ pan: 0.125, tilt: 0.25, zoom: 0.0625 })
    expect((await dome.ptz.position(KEY)).moving).toBe(true)
    dome.pass(9)
    expect(dome.where()).toEqual({ pan: 0.25, tilt: 0.5, zoom: 0.125 })
    expect(await dome.ptz.position(KEY)).toEqual({ pan: 0.25, tilt: 0.5, zoom: 0.125, moving: false })
  })

  test('is stopped by a person, and by us where the camera does not keep to the time', async () => {
    await using dome = await stand()
    await dome.ptz.move(KEY, { pan: 1, tilt: 0, zoom: 0 }, 8)
    dome.pass(1)
    expect([...dome.timers].map(({ ms }) => ms)).toEqual([8500])
    await dome.ptz.stop(KEY)
    expect(dome.timers.size).toBe(0)
    dome.pass(5)
    expect(dome.where()?.pan).toBe(0.5)
    await dome.ptz.move(KEY, { pan: -1, tilt: 0, zoom: 0 }, 9)
    const before = dome.camera.stats.operations.Stop ?? 0
    for (const { run } of dome.timers) run()
    while (dome.camera.stats.operations.Stop === before) await Bun.sleep(2)
    await dome.ptz.move(KEY, { pan: -1, tilt: 0, zoom: 0 }, 9)
    await dome.end()
    dome.pass(5)
    expect(dome.where()?.pan).toBe(0.5)
  })

  test('that takes no such long time moves without one, and is stopped by us', async () => {
    await using dome = await stand()
    // Five minutes are the most of the simulated one; we ask for ten seconds at most.
    await dome.ptz.move(KEY, { pan: 0.1, tilt: 0, zoom: 0 }, 400)
    expect(dome.camera.head()?.moving).toBe(true)
    expect(dome.camera.stats.operations.ContinuousMove).toBe(2)
    expect(dome.timers.size).toBe(1)
    await dome.ptz.stop(KEY)
  })

  test('is sent to places, and what is not named stays', async () => {
    await using dome = await stand()
    await dome.ptz.absolute(KEY, { pan: -1, tilt: 0.5, zoom: 1 })
    dome.pass(10)
    expect(dome.where()).toEqual({ pan: -1, tilt: 0.5, zoom: 1 })
    await dome.ptz.absolute(KEY, { pan: 0.5 })
    dome.pass(10)
    expect(dome.where()).toEqual({ pan: 0.5, tilt: 0.5, zoom: 1 })
    await dome.ptz.absolute(KEY, { zoom: 0 })
    dome.pass(10)
    expect(dome.where()).toEqual({ pan: 0.5, tilt: 0.5, zoom: 0 })
  })

  test('moves by shares of its whole range', async () => {
    await using dome = await stand()
    await dome.ptz.relative(KEY, { pan: 0.25, tilt: -0.25, zoom: 0.5 })
    dome.pass(10)
    expect(dome.where()).toEqual({ pan: 0.5, tilt: -0.5, zoom: 0.5 })
  })

  test('goes home, and learns where home is', async () => {
    await using dome = await stand()
    await dome.ptz.absolute(KEY, { pan: 0.5, tilt: 0.5, zoom: 0.5 })
    dome.pass(10)
    await dome.ptz.setHome(KEY)
    await dome.ptz.absolute(KEY, { pan: 0, tilt: 0, zoom: 0 })
    dome.pass(10)
    await dome.ptz.goHome(KEY)
    dome.pass(10)
    expect(dome.where()).toEqual({ pan: 0.5, tilt: 0.5, zoom: 0.5 })
  })

  test('keeps presets with any name, and no more than it can', async () => {
    await using duo = await stand({ model: 'two-lens' }, 'tele_main', 'PtzConfig_2')
    const { ptz } = duo
    expect(await ptz.presets(KEY)).toEqual([])
    const gate = await ptz.setPreset(KEY, 'Gate & <path>')
    expect(gate).toEqual({ token: 'Preset_1', name: 'Gate & <path>' })
    for (const name of ['007', '1.50', 'true']) await ptz.setPreset(KEY, name)
    expect((await ptz.presets(KEY)).map(({ name }) => name)).toEqual(['Gate & <path>', '007', '1.50', 'true'])
    expect(await kindOf(ptz.setPreset(KEY, 'Fifth'))).toBe('conflict')
    expect(await ptz.setPreset(KEY, 'Door', gate.token)).toEqual({ token: gate.token, name: 'Door' })
    await ptz.goTo(KEY, gate.token)
    await ptz.removePreset(KEY, gate.token)
    for (const token of [gate.token, '"/><x>'])
      for (const verb of [ptz.goTo, ptz.removePreset]) expect(await kindOf(verb(KEY, token))).toBe('not-found')
    expect(await kindOf(ptz.setPreset(KEY, 'x', 'nothing'))).toBe('not-found')
  })

  test('that cannot do something says so, and is not asked', async () => {
    await using duo = await stand({ model: 'two-lens' }, 'tele_main', 'PtzConfig_2')
    const { ptz } = duo
    const nothing = { pan: 0, tilt: 0, zoom: 0 }
    const asked = [ptz.relative(KEY, nothing), ptz.absolute(KEY, nothing), ptz.goHome(KEY), ptz.setHome(KEY)]
    for (const verb of asked) expect(await kindOf(verb)).toBe('unsupported')
    expect(await ptz.position(KEY)).toEqual({ pan: null, tilt: null, zoom: null, moving: false })
    await ptz.move(KEY, { pan: 1, tilt: 0, zoom: 1 }, 1)
    duo.pass(1)
    expect(duo.camera.head()?.position).toEqual({ pan: 0.5, tilt: 0, zoom: 0 })
    await using fixed = await stand({ model: 'two-lens' }, 'wide_main', null)
    expect(await kindOf(fixed.ptz.abilities(KEY))).toBe('unsupported')
    expect(await kindOf(fixed.ptz.stop('nobody'))).toBe('not-found')
    await using without = await stand({ lacks: ['ptz'] })
    expect(await kindOf(without.ptz.abilities(KEY))).toBe('unsupported')
  })
})

describe('a head with scales of its own', () => {
  const range = (min: string, max: string) => ({ min, max })
  const described = node.parse({
    $: { token: 'n' },
    supportedPTZSpaces: {
      absolutePanTiltPositionSpace: [
        { URI: 'http://maker/degrees', XRange: range('0', '360'), YRange: range('-10', '90') },
        { URI: 'http://x/PositionGenericSpace', XRange: range('-1', '1'), YRange: range('-1', '1') },
      ],
      continuousPanTiltVelocitySpace: {
        URI: 'http://x/VelocityGenericSpace',
        XRange: range('-4', '8'),
        YRange: range('-1', '1'),
      },
      continuousZoomVelocitySpace: { URI: 'broken', XRange: range('NaN', '1') },
    },
    maximumNumberOfPresets: 'many',
  })
  const config = configuration.parse({
    $: { token: 'c' },
    nodeToken: 'n',
    defaultAbsolutePantTiltPositionSpace: 'http://maker/degrees',
    panTiltLimits: { range: { URI: 'http://maker/degrees', XRange: range('90', '270'), YRange: range('-90', '90') } },
  })
  const head = headOf(described, config)

  test('is measured by its default scale, within its limits', () => {
    const at = (x: string, y: string) => {
      const { pan, tilt, zoom, moving } = placeOf(head, status.parse({ position: { panTilt: { $: { x, y } } } }))
      return [pan, tilt, zoom, moving]
    }
    expect(at('180', '40')).toEqual([0, 0, null, null])
    expect(at('270', '-10')).toEqual([1, -1, null, null])
    expect(at('300', '90')).toEqual([1, 1, null, null])
    // Rounded, it is at an end of its scale; in another scale than it names, nobody knows where.
    expect(at('361', '-10.5')).toEqual([1, -1, null, null])
    expect(at('700', '40')).toEqual([null, 0, null, null])
    expect(at('far', '0')).toEqual([null, null, null, null])
  })

  test('shows only what can be read of it', () => {
    expect(abilitiesOf(head)).toEqual({
      ...{ panTilt: true, zoom: false, continuous: true, relative: false, absolute: true, home: false, setHome: false },
      presets: { most: null },
    })
  })
})
