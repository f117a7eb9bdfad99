// Picture settings over ONVIF: on the camera's scales, and with everything that we do not know left as it is.
import { describe, expect, test } from 'bun:test'
import { Fault } from '#plugin'
import { type OnvifCameraOptions, startOnvifCamera } from '../simulator/index.ts'
import { startClient } from '../test-client.ts'
import { createImaging } from './imaging.ts'
import { readImaging } from './imaging-document.ts'

async function stand(options: OnvifCameraOptions = {}) {
  const stack = new AsyncDisposableStack()
  const camera = stack.use(await startOnvifCamera({ rtsp: false, ...options }))
  const { client } = stack.use(await startClient(camera))
  const imaging = createImaging({
    client,
    sourceOf(sourceKey) {
      if (!['1', '2'].includes(sourceKey)) throw new Fault('not-found', 'Channel not found')
      return `VideoSource_${sourceKey}`
    },
  })
  return { camera, imaging, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

const faultOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: Fault) => error,
  )

describe('picture settings', () => {
  test('are read for each lens, and its scales are asked once', async () => {
    await using duo = await stand({ model: 'two-lens' })
    duo.camera.imaging(2).Brightness = 80
    const usual = { brightness: 50, contrast: 50, saturation: 50, sharpness: 50, irCut: 'auto' } as const
    expect(await duo.imaging.read('1')).toEqual(usual)
    expect(await duo.imaging.read('2')).toEqual({ ...usual, brightness: 80 })
    await duo.imaging.read('2')
    expect(duo.camera.stats.operations.GetOptions).toBe(2)
  })

  test('are changed one by one, nothing among them too', async () => {
    await using one = await stand()
    const written = await one.imaging.write('1', { brightness: 0, irCut: 'off' })
    expect(written.before).toMatchObject({ brightness: 50, irCut: 'auto' })
    expect(written.after).toEqual({ brightness: 0, contrast: 50, saturation: 50, sharpness: 50, irCut: 'off' })
    expect(written.ignored).toEqual([])
    expect(one.camera.imaging()).toMatchObject({ Brightness: 0, Contrast: 50, IrCutFilter: 'OFF' })
    expect(one.camera.imaging().WideDynamicRange).toEqual({ mode: 'OFF', level: 50 })
  })

  test('that are as they should be are not written', async () => {
    await using one = await stand()
    const { before, after } = await one.imaging.write('1', { brightness: 50 })
    expect(after).toEqual(before)
    expect(one.camera.stats.operations.SetImagingSettings).toBeUndefined()
  })

  test('that the camera cannot take are refused before anything is sent', async () => {
    await using one = await stand()
    for (const patch of [{ contrast: 20, brightness: 101 }, { sharpness: null }, { irCut: null }]) {
      const fault = await faultOf(one.imaging.write('1', patch))
      expect(fault?.kind).toBe('invalid-input')
      expect(fault?.problems.length).toBe(1)
    }
    expect(one.camera.stats.operations.SetImagingSettings).toBeUndefined()
    expect((await faultOf(one.imaging.read('7')))?.kind).toBe('not-found')
    await using without = await stand({ lacks: ['imaging'] })
    expect((await faultOf(without.imaging.read('1')))?.kind).toBe('unsupported')
  })
})

describe('the document', () => {
  const letter = `<?xml version="1.0"?><s:Envelope xmlns:s="urn:soap" xmlns:timg="urn:timg" xmlns:tt="urn:tt"><s:Body>
    <timg:GetImagingSettingsResponse><timg:ImagingSettings xmlns:maker="urn:maker">
      <tt:BacklightCompensation><tt:Mode>OFF</tt:Mode></tt:BacklightCompensation>
      <tt:Brightness>12.50</tt:Brightness><tt:Sharpness/>
      <tt:Extension><maker:Glow level="3">a &amp; b</maker:Glow></tt:Extension>
    </timg:ImagingSettings></timg:GetImagingSettingsResponse></s:Body></s:Envelope>`

  test('goes back in its order, with what nobody knows and what its prefixes stand for', () => {
    const document = readImaging(letter)
    expect([document.value('Brightness'), document.value('Sharpness'), document.value('Contrast')]).toEqual([
      ...['12.50', null, null],
    ])
    document.set('Brightness', '60')
    const back = document.letter('lens & 1')
    expect(back).toContain('<VideoSourceToken>lens &amp; 1</VideoSourceToken>')
    expect(back).toContain(
      '<tt:BacklightCompensation><tt:Mode>OFF</tt:Mode></tt:BacklightCompensation><tt:Brightness>60</tt:Brightness>',
    )
    expect(back).toContain('<tt:Extension><maker:Glow level="3">a &amp; b</maker:Glow></tt:Extension>')
    for (const space of ['xmlns:tt="urn:tt"', 'xmlns:maker="urn:maker"']) expect(back).toContain(space)
  })

  test('that holds no settings is a fault', () => {
    for (const xml of ['<a/>', 'nothing', '<a><b></a>']) expect(() => readImaging(xml)).toThrow(/picture settings/)
  })
})
