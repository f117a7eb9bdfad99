// What the device says of itself.
import type { DeviceInfo } from '#plugin'
import { type Node, text } from '../isapi/xml.ts'
import type { Knowledge } from './channels.ts'

/** `System/deviceInfo` in the core's words. Which of its fields are there depends on model and firmware. */
export function readInfo(
  document: Node,
  { kind, deviceAlarms }: Pick<Knowledge, 'kind' | 'deviceAlarms'>,
  utcOffsetMinutes: number | null,
): DeviceInfo {
  const build = text(document, 'firmwareReleasedDate')
  const type = text(document, 'deviceType')
  const firmware = text(document, 'firmwareVersion')
  return {
    name: text(document, 'deviceName'),
    kind,
    manufacturer: text(document, 'manufacturer'),
    model: text(document, 'model'),
    ...(type !== null && { deviceType: type }),
    serialNumber: text(document, 'serialNumber'),
    firmwareVersion: firmware && build ? `${firmware} ${build}` : firmware,
    macAddress: text(document, 'macAddress')?.toLowerCase().replaceAll('-', ':') ?? null,
    ...(deviceAlarms && { alarms: deviceAlarms }),
    utcOffsetMinutes,
  }
}
