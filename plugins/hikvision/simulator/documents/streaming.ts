// Encodings: what each channel sends as stream x01 and x02, and the odd refusals of x03 and x04.
import type { Channel, Device } from '../device.ts'
import { type Answer, page, type Question, refuse } from '../http/answer.ts'
import type { Handler, Route } from '../http/router.ts'
import type { Encoding } from '../models/index.ts'
import { type Child, type Element, titled, x } from '../xml.ts'
import { textAt } from '../xml-read.ts'
import { asProxied, capable, plainly, settled } from './stream-limits.ts'
import { kept, withText, write } from './write.ts'

export interface StreamId {
  channel: number
  /** 1 main, 2 sub, 3 and 4 more. */
  stream: number
}

/** Splits 101 or 1602; null when it is no such number. */
export function streamId(text: string): StreamId | null {
  if (!/^\d{3,5}$/.test(text)) return null
  const id = Number(text)
  return { channel: Math.floor(id / 100), stream: id % 100 }
}

function audio({ audio }: Channel): Child {
  if (audio === 'none') return null
  return x('Audio', [x('enabled', audio === 'on'), x('audioInputChannelID', 1), x('audioCompressionType', 'G.711alaw')])
}

function recorderStream(device: Device, channel: Channel, id: number, encoding: Encoding): Element {
  const isAnalog = channel.source === 'analog'
  return titled(device.model.style, 'StreamingChannel', [
    x('id', id),
    x('channelName', id),
    x('enabled', true),
    x('Transport', [x('ControlProtocolList', [x('ControlProtocol', [x('streamingTransport', 'RTSP')])])]),
    x('Video', [
      x('enabled', true),
      x('videoInputChannelID', channel.number),
      x('videoCodecType', encoding.codec),
      isAnalog && id % 100 === 1 && x('videoScanType', 'progressive'),
      x('videoResolutionWidth', encoding.width),
      x('videoResolutionHeight', encoding.height),
      x('videoQualityControlType', 'VBR'),
      x('fixedQuality', 60),
      x('vbrUpperCap', encoding.upperKbps),
      x('vbrLowerCap', 32),
      x('maxFrameRate', encoding.maxFrameRate),
      x('snapShotImageType', 'JPEG'),
      isAnalog && x('GovLength', 50),
      x('SmartCodec', [x('enabled', false)]),
      // This recorder writes it also while SmartCodec is off.
      isAnalog && x('vbrAverageCap', Math.round(encoding.upperKbps * 0.75)),
    ]),
    audio(channel),
  ])
}

function cameraStream(device: Device, channel: Channel, id: number, encoding: Encoding): Element {
  return titled(device.model.style, 'StreamingChannel', [
    x('id', id),
    x('channelName', channel.name),
    x('enabled', true),
    x('Transport', [
      x('maxPacketSize', 1000),
      x(
        'ControlProtocolList',
        ['RTSP', 'HTTP', 'SHTTP', 'SRTP'].map((name) => x('ControlProtocol', [x('streamingTransport', name)])),
      ),
      x('Unicast', [x('enabled', true), x('rtpTransportType', 'RTP/TCP')]),
      x('Multicast', [x('enabled', false), x('destIPAddress', '0.0.0.0'), x('videoDestPortNo', 8860)]),
      x('Security', [
        x('enabled', true),
        x('certificateType', 'digest'),
        x('SecurityAlgorithm', [x('algorithmType', 'MD5')]),
      ]),
    ]),
    x('Video', [
      x('enabled', true),
      x('videoInputChannelID', channel.number),
      x('videoCodecType', encoding.codec),
      x('videoScanType', 'progressive'),
      x('videoResolutionWidth', encoding.width),
      x('videoResolutionHeight', encoding.height),
      x('videoQualityControlType', 'VBR'),
      x('constantBitRate', encoding.upperKbps),
      x('fixedQuality', 80),
      x('vbrUpperCap', encoding.upperKbps),
      x('vbrLowerCap', 32),
      x('maxFrameRate', encoding.maxFrameRate),
      x('keyFrameInterval', 2000),
      x('snapShotImageType', 'JPEG'),
      x('H264Profile', 'Main'),
      x('GovLength', 50),
      x('SVC', [x('enabled', false)]),
      x('PacketType', 'PS'),
      x('PacketType', 'RTP'),
      x('smoothing', 50),
      x('H265Profile', 'Main'),
      id % 100 === 1 && x('SmartCodec', [x('enabled', false)]),
    ]),
    audio(channel),
  ])
}

function stream(device: Device, channel: Channel, number: number): Element {
  const encoding = number === 2 ? channel.sub : channel.main
  const id = channel.number * 100 + number
  // A camera answers 103 and 104 with a copy of 101, but under the number that was asked for.
  return device.model.family === 'camera'
    ? cameraStream(device, channel, id, encoding)
    : recorderStream(device, channel, id, encoding)
}

/** Streams exist while their camera answers; an analog input streams without a signal too. */
const streams = (device: Device) => device.channels().filter((channel) => channel.online || channel.source === 'analog')

const keyOf = (channel: Channel, number: number) => `Streaming/${channel.number * 100 + number}`

/** What a channel sends now: as it was written last, else as it was made. */
export function codecOf(device: Device, channel: Channel, quality: 'main' | 'sub'): string {
  const written = device.saved.get(keyOf(channel, quality === 'main' ? 1 : 2))
  return (written && textAt(written, 'Video/videoCodecType')) || channel[quality].codec
}

/** As it was written last, under the name that its channel has now. */
function current(device: Device, channel: Channel, number: number, proxy: boolean): Element {
  const root = kept(device, keyOf(channel, number), () => stream(device, channel, number))
  const isCamera = device.model.family === 'camera'
  const named = isCamera ? withText(root, 'channelName', channel.name) : root
  return proxy ? asProxied(named) : named
}

function list({ device, path }: Question, proxy: boolean): Answer {
  if (proxy && device.model.family !== 'nvr') return refuse(device, path, 'notSupport')
  return page(
    device,
    titled(
      device.model.style,
      'StreamingChannelList',
      streams(device).flatMap((channel) => [1, 2].map((number) => current(device, channel, number, proxy))),
    ),
  )
}

type Act = (question: Question, channel: Channel, number: number, proxy: boolean) => Answer

/** Finds the stream of an id, or refuses in the way of the model. */
const single =
  (proxy: boolean, act: Act): Handler =>
  (question, [text]) => {
    const { device, path } = question
    if (proxy && device.model.family !== 'nvr') return refuse(device, path, 'notSupport')
    const id = streamId(text!)
    const channel = id && streams(device).find((candidate) => candidate.number === id.channel)
    if (!id || !channel) return refuse(device, path, 'notSupport')
    const isMore = id.stream === 3 || id.stream === 4
    if (id.stream === 1 || id.stream === 2 || (isMore && device.model.family === 'camera'))
      return act(question, channel, id.stream, proxy)
    return id.stream === 3 && device.model.family === 'dvr'
      ? refuse(device, path, 'badParameters')
      : refuse(device, path, 'notSupport')
  }

const show: Act = ({ device }, channel, number, proxy) => page(device, current(device, channel, number, proxy))

const limits: Act = ({ device, path }, channel, number, proxy) =>
  device.quirks.has('no-capabilities')
    ? refuse(device, path, 'notSupport')
    : page(device, capable(device, current(device, channel, number, proxy), number))

const change: Act = (question, channel, number, proxy) => {
  const { device, path } = question
  // The copies that a camera answers with cannot be written.
  if (number > 2) return refuse(device, path, 'notSupport')
  return write(question, {
    key: keyOf(channel, number),
    before: current(device, channel, number, proxy),
    settle: (written, before) => settled(device, plainly(written), plainly(before), number),
    done: device.quirks.has('reboot-required') ? 'rebootRequired' : 'ok',
  })
}

export const streamingRoutes: Route[] = [false, true].flatMap((proxy): Route[] => {
  const base = proxy ? 'ContentMgmt/StreamingProxy/channels' : 'Streaming/channels'
  return [
    { method: 'GET', path: base, handle: (question) => list(question, proxy) },
    { method: 'GET', path: `${base}/{}`, handle: single(proxy, show) },
    { method: 'PUT', path: `${base}/{}`, handle: single(proxy, change) },
    { method: 'GET', path: `${base}/{}/capabilities`, handle: single(proxy, limits) },
  ]
})
