// The device service: what the camera is, its clock, its services, restart.
import { invalid } from '../soap.ts'
import { type Xml, x, xa } from '../xml.ts'
import { type Element, find, textAt } from '../xml-read.ts'
import { addressOf, forAdministrators, type Question, type Service } from './operation.ts'

const VERSIONS = {
  device_service: { namespace: 'http://www.onvif.org/ver10/device/wsdl', major: 2, minor: 60 },
  media: { namespace: 'http://www.onvif.org/ver10/media/wsdl', major: 2, minor: 60 },
  media2: { namespace: 'http://www.onvif.org/ver20/media/wsdl', major: 2, minor: 60 },
  events: { namespace: 'http://www.onvif.org/ver10/events/wsdl', major: 2, minor: 60 },
  imaging: { namespace: 'http://www.onvif.org/ver20/imaging/wsdl', major: 2, minor: 60 },
  ptz: { namespace: 'http://www.onvif.org/ver20/ptz/wsdl', major: 2, minor: 60 },
  deviceio: { namespace: 'http://www.onvif.org/ver10/deviceIO/wsdl', major: 2, minor: 60 },
} as const

export type ServiceName = keyof typeof VERSIONS

/** Whether this camera has it; a fixed one has no PTZ. */
export function offers({ camera }: Pick<Question, 'camera'>, service: ServiceName): boolean {
  if (service === 'ptz' && camera.heads.size === 0) return false
  return !([...camera.lacks] as string[]).includes(service)
}

function dateTime(date: Date): Xml[] {
  return [
    x(
      'tt:Time',
      x('tt:Hour', date.getUTCHours()),
      x('tt:Minute', date.getUTCMinutes()),
      x('tt:Second', date.getUTCSeconds()),
    ),
    x(
      'tt:Date',
      x('tt:Year', date.getUTCFullYear()),
      x('tt:Month', date.getUTCMonth() + 1),
      x('tt:Day', date.getUTCDate()),
    ),
  ]
}

/** Seconds east of UTC of a POSIX zone without summer time, as in CST-8 or IST-5:30. */
function offsetOf(zone: string): number {
  const [, sign, hours, minutes = '0'] = /^[A-Za-z]{3,}([+-]?)(\d{1,2})(?::(\d{2}))?/.exec(zone) ?? []
  if (hours === undefined) return 0
  return (sign === '-' ? 1 : -1) * (Number(hours) * 3600 + Number(minutes) * 60)
}

function readDate(element: Element | undefined): Date {
  const part = (path: string) => Number(textAt(element, path) ?? Number.NaN)
  const [year, month, day] = [part('Date/Year'), part('Date/Month'), part('Date/Day')]
  const time = Date.UTC(year, month - 1, day, part('Time/Hour'), part('Time/Minute'), part('Time/Second'))
  if (Number.isNaN(time) || month < 1 || month > 12 || day < 1 || day > 31)
    throw invalid('ter:InvalidDateTime', 'Invalid date or time')
  return new Date(time)
}

function scopesOf({ camera }: Question): string[] {
  const { model, heads, name } = camera
  const tail = (text: string) => encodeURIComponent(text)
  return [
    'onvif://www.onvif.org/type/video_encoder',
    'onvif://www.onvif.org/Profile/Streaming',
    ...(heads.size > 0 ? ['onvif://www.onvif.org/type/ptz'] : []),
    `onvif://www.onvif.org/hardware/${tail(model.model)}`,
    `onvif://www.onvif.org/name/${tail(name)}`,
    'onvif://www.onvif.org/location/porch',
  ]
}

export const scopes = (camera: Question['camera']) => scopesOf({ camera } as Question)

export const device: Service = {
  GetSystemDateAndTime({ camera }) {
    const now = camera.clock()
    const local = new Date(now.getTime() + offsetOf(camera.timezone) * 1000)
    return x(
      'tds:GetSystemDateAndTimeResponse',
      x(
        'tds:SystemDateAndTime',
        x('tt:DateTimeType', camera.timeMode),
        x('tt:DaylightSavings', false),
        x('tt:TimeZone', x('tt:TZ', camera.timezone)),
        x('tt:UTCDateTime', dateTime(now)),
        x('tt:LocalDateTime', dateTime(local)),
      ),
    )
  },
  SetSystemDateAndTime(question) {
    forAdministrators(question)
    const { camera, body } = question
    const mode = textAt(body, 'DateTimeType')
    if (mode !== 'Manual' && mode !== 'NTP') throw invalid('ter:InvalidDateTime', 'Unknown DateTimeType')
    const wanted = mode === 'Manual' && find(body, 'UTCDateTime') ? readDate(find(body, 'UTCDateTime')) : null
    camera.timezone = textAt(body, 'TimeZone/TZ') ?? camera.timezone
    camera.timeMode = mode
    if (mode === 'NTP') camera.ahead = 0
    else if (wanted) camera.ahead += (wanted.getTime() - camera.clock().getTime()) / 1000
    return x('tds:SetSystemDateAndTimeResponse')
  },
  GetDeviceInformation({ camera: { model, serialNumber } }) {
    return x(
      'tds:GetDeviceInformationResponse',
      x('tds:Manufacturer', model.manufacturer),
      x('tds:Model', model.model),
      x('tds:FirmwareVersion', model.firmware),
      x('tds:SerialNumber', serialNumber),
      x('tds:HardwareId', '1.0'),
    )
  },
  GetServices(question) {
    const services = (Object.keys(VERSIONS) as ServiceName[]).filter((name) => offers(question, name))
    return x(
      'tds:GetServicesResponse',
      services.map((name) => {
        const { namespace, major, minor } = VERSIONS[name]
        const version = x('tds:Version', x('tt:Major', major), x('tt:Minor', minor))
        return x('tds:Service', x('tds:Namespace', namespace), x('tds:XAddr', addressOf(question, name)), version)
      }),
    )
  },
  GetCapabilities(question) {
    const { camera } = question
    const at = (name: ServiceName) => x('tt:XAddr', addressOf(question, name))
    const io = x('tt:IO', x('tt:InputConnectors', camera.inputs.length), x('tt:RelayOutputs', camera.relays.length))
    const events = x(
      'tt:Events',
      at('events'),
      x('tt:WSSubscriptionPolicySupport', false),
      x('tt:WSPullPointSupport', true),
      x('tt:WSPausableSubscriptionManagerInterfaceSupport', false),
    )
    const streaming = x('tt:StreamingCapabilities', x('tt:RTPMulticast', false), x('tt:RTP_RTSP_TCP', true))
    const deviceIo = x(
      'tt:DeviceIO',
      at('deviceio'),
      x('tt:VideoSources', camera.model.lenses.length),
      ...[x('tt:VideoOutputs', 0), x('tt:AudioSources', 1), x('tt:AudioOutputs', 0)],
      x('tt:RelayOutputs', camera.relays.length),
    )
    return x(
      'tds:GetCapabilitiesResponse',
      x(
        'tds:Capabilities',
        x('tt:Device', at('device_service'), io),
        offers(question, 'events') ? events : null,
        offers(question, 'imaging') ? x('tt:Imaging', at('imaging')) : null,
        x('tt:Media', at('media'), streaming),
        offers(question, 'ptz') ? x('tt:PTZ', at('ptz')) : null,
        offers(question, 'deviceio') ? x('tt:Extension', deviceIo) : null,
      ),
    )
  },
  GetScopes: (question) =>
    x(
      'tds:GetScopesResponse',
      scopesOf(question).map((scope) => x('tds:Scopes', x('tt:ScopeDef', 'Fixed'), x('tt:ScopeItem', scope))),
    ),
  GetHostname: ({ camera }) =>
    x(
      'tds:GetHostnameResponse',
      x('tds:HostnameInformation', x('tt:FromDHCP', false), x('tt:Name', camera.model.model.replace(/\W+/g, '-'))),
    ),
  GetNetworkInterfaces: ({ camera }) =>
    x(
      'tds:GetNetworkInterfacesResponse',
      xa(
        'tds:NetworkInterfaces',
        { token: 'eth0' },
        x('tt:Enabled', true),
        x(
          'tt:Info',
          x('tt:Name', 'eth0'),
          x('tt:HwAddress', `02:00:5e:${camera.uuid.slice(0, 6).replace(/(..)(..)(..)/, '$1:$2:$3')}`),
        ),
      ),
    ),
  SystemReboot(question) {
    forAdministrators(question)
    question.reboot()
    return x('tds:SystemRebootResponse', x('tds:Message', 'Rebooting in 1 second'))
  },
}
