// SADP: answers inquiries on the socket that it is given, to the group as most firmware does, or to who asked.
import type { Device } from './device.ts'
import { find, readXml, textAt } from './xml-read.ts'

/** What of a UDP socket is used; a stand-in has it, too. */
export interface SadpSocket {
  on(event: 'message', listener: (bytes: Buffer, from: { address: string; port: number }) => void): unknown
  off(event: 'message', listener: (bytes: Buffer, from: { address: string; port: number }) => void): unknown
  send(bytes: Buffer, port: number, address: string): unknown
}

export const SADP_GROUP = '239.255.255.250'
export const SADP_PORT = 37_020

export interface SadpDeps {
  device: Device
  socket: SadpSocket
  /** The address that it names. */
  host: string
  /** False: as it comes from the factory, without a password. */
  activated: boolean
  answersTo: 'group' | 'sender'
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** Answers until it is disposed. */
export function createSadp({ device, socket, host, activated, answersTo }: SadpDeps): Disposable {
  const { identity } = device.model

  function answerTo(uuid: string): Buffer {
    const fields: [string, string | number | boolean][] = [
      ['Uuid', uuid],
      ['Types', 'inquiry'],
      ['DeviceType', 139_522],
      ['DeviceDescription', identity.model],
      ['DeviceSN', device.serialNumber],
      ['CommandPort', 8000],
      ['HttpPort', device.ports.http],
      ['MAC', device.macAddress.replaceAll(':', '-')],
      ['IPv4Address', host],
      ['IPv4SubnetMask', '255.255.255.0'],
      ['IPv4Gateway', '0.0.0.0'],
      ['IPv6Address', '::'],
      ['IPv6Gateway', '::'],
      ['IPv6MaskLen', 64],
      ['DHCP', false],
      ['AnalogChannelNum', 0],
      ['DigitalChannelNum', device.channels().length],
      ['SoftwareVersion', `${identity.firmwareVersion}build 220210`],
      ['DSPVersion', 'V5.0, build 220208'],
      ['BootTime', device.bootedAt.toISOString().slice(0, 19).replace('T', ' ')],
      ['Encrypt', true],
      ['ResetAbility', false],
      ['DiskNumber', 1],
      ['Activated', activated],
      ['PasswordResetAbility', true],
      ['SupportSecurityQuestion', true],
    ]
    const lines = fields.map(([name, value]) => `<${name}>${escaped(String(value))}</${name}>`)
    return Buffer.from(
      `<?xml version="1.0" encoding="UTF-8" ?>\r\n<ProbeMatch>\r\n${lines.join('\r\n')}\r\n</ProbeMatch>\r\n`,
    )
  }

  function onMessage(bytes: Buffer, from: { address: string; port: number }): void {
    const root = readXml(bytes.toString('utf8'))
    if (root?.name !== 'Probe' || !find(root, 'Uuid') || textAt(root, 'Types') !== 'inquiry') return
    const answer = answerTo(textAt(root, 'Uuid'))
    if (answersTo === 'group') socket.send(answer, SADP_PORT, SADP_GROUP)
    else socket.send(answer, from.port, from.address)
  }

  socket.on('message', onMessage)
  return { [Symbol.dispose]: () => void socket.off('message', onMessage) }
}
