// Who the device is, how it is, and what time it has.
import type { Device } from '../device.ts'
import { htmlError, page, refuse } from '../http/answer.ts'
import type { Handler, Route } from '../http/router.ts'
import { dressed } from '../saved.ts'
import { type Child, type Element, titled, x } from '../xml.ts'
import { all, textAt } from '../xml-read.ts'
import { kept, readWritten, write } from './write.ts'

function deviceInfo(device: Device) {
  const { identity, family, style } = device.model
  const isCamera = family === 'camera'
  const only = (children: Child[]): Child[] => (isCamera ? children : [])
  return titled(style, 'DeviceInfo', [
    x('deviceName', device.name),
    x('deviceID', device.deviceId),
    ...only([
      x('deviceDescription', 'IPCamera'),
      x('deviceLocation', 'hangzhou'),
      x('systemContact', 'Hikvision.China'),
    ]),
    x('model', identity.model),
    x('serialNumber', device.serialNumber),
    x('macAddress', device.macAddress),
    x('firmwareVersion', identity.firmwareVersion),
    x('firmwareReleasedDate', identity.firmwareReleasedDate),
    x('encoderVersion', identity.encoderVersion),
    x('encoderReleasedDate', identity.encoderReleasedDate),
    ...only([
      x('bootVersion', 'V1.3.4'),
      x('bootReleasedDate', '100316'),
      x('hardwareVersion', identity.hardwareVersion),
    ]),
    x('deviceType', identity.deviceType),
    x('telecontrolID', isCamera ? 88 : 255),
    ...only([x('supportBeep', false), x('supportVideoLoss', false), x('firmwareVersionInfo', 'B-R-G5-0')]),
    !isCamera && x('hardwareVersion', identity.hardwareVersion),
    x('manufacturer', 'hikvision'),
    ...only([x('subSerialNumber', device.serialNumber.slice(-9)), x('OEMCode', 1)]),
  ])
}

function status(device: Device) {
  const seconds = Math.max(0, Math.floor((device.now().getTime() - device.bootedAt.getTime()) / 1000))
  const isCamera = device.model.family === 'camera'
  // Recorders write their memory as floats after a line end, in other units than cameras.
  const memory = isCamera ? ['68', '98112'] : ['\n387.093750', '\n562.992188']
  if (device.quirks.has('odd-status'))
    return titled(device.model.style, 'DeviceStatus', [
      x('currentDeviceTime', device.localTime()),
      x('deviceUpTime', ` ${seconds}`),
    ])
  return titled(device.model.style, 'DeviceStatus', [
    x('currentDeviceTime', device.localTime()),
    x('deviceUpTime', seconds),
    // This recorder generation has no list of processors.
    device.model.family !== 'nvr' &&
      x('CPUList', [
        x('CPU', [x('cpuDescription', isCamera ? 'ARMv7 Processor' : '2163'), x('cpuUtilization', isCamera ? 31 : 2)]),
      ]),
    x('MemoryList', [
      x('Memory', [x('memoryDescription', 'DDR Memory'), x('memoryUsage', memory[0]), x('memoryAvailable', memory[1])]),
    ]),
    isCamera && x('totalRebootCount', 0),
  ])
}

const holidays = (device: Device) => kept(device, 'Holidays', () => madeHolidays(device))

function madeHolidays(device: Device) {
  const ids = [1, 2, 3, 4]
  return titled(
    device.model.style,
    'HolidayList',
    ids.map((id) =>
      titled(device.model.style, 'holiday', [
        x('id', id),
        x('enabled', { opt: 'true,false' }, false),
        x('holidayName', `Holiday${id}`),
        x('holidayMode', { opt: 'date,week,month' }, 'month'),
        x('holidayMonth', [
          x('startMonth', [x('monthOfYear', 1), x('dayOfMonth', 1)]),
          x('endMonth', [x('monthOfYear', 1), x('dayOfMonth', 1)]),
        ]),
      ]),
    ),
  )
}

const holidayOf = (device: Device, id: string) =>
  device.model.family === 'camera'
    ? undefined
    : all(holidays(device), 'holiday').find((one) => textAt(one, 'id') === id)

const holiday: Handler = ({ device, path }, [id]) => {
  const found = holidayOf(device, id!)
  return found ? page(device, found) : refuse(device, path, 'notSupport')
}

/** One of them is written into its place in the list. */
const writeHoliday: Handler = (question, [id]) => {
  const { device, path } = question
  const before = holidayOf(device, id!)
  if (!before) return refuse(device, path, 'notSupport')
  const written = readWritten(question, before)
  if (typeof written === 'string') return refuse(device, path, written, 400)
  const list = holidays(device)
  const items = (list.content as Element[]).map((one) => (textAt(one, 'id') === id ? dressed(written, before) : one))
  device.saved.set('Holidays', { ...list, content: items })
  return refuse(device, path, 'ok')
}

const renameDevice: Handler = (question) => {
  const { device, path } = question
  const written = readWritten(question, deviceInfo(device))
  if (typeof written === 'string') return refuse(device, path, written, 400)
  const name = textAt(written, 'deviceName')
  if (name === '' || Buffer.byteLength(name) > 32) return refuse(device, path, 'badParameters')
  device.name = name
  return refuse(device, path, 'ok')
}

export const systemRoutes: Route[] = [
  { method: 'GET', path: 'System/deviceInfo', handle: ({ device }) => page(device, deviceInfo(device)) },
  { method: 'GET', path: 'System/status', handle: ({ device }) => page(device, status(device)) },
  {
    method: 'GET',
    path: 'System/Holidays',
    handle: ({ device }) =>
      device.model.family === 'camera'
        ? htmlError(404, 'Not Found', "Can't open document")
        : page(device, holidays(device)),
  },
  {
    method: 'PUT',
    path: 'System/Holidays',
    handle: (question) =>
      question.device.model.family === 'camera'
        ? htmlError(404, 'Not Found', "Can't open document")
        : write(question, { key: 'Holidays', before: holidays(question.device) }),
  },
  { method: 'GET', path: 'System/Holidays/{}', handle: holiday },
  { method: 'PUT', path: 'System/Holidays/{}', handle: writeHoliday },
  { method: 'PUT', path: 'System/deviceInfo', handle: renameDevice },
  // The device goes away after this answer: the server listens to the path and its status.
  { method: 'PUT', path: 'System/reboot', handle: ({ device, path }) => refuse(device, path, 'ok') },
]
