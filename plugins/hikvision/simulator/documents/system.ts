// Who the device is, how it is, and what time it has.
import type { Device } from '../device.ts'
import { htmlError, page, plainText, refuse } from '../http/answer.ts'
import type { Route } from '../http/router.ts'
import { type Child, titled, x } from '../xml.ts'

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

function time(device: Device) {
  return titled(device.model.style, 'Time', [
    x('timeMode', 'NTP'),
    x('localTime', device.settingsTime()),
    x('timeZone', device.zoneText()),
    device.model.family === 'camera' && x('satelliteInterval', 60),
  ])
}

function holidays(device: Device) {
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

export const systemRoutes: Route[] = [
  { method: 'GET', path: 'System/deviceInfo', handle: ({ device }) => page(device, deviceInfo(device)) },
  { method: 'GET', path: 'System/status', handle: ({ device }) => page(device, status(device)) },
  { method: 'GET', path: 'System/time', handle: ({ device }) => page(device, time(device)) },
  { method: 'GET', path: 'System/time/timeZone', handle: ({ device }) => plainText(device.zoneText()) },
  { method: 'GET', path: 'System/time/localTime', handle: ({ device }) => plainText(device.settingsTime()) },
  {
    method: 'GET',
    path: 'System/Holidays',
    handle: ({ device }) =>
      device.model.family === 'camera'
        ? htmlError(404, 'Not Found', "Can't open document")
        : page(device, holidays(device)),
  },
  // The device goes away after this answer: the server listens to the path and its status.
  { method: 'PUT', path: 'System/reboot', handle: ({ device, path }) => refuse(device, path, 'ok') },
]
