// IP channels of a recorder and whether their cameras answer.
import type { Channel, Device } from '../device.ts'
import { type Answer, htmlError, page, type Question, refuse } from '../http/answer.ts'
import type { Handler, Route } from '../http/router.ts'
import { type Element, titled, x } from '../xml.ts'
import { find, textAt } from '../xml-read.ts'
import { kept, withText, write } from './write.ts'

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

const keyOf = (channel: Channel) => `InputProxy/${channel.number}`

/** As written, with what the channel is called now. */
const channelItem = (device: Device, channel: Channel): Element =>
  withText(
    kept(device, keyOf(channel), () => madeItem(device, channel)),
    'name',
    channel.name,
  )

function madeItem(device: Device, channel: Channel): Element {
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
  const isBare = device.quirks.has('bare-status')
  const ids = channel.online ? [channel.number * 100 + 1, channel.number * 100 + 2] : []
  return titled(device.model.style, 'InputProxyChannelStatus', [
    x('id', channel.number),
    !isBare && descriptor(channel, false),
    x('online', channel.online),
    ...(isBare ? [] : [streamIds(ids)]),
    x('chanDetectResult', channel.online ? 'connect' : (channel.trouble ?? 'netUnreachable')),
  ])
}

const streamIds = (ids: number[]) =>
  x(
    'streamingProxyChannelIdList',
    ids.map((id) => x('streamingProxyChannelId', id)),
  )
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

const statuses = recorderOnly(({ device }) => {
  if (device.quirks.has('no-status-list')) return htmlError(404, 'Not Found', "Can't open document")
  return page(
    device,
    titled(
      device.model.style,
      'InputProxyChannelStatusList',
      proxied(device).map((channel) => statusItem(device, channel)),
    ),
  )
})

const one = (item: (device: Device, channel: Channel) => Element) =>
  recorderOnly(({ device, path }, [number]) => {
    const channel = proxied(device).find((candidate) => candidate.number === Number(number))
    return channel ? page(device, item(device, channel)) : refuse(device, path, 'badParameters')
  })

const rename: Handler = recorderOnly((question, [number]) => {
  const { device, path } = question
  const channel = proxied(device).find((candidate) => candidate.number === Number(number))
  if (!channel) return refuse(device, path, 'badParameters')
  return write(question, {
    key: keyOf(channel),
    before: channelItem(device, channel),
    settle: (written) => {
      const name = textAt(written, 'name')
      if (name === '' || Buffer.byteLength(name) > 32) return 'badParameters'
      if (device.quirks.has('forgets-writes')) return written
      const source = find(written, 'sourceInputPortDescriptor')
      const hasPassword = find(source, 'password') !== undefined
      const isLost = device.quirks.has('loses-camera') && !hasPassword
      device.change(channel.number, { name, ...(isLost ? { online: false, trouble: 'errorUserNameOrPasswd' } : {}) })
      if (hasPassword && channel.trouble) device.change(channel.number, { online: true })
      return withoutPassword(written)
    },
  })
})

/** It is taken and never told again. */
const withoutPassword = (root: Element): Element => ({
  ...root,
  content: Array.isArray(root.content)
    ? root.content.filter(({ name }) => name !== 'password').map(withoutPassword)
    : root.content,
})

export const inputProxyRoutes: Route[] = [
  { method: 'GET', path: 'ContentMgmt/InputProxy/channels', handle: list },
  { method: 'GET', path: 'ContentMgmt/InputProxy/channels/status', handle: statuses },
  { method: 'GET', path: 'ContentMgmt/InputProxy/channels/{}', handle: one(channelItem) },
  { method: 'PUT', path: 'ContentMgmt/InputProxy/channels/{}', handle: rename },
  { method: 'GET', path: 'ContentMgmt/InputProxy/channels/{}/status', handle: one(statusItem) },
]
