// IP channels of a recorder and whether their cameras answer.
import type { Channel, Device } from '../device.ts'
import { type Answer, page, type Question, refuse } from '../http/answer.ts'
import type { Handler, Route } from '../http/router.ts'
import { type Element, titled, x } from '../xml.ts'

function descriptor({ behind }: Channel, withMaker: boolean): Element {
  return x('sourceInputPortDescriptor', [
    x('proxyProtocol', behind!.protocol),
    x('addressingFormatType', 'ipaddress'),
    x('ipAddress', behind!.address),
    x('managePortNo', behind!.protocol === 'ONVIF' ? 80 : 8000),
    x('srcInputPort', 1),
    x('userName', 'admin'),
    x('streamType', 'auto'),
    ...(withMaker
      ? [
          x('model', behind!.model),
          x('serialNumber', behind!.serialNumber),
          x('firmwareVersion', behind!.firmware),
          x('deviceID'),
        ]
      : []),
  ])
}

function channelItem(device: Device, channel: Channel): Element {
  const index = String(channel.number).padStart(4, '0')
  return titled(device.model.style, 'InputProxyChannel', [
    x('id', channel.number),
    x('name', channel.name),
    descriptor(channel, true),
    channel.behind!.protocol === 'HIKVISION' && x('enableAnr', false),
    x('enableTiming', true),
    x('devIndex', `5d0c${index}-7be1-4a52-9c33-${device.deviceId.slice(-12)}`),
  ])
}

function statusItem(device: Device, channel: Channel): Element {
  const ids = channel.online ? [channel.number * 100 + 1, channel.number * 100 + 2] : []
  return titled(device.model.style, 'InputProxyChannelStatus', [
    x('id', channel.number),
    descriptor(channel, false),
    x('online', channel.online),
    x(
      'streamingProxyChannelIdList',
      ids.map((id) => x('streamingProxyChannelId', id)),
    ),
    x('chanDetectResult', channel.online ? 'connect' : 'netUnreachable'),
  ])
}

const proxied = (device: Device) => device.channels().filter((channel) => channel.source === 'ip')

const recorderOnly =
  (answer: (question: Question, params: string[]) => Answer): Handler =>
  (question, params) =>
    question.device.model.maxIpChannels === null
      ? refuse(question.device, question.path, 'notSupport')
      : answer(question, params)

const list = recorderOnly(({ device }) =>
  page(
    device,
    titled(
      device.model.style,
      'InputProxyChannelList',
      proxied(device).map((channel) => channelItem(device, channel)),
      // Never the number of items: 10 with 8 on the one, 2 with none on the other.
      { size: device.model.family === 'nvr' ? 10 : 2 },
    ),
  ),
)

const statuses = recorderOnly(({ device }) =>
  page(
    device,
    titled(
      device.model.style,
      'InputProxyChannelStatusList',
      proxied(device).map((channel) => statusItem(device, channel)),
    ),
  ),
)

const one = (item: (device: Device, channel: Channel) => Element) =>
  recorderOnly(({ device, path }, [number]) => {
    const channel = proxied(device).find((candidate) => candidate.number === Number(number))
    return channel ? page(device, item(device, channel)) : refuse(device, path, 'badParameters')
  })

export const inputProxyRoutes: Route[] = [
  { method: 'GET', path: 'ContentMgmt/InputProxy/channels', handle: list },
  { method: 'GET', path: 'ContentMgmt/InputProxy/channels/status', handle: statuses },
  { method: 'GET', path: 'ContentMgmt/InputProxy/channels/{}', handle: one(channelItem) },
  { method: 'GET', path: 'ContentMgmt/InputProxy/channels/{}/status', handle: one(statusItem) },
]
