// Inputs of the device itself: a recorder's analog ones, a camera's own picture.
import type { Channel, Device } from '../device.ts'
import { page, refuse } from '../http/answer.ts'
import type { Handler, Route } from '../http/router.ts'
import { titled, x } from '../xml.ts'

function input(device: Device, { number, name, signal, source }: Channel) {
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

export const videoInputRoutes: Route[] = [
  { method: 'GET', path: 'System/Video/inputs/channels', handle: list },
  { method: 'GET', path: 'System/Video/inputs/channels/{}', handle: one },
]
