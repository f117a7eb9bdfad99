// An event as it stands in the alert stream.
import type { Device } from '../device.ts'
import type { Notice } from '../events/alarms.ts'
import { descriptionOf, kindOf } from '../events/kinds.ts'
import { type Child, HIKVISION, ISAPI_ORG, render, type Style, titled, x } from '../xml.ts'

/** The newest generation here speaks isapi.org in alerts although its documents do not. */
function styleOf(device: Device): Pick<Style, 'version' | 'namespace'> {
  if (device.model.family === 'nvr') return { version: '2.0', namespace: ISAPI_ORG }
  return { version: device.model.style.version, namespace: HIKVISION }
}

function head(device: Device): Child[] {
  const { family, identity } = device.model
  return [
    x('ipAddress', identity.address),
    family === 'camera' && x('ipv6Address', '::'),
    x('portNo', device.ports.http),
    x(family === 'nvr' ? 'protocolType' : 'protocol', 'HTTP'),
    x('macAddress', device.macAddress),
  ]
}

function place(device: Device, type: string, channel: number): Child[] {
  const isProxied = device.channel(channel)?.source === 'ip'
  // Exceptions of the whole device have no channel here, 0 on the hybrid and 1 on the camera.
  if (device.model.family === 'nvr' && device.model.exceptions.includes(type)) return []
  return [isProxied && x('dynChannelID', channel), x('channelID', channel)]
}

function name(device: Device, channel: number): Child {
  const found = device.channel(channel)
  if (!found || device.model.family === 'dvr') return null
  // Cameras forget to escape it.
  return { ...x('channelName', found.name), verbatim: device.model.family === 'camera' }
}

const MIDDLE = { x: 0.4125, y: 0.301389, width: 0.130469, height: 0.452778 }

function regions({ event: { region, target, rule, area = MIDDLE } }: Notice): Child {
  const corners = [
    [120, 80],
    [120, 930],
    [940, 930],
    [940, 80],
  ] as const
  return x('DetectionRegionList', [
    x('DetectionRegionEntry', [
      x('regionID', region ?? 1),
      rule !== undefined && x('ruleName', rule),
      x('sensitivityLevel', 50),
      x(
        'RegionCoordinatesList',
        corners.map(([across, up]) => x('RegionCoordinates', [x('positionX', across), x('positionY', up)])),
      ),
      x('detectionTarget', target ?? 'human'),
      area &&
        x('TargetRect', [
          x('X', area.x.toFixed(6)),
          x('Y', area.y.toFixed(6)),
          x('width', area.width.toFixed(6)),
          x('height', area.height.toFixed(6)),
        ]),
    ]),
  ])
}

const text = (device: Device, children: Child[]) =>
  // Recorders leave the prolog away in the stream, cameras do not.
  render(
    titled(styleOf(device), 'EventNotificationAlert', children),
    device.model.style,
    device.model.family === 'camera',
  )

export function alertText(device: Device, notice: Notice): string {
  const { event, state, count } = notice
  const { type, channel } = event
  const isSmart = kindOf(type).smart || [event.region, event.target, event.area].some((said) => said !== undefined)
  const hasPicture = notice.picture !== null
  return text(device, [
    ...head(device),
    ...place(device, type, channel),
    x('dateTime', device.localTime()),
    x('activePostCount', count),
    x('eventType', type),
    x('eventState', state),
    x('eventDescription', descriptionOf(type)),
    event.input !== undefined && x('inputIOPortID', event.input),
    isSmart && state === 'active' && regions(notice),
    name(device, channel),
    event.relation !== undefined && x('DurationList', [x('Duration', [x('relationEvent', event.relation)])]),
    hasPicture && x('detectionPictureTransType', 'binary'),
    hasPicture && x('detectionPicturesNumber', 1),
    isSmart && x('isDataRetransmission', false),
  ])
}

/** "I am still here": a video loss that is not. */
export function heartbeatText(device: Device): string {
  const { channel, count, named } = device.model.heartbeat
  return text(device, [
    ...head(device),
    x('channelID', channel),
    x('dateTime', device.localTime()),
    x('activePostCount', count),
    x('eventType', 'videoloss'),
    x('eventState', 'inactive'),
    x('eventDescription', 'videoloss alarm'),
    named && name(device, channel),
  ])
}
