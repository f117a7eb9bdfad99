// Inputs of the device itself: a recorder's analog ones, a camera's own picture.
import type { Channel, Device } from '../device.ts'
import { page, refuse } from '../http/answer.ts'
import type { Handler, Route } from '../http/router.ts'
import { titled, x } from '../xml.ts'
import { textAt } from '../xml-read.ts'
import { kept, withText, write } from './write.ts'

const keyOf = (channel: Channel) => `VideoInput/${channel.number}`

function input(device: Device, channel: Channel) {
  const item = kept(device, keyOf(channel), () => made(device, channel))
  const named = withText(item, 'name', channel.name)
  return channel.signal === undefined ? named : withText(named, 'resDesc', channel.signal)
}

function made(device: Device, { number, name, signal, source }: Channel) {
  return titled(device.model.style, 'VideoInputChannel', [
    x('id', number),
    x('inputPort', number),
    source === 'analog' && x('videoInputEnabled', true),
    x('name', name),
    x('videoFormat', 'PAL'),
    signal !== undefined && x('resDesc', signal),
  ])
}

const local = (device: Device) => device.channels().filter((channel) => channel.source !== 'ip')

const list: Handler = ({ device, path }) =>
  device.model.analogInputs === 0 && device.model.family !== 'camera'
    ? refuse(device, path, 'notSupport')
    : page(
        device,
        titled(
          device.model.style,
          'VideoInputChannelList',
          local(device).map((channel) => input(device, channel)),
        ),
      )

const one: Handler = ({ device, path }, [number]) => {
  const channel = local(device).find((candidate) => candidate.number === Number(number))
  return channel ? page(device, input(device, channel)) : refuse(device, path, 'notSupport')
}

const rename: Handler = (question, [number]) => {
  const { device, path } = question
  const channel = local(device).find((candidate) => candidate.number === Number(number))
  if (!channel) return refuse(device, path, 'notSupport')
  return write(question, {
    key: keyOf(channel),
    before: input(device, channel),
    settle: (written) => {
      const name = textAt(written, 'name')
      if (name === '' || Buffer.byteLength(name) > 32) return 'badParameters'
      if (!device.quirks.has('forgets-writes')) device.change(channel.number, { name })
      return written
    },
  })
}

export const videoInputRoutes: Route[] = [
  { method: 'GET', path: 'System/Video/inputs/channels', handle: list },
  { method: 'GET', path: 'System/Video/inputs/channels/{}', handle: one },
  { method: 'PUT', path: 'System/Video/inputs/channels/{}', handle: rename },
]
