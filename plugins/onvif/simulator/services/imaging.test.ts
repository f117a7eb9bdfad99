// Settings of the picture, relays and inputs: written, read back, refused when they cannot be.
import { describe, expect, test } from 'bun:test'
import { startOnvifCamera } from '../index.ts'
import { ask } from '../testing/client.ts'
import { all, find, textAt } from '../xml-read.ts'

const ofSource = '<q:VideoSourceToken>VideoSource_1</q:VideoSourceToken>'

describe('imaging', () => {
  test('settings are taken one by one, within their limits, all or none', async () => {
    await using camera = await startOnvifCamera({ rtsp: false })
    const say = (operation: string, inner = '') => ask(`${camera.url}/onvif/imaging`, operation, ofSource + inner)
    const write = (inner: string) => say('SetImagingSettings', `<q:ImagingSettings>${inner}</q:ImagingSettings>`)
    const { body: options } = await say('GetOptions')
    expect(textAt(options, 'ImagingOptions/Brightness/Max')).toBe('100')
    expect((await write('<tt:Brightness>70</tt:Brightness><tt:IrCutFilter>ON</tt:IrCutFilter>')).fault).toBeNull()
    const { body } = await say('GetImagingSettings')
    expect(['Brightness', 'Contrast', 'IrCutFilter'].map((name) => textAt(body, `ImagingSettings/${name}`))).toEqual([
      '70',
      '50',
      'ON',
    ])
    expect((await write('<tt:Brightness>10</tt:Brightness><tt:Contrast>101</tt:Contrast>')).fault).toBe(
      'ter:SettingsInvalid',
    )
    expect(camera.imaging().Brightness).toBe(70)
    expect((await ask(`${camera.url}/onvif/imaging`, 'GetOptions')).fault).toBe('ter:NoSource')
  })
})

describe('relays and inputs', () => {
  test('a relay is switched over either service, and tells so', async () => {
    await using camera = await startOnvifCamera({ model: 'dome', rtsp: false })
    const service = (name: string, operation: string, inner = '') =>
      ask(`${camera.url}/onvif/${name}`, operation, inner)
    const state = (token: string, word: string) =>
      `<q:RelayOutputToken>${token}</q:RelayOutputToken><q:LogicalState>${word}</q:LogicalState>`
    const relays = all((await service('device_service', 'GetRelayOutputs')).body, 'RelayOutputs')
    expect(relays.map(({ attributes }) => attributes.token)).toEqual(['RelayOutput_1', 'RelayOutput_2'])
    await service('deviceio', 'SetRelayOutputState', state('RelayOutput_2', 'active'))
    expect(camera.relays).toEqual([false, true])
    await service('device_service', 'SetRelayOutputState', state('RelayOutput_2', 'inactive'))
    expect(camera.relays).toEqual([false, false])
    expect((await service('deviceio', 'SetRelayOutputState', state('nothing', 'active'))).fault).toBe('ter:RelayToken')
    const { body } = await service('deviceio', 'GetDigitalInputs')
    expect(find(body, 'DigitalInputs')?.attributes.token).toBe('DigitalInput_1')
  })
})
