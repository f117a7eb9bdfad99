// What is written is read back, and what a client forgets is gone.
import { describe, expect, test } from 'bun:test'
import { startSimulator } from '../index.ts'
import { call, edit, get, texts } from '../testing/edit.ts'

const start = (options: Partial<Parameters<typeof startSimulator>[0]> = {}) =>
  startSimulator({ model: 'nvr8', rtsp: false, ...options })

describe('streams', () => {
  test('a changed value is read back under both paths, and nothing else changes', async () => {
    await using device = await start()
    const path = 'ContentMgmt/StreamingProxy/channels/101'
    const { answer, before, after } = await edit(device.port, path, '<fixedQuality>60', '<fixedQuality>90')
    expect(texts(answer.text, 'statusCode')).toEqual(['1'])
    expect(after).toBe(before.replace('<fixedQuality>60', '<fixedQuality>90'))
    const direct = (await get(device.port, 'Streaming/channels/101')).text
    expect(direct).toContain('<videoQualityControlType>VBR</videoQualityControlType>')
    expect(direct).toContain('<fixedQuality>90</fixedQuality>')
    expect(device.stats.writes[0]).toMatchObject({ lost: [], added: [], moved: [], changed: ['Video/fixedQuality'] })
  })

  test('what a client leaves out is lost, and the test can see it', async () => {
    await using device = await start()
    const { after } = await edit(device.port, 'Streaming/channels/101', /<Audio>[\s\S]*<\/Audio>\n/, '')
    expect(after).not.toContain('<Audio>')
    expect(device.stats.writes[0]!.lost).toEqual(['Audio'])
  })

  test('impossible values snap or are ignored under an OK', async () => {
    await using device = await start()
    const write = async (from: string | RegExp, to: string) =>
      (await edit(device.port, 'Streaming/channels/101', from, to)).after
    expect(await write(/<vbrUpperCap>\d+/, '<vbrUpperCap>99999')).toContain('<vbrUpperCap>8192<')
    expect(await write(/<maxFrameRate>\d+/, '<maxFrameRate>20')).toContain('<maxFrameRate>12<')
    expect(await write('>H.264<', '>H.266<')).toContain('<videoCodecType>H.264<')
    expect(await write('<videoResolutionWidth>1280', '<videoResolutionWidth>1281')).toContain('Width>1280<')
  })

  test('the codec is held while the smart codec is on, and the average appears with it', async () => {
    await using device = await start()
    const path = 'Streaming/channels/101'
    const on = await edit(device.port, path, /(<SmartCodec>\s*<enabled>)false/, '$1true')
    expect(texts(on.after, 'vbrAverageCap')).toEqual(['1536'])
    expect((await edit(device.port, path, '>H.264<', '>H.265<')).after).toContain('>H.264<')
    device.setQuirks(['refuses-codec', 'reboot-required'])
    expect((await edit(device.port, path, '>H.264<', '>H.265<')).answer.status).toBe(400)
    const off = await edit(device.port, path, /(<SmartCodec>\s*<enabled>)true/, '$1false')
    expect(texts(off.answer.text, 'subStatusCode')).toEqual(['rebootRequired'])
    expect(off.after).not.toContain('vbrAverageCap')
    expect((await edit(device.port, path, '>H.264<', '>H.265<')).after).toContain('>H.265<')
  })

  test('capabilities tell what can be set', async () => {
    await using device = await start()
    const { text } = await get(device.port, 'Streaming/channels/101/capabilities')
    expect(text).toContain('<videoCodecType opt="H.264,H.265">H.264</videoCodecType>')
    expect(text).toContain('<videoResolutionWidth opt="1280,1920,2560">1280</videoResolutionWidth>')
    expect(text).toContain('<vbrUpperCap min="32" max="8192">3072</vbrUpperCap>')
    expect(text).toMatch(/<maxFrameRate opt="0,2500,2200,.*,12,6">0</)
    expect(text).toContain('<isSpportDynamicCapWithCondition>true<')
    device.setQuirks(['no-capabilities'])
    expect((await get(device.port, 'Streaming/channels/101/capabilities')).status).toBe(403)
  })
})

describe('names', () => {
  test('an IP channel takes its name and keeps the rest', async () => {
    await using device = await start()
    const path = 'ContentMgmt/InputProxy/channels/2'
    const { after, before } = await edit(device.port, path, 'Garden &amp; Yard', 'A &lt;&#x20;\u8f66')
    expect(after).toBe(before.replace('Garden &amp; Yard', 'A &lt; \u8f66'))
    expect((await get(device.port, 'ContentMgmt/InputProxy/channels')).text).toContain('<name>A &lt; \u8f66</name>')
    device.setQuirks(['loses-camera'])
    await edit(device.port, path, '<name>A', '<name>B')
    const status = await get(device.port, `${path}/status`)
    expect(texts(status.text, 'chanDetectResult')).toEqual(['errorUserNameOrPasswd'])
    await edit(device.port, path, '</userName>', '</userName><password>secret-1</password>')
    expect(texts((await get(device.port, `${path}/status`)).text, 'online')).toEqual(['true'])
    expect((await get(device.port, path)).text).not.toContain('password')
  })

  test('inputs of the device itself too, and too long a name is refused', async () => {
    await using device = await start({ model: 'dvr4' })
    const path = 'System/Video/inputs/channels/1'
    expect((await edit(device.port, path, '>Shop<', '>Laden<')).after).toContain('<name>Laden</name>')
    expect((await edit(device.port, path, '>Laden<', `>${'x'.repeat(33)}<`)).answer.status).toBe(400)
  })
})

describe('detections and triggers', () => {
  test('motion keeps its areas, and a sensitivity snaps', async () => {
    await using device = await start()
    const path = 'ContentMgmt/InputProxy/channels/2/video/motionDetection'
    const off = await edit(device.port, path, '<enabled>true', '<enabled>false')
    expect(off.after).toBe(off.before.replace('<enabled>true', '<enabled>false'))
    expect(texts(off.after, 'gridMap')[0]).not.toBe('fffffc'.repeat(18))
    const level = await edit(device.port, path, /<sensitivityLevel>\d+/, '<sensitivityLevel>47')
    expect(texts(level.after, 'sensitivityLevel')).toEqual(['40'])
    expect((await edit(device.port, path, /<gridMap>\w+/, '<gridMap>ff')).answer.status).toBe(400)
  })

  test.each(['Smart/LineDetection/1', 'Smart/FieldDetection/1', 'System/Video/inputs/channels/1/tamperDetection'])(
    'the camera keeps %s',
    async (path) => {
      await using device = await start({ model: 'camera' })
      const { before, after } = await edit(device.port, path, '<enabled>true', '<enabled>false')
      expect(after).toBe(before.replace('<enabled>true', '<enabled>false'))
      expect(device.stats.writes[0]).toMatchObject({ lost: [], added: [], moved: [], changed: ['enabled'] })
    },
  )

  test('a trigger can be linked with the centre', async () => {
    await using device = await start()
    const end = '</EventTriggerNotificationList>'
    const one =
      '<EventTriggerNotification><id>center</id><notificationMethod>center</notificationMethod></EventTriggerNotification>'
    const { after } = await edit(device.port, 'Event/triggers/tamper-6', end, one + end)
    expect(texts(after, 'notificationMethod')).toEqual(['record', 'center'])
    expect(
      (await get(device.port, 'Event/triggers')).text.split('<id>tamper-6</id>')[1]!.split('</EventTrigger>')[0],
    ).toContain('center')
  })
})

describe('bad bodies', () => {
  test('no XML, another document and another number are refused', async () => {
    await using device = await start()
    const path = 'Streaming/channels/101'
    const sub = async (body: string) => texts((await call(device.port, 'PUT', path, body)).text, 'subStatusCode')[0]
    expect(await sub('<StreamingChannel>')).toBe('badXmlFormat')
    expect(await sub('<Other/>')).toBe('badXmlContent')
    expect(await sub('<StreamingChannel><id>102</id></StreamingChannel>')).toBe('badParameters')
    device.setQuirks(['strict-namespace'])
    expect(await sub(`<StreamingChannel xmlns="{'a': 1}"><id>101</id></StreamingChannel>`)).toBe('badXmlContent')
  })
})
