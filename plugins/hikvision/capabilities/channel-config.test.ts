// Settings of a channel: what is read, what is sent, and what is not touched.
import { describe, expect, test } from 'bun:test'
import { readXml } from '../isapi/xml.ts'
import { said } from '../test-documents.ts'
import { faultOf, recorder } from '../test-session.ts'
import { readLimits } from './stream-document.ts'

const STREAM = '/ISAPI/Streaming/channels/101'
const NAME = '/ISAPI/ContentMgmt/InputProxy/channels/1'
const MOTION = `${NAME}/video/motionDetection`
const CAPS = `${STREAM}/capabilities`

const video = (inside: string) => `<?xml version="1.0" encoding="UTF-8" ?>
<StreamingChannel version="1.0" xmlns="http://www.isapi.org/ver20/XMLSchema">
<id>101</id>
<channelName>101</channelName>
<Video>
<enabled>true</enabled>
${inside}
<snapShotImageType>JPEG</snapShotImageType>
<SmartCodec>
<enabled>true</enabled>
</SmartCodec>
<vbrAverageCap>1142</vbrAverageCap>
</Video>
<unknown a="1"/>
</StreamingChannel>
`
const DEFAULT = `<videoCodecType>H.265</videoCodecType>
<videoResolutionWidth>3840</videoResolutionWidth>
<videoResolutionHeight>2160</videoResolutionHeight>
<videoQualityControlType>vbr</videoQualityControlType>
<fixedQuality>60</fixedQuality>
<vbrUpperCap>3072</vbrUpperCap>
<maxFrameRate>1250</maxFrameRate>`
const CAPABILITIES = `<StreamingChannel><Video>
<videoCodecType opt="H.264,H.265">H.265</videoCodecType>
<videoResolutionWidth opt="1920, 2560,3840,1920">3840</videoResolutionWidth>
<videoResolutionHeight opt="1080, 1440,2160,1080">2160</videoResolutionHeight>
<maxFrameRate opt="0,2500,1250,6">0</maxFrameRate>
<fixedQuality opt="15,30,60,90" def="75">60</fixedQuality>
<vbrUpperCap min="32" max="16384">3072</vbrUpperCap>
<vbrLowerCap>32</vbrLowerCap></Video></StreamingChannel>`
const DOCUMENTS = {
  [STREAM]: video(DEFAULT),
  [CAPS]: CAPABILITIES,
  [NAME]: '<InputProxyChannel><id>1</id><name>Door</name><inner><name>not this</name></inner></InputProxyChannel>',
  [MOTION]:
    '<MotionDetection><enabled>false</enabled><MotionDetectionLayout><sensitivityLevel>60</sensitivityLevel><layout><gridMap>fffffc</gridMap></layout></MotionDetectionLayout></MotionDetection>',
}

describe('channel settings', () => {
  test('are read in our units, and limits from the device', async () => {
    await using stand = await recorder({ documents: DOCUMENTS })
    const { channelConfig } = await stand.connect()
    expect(await channelConfig?.read('ip:1')).toEqual({
      name: 'Door',
      codec: 'H.265',
      smartCodec: true,
      width: 3840,
      height: 2160,
      frameRate: 12.5,
      quality: 60,
      bitRate: 'variable',
      maxKbps: 3072,
      averageKbps: 1142,
      motionDetection: false,
    })
    expect(await channelConfig?.limits('ip:1')).toEqual({
      sizes: [
        { width: 1920, height: 1080 },
        { width: 2560, height: 1440 },
        { width: 3840, height: 2160 },
      ],
      codecs: ['H.264', 'H.265'],
      frameRates: [0, 25, 12.5, 0.06],
      quality: { options: [15, 30, 60, 90], current: 60, preset: 75 },
      maxKbps: { min: 32, max: 16384 },
      minKbps: { min: 32, max: 32 },
    })
  })

  test('a change reaches only what it names, in every document that holds a part of it', async () => {
    await using stand = await recorder({ documents: DOCUMENTS })
    const { channelConfig } = await stand.connect()
    const written = await channelConfig?.write('ip:1', {
      name: 'A & B',
      frameRate: 25,
      motionDetection: true,
      quality: 60,
    })
    expect(stand.device.writes).toEqual([
      { request: `PUT ${NAME}`, body: DOCUMENTS[NAME]?.replace('Door', 'A &amp; B') ?? '' },
      {
        request: `PUT ${STREAM}`,
        body: video(DEFAULT.replace('1250', '2500'))
          .trim()
          .replace('?>\n', '?>')
          .replace('<unknown a="1"/>', '<unknown a="1"></unknown>')
          .replace(' ?>', '?>'),
      },
      { request: `PUT ${MOTION}`, body: DOCUMENTS[MOTION]?.replace('false', 'true') ?? '' },
    ])
    expect(written).toMatchObject({ ignored: [], rebootRequired: false, after: { name: 'A & B', frameRate: 25 } })
  })

  test('nothing is sent when nothing changes, and nothing that the device cannot do', async () => {
    await using stand = await recorder({ documents: DOCUMENTS })
    const { channelConfig } = await stand.connect()
    await channelConfig?.write('ip:1', { name: 'Door', codec: 'H.265', motionDetection: false })
    for (const bad of [
      { codec: 'MJPEG' },
      { width: 1920 },
      { width: 800, height: 600 },
      { frameRate: 24 },
      { quality: 61 },
      { maxKbps: 20 },
      { name: ' ' },
    ])
      expect([bad, (await faultOf(channelConfig?.write('ip:1', bad))).kind]).toEqual([bad, 'invalid-input'])
    expect(stand.device.writes).toEqual([])
  })

  test('the sub-stream is read and written in its own document', async () => {
    const sub = STREAM.replace('101', '102')
    const own = video(DEFAULT.replace('H.265', 'H.264').replace('3072', '512'))
    await using stand = await recorder({ documents: { ...DOCUMENTS, [sub]: own } })
    const { channelConfig } = await stand.connect()
    expect(await channelConfig?.read('ip:1', 'sub')).toMatchObject({ name: 'Door', codec: 'H.264', maxKbps: 512 })
    await channelConfig?.write('ip:1', { quality: 90 }, { quality: 'sub' })
    expect(stand.device.writes.map(({ request }) => request)).toEqual([`PUT ${sub}`])
    expect(await channelConfig?.read('ip:1')).toMatchObject({ codec: 'H.265', quality: 60 })
  })

  test('a dry run asks the device for its limits and sends nothing', async () => {
    await using stand = await recorder({ documents: DOCUMENTS })
    const { channelConfig } = await stand.connect()
    const would = await channelConfig?.write('ip:1', { codec: 'H.264' }, { dryRun: true })
    expect([would?.before.codec, would?.after.codec]).toEqual(['H.265', 'H.264'])
    const bad = channelConfig?.write('ip:1', { codec: 'MJPEG' }, { dryRun: true })
    expect((await faultOf(bad)).kind).toBe('invalid-input')
    expect(stand.device.writes).toEqual([])
  })

  test('another codec comes after the smart codec is off, and that comes back where it was on', async () => {
    await using stand = await recorder({
      documents: DOCUMENTS,
      onPut: (path, body, before = '') => {
        const smartWas = /<SmartCodec>\s*<enabled>true/.test(before)
        const codecs = [/CodecType>([^<]*)/.exec(body)?.[1], /CodecType>([^<]*)/.exec(before)?.[1]]
        if (path === STREAM && smartWas && codecs[0] !== codecs[1])
          return { status: 400, answer: said(6, 'badXmlContent') }
        // Without it there is no average.
        const keep = /<SmartCodec>\s*<enabled>true/.test(body)
          ? body.replace('</SmartCodec>\n</Video>', '</SmartCodec><vbrAverageCap>500</vbrAverageCap></Video>')
          : body.replace(/<vbrAverageCap>.*<\/vbrAverageCap>/, '').replace('</SmartCodec>\n\n', '</SmartCodec>\n')
        return { keep }
      },
    })
    const { channelConfig } = await stand.connect()
    const written = await channelConfig?.write('ip:1', { codec: 'H.264', averageKbps: 900 })
    const sent = stand.device.writes.map(({ body }) => [
      /CodecType>([^<]*)/.exec(body)?.[1],
      /<SmartCodec>\s*<enabled>(\w+)/.exec(body)?.[1],
      /AverageCap>(\d+)/.exec(body)?.[1],
    ])
    expect(sent).toEqual([
      ['H.265', 'false', '1142'],
      ['H.264', 'false', undefined],
      ['H.264', 'true', undefined],
      ['H.264', 'true', '900'],
    ])
    expect(written).toMatchObject({ ignored: [], after: { codec: 'H.264', smartCodec: true, averageKbps: 900 } })
  })

  test('what the device keeps or wants a restart for is told', async () => {
    await using stand = await recorder({
      documents: DOCUMENTS,
      onPut: (path, body) => (path === STREAM ? { answer: said(7, 'rebootRequired') } : { keep: body }),
    })
    const { channelConfig } = await stand.connect()
    expect(await channelConfig?.write('ip:1', { quality: 90, name: 'X' })).toMatchObject({
      ignored: ['quality'],
      rebootRequired: true,
      before: { name: 'Door' },
      after: { name: 'X', quality: 60 },
    })
  })

  test('a refused value and a missing right are different faults', async () => {
    let sub = 'badParameters'
    await using stand = await recorder({ documents: DOCUMENTS, onPut: () => ({ answer: said(4, sub) }) })
    const { channelConfig } = await stand.connect()
    expect((await faultOf(channelConfig?.write('ip:1', { quality: 90 }))).kind).toBe('invalid-input')
    sub = 'lowPrivilege'
    expect((await faultOf(channelConfig?.write('ip:1', { quality: 90 }))).kind).toBe('device-denied')
  })

  test('a recorder that tells a stream only under the proxy path is written there', async () => {
    const { [STREAM]: stream = '', [CAPS]: _, ...rest } = DOCUMENTS
    const proxy = '/ISAPI/ContentMgmt/StreamingProxy/channels/101'
    await using stand = await recorder({ documents: { ...rest, [proxy]: stream } })
    const { channelConfig } = await stand.connect()
    await channelConfig?.write('ip:1', { quality: 90 })
    expect(stand.device.writes.map(({ request }) => request)).toEqual([`PUT ${proxy}`])
  })

  test('a channel that lacks the documents does not take the function from the others', async () => {
    await using stand = await recorder({ documents: DOCUMENTS })
    const { channelConfig } = await stand.connect()
    expect((await faultOf(channelConfig?.read('ip:2'))).kind).toBe('not-ready')
    expect((await faultOf(channelConfig?.read('ip:9'))).kind).toBe('not-found')
  })

  test('a constant bit rate has its own element on cameras', () => {
    const stream = readXml(
      video(
        DEFAULT.replace('vbr', 'CBR').replace('vbrUpperCap>3072</vbrUpperCap', 'constantBitRate>2048</constantBitRate'),
      ),
    )
    expect(readLimits(stream, stream).maxKbps).toEqual({ min: 2048, max: 2048 })
  })
})
