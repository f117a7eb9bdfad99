// WS-Discovery: answers probes on the socket that it is given, and says Hello and Bye.
import { randomUUID } from 'node:crypto'
import type { Camera } from './camera.ts'
import { scopes } from './services/device.ts'
import { type Content, x, xa } from './xml.ts'
import { find, readXml, textAt } from './xml-read.ts'

/** What of a UDP socket is used; `node:dgram` has it, and so has a stand-in. */
export interface DiscoverySocket {
  on(event: 'message', listener: (bytes: Buffer, from: { address: string; port: number }) => void): unknown
  off(event: 'message', listener: (bytes: Buffer, from: { address: string; port: number }) => void): unknown
  send(bytes: Buffer, port: number, address: string): unknown
}

export interface Discovery {
  hello(): void
  /** Says Bye and hears no more. */
  bye(): void
}

export const GROUP = '239.255.255.250'
export const PORT = 3702

const DISCOVERY = 'http://schemas.xmlsoap.org/ws/2005/04/discovery'
const ADDRESSING = 'http://schemas.xmlsoap.org/ws/2004/08/addressing'
const TYPES = ['NetworkVideoTransmitter', 'Device']

function letter(action: string, to: string, relatesTo: string | null, number: number, body: Content): Buffer {
  const root = xa(
    's:Envelope',
    {
      'xmlns:s': 'http://www.w3.org/2003/05/soap-envelope',
      'xmlns:a': ADDRESSING,
      'xmlns:d': DISCOVERY,
      'xmlns:dn': 'http://www.onvif.org/ver10/network/wsdl',
      'xmlns:tds': 'http://www.onvif.org/ver10/device/wsdl',
    },
    x(
      's:Header',
      x('a:MessageID', `urn:uuid:${randomUUID()}`),
      relatesTo === null ? null : x('a:RelatesTo', relatesTo),
      x('a:To', to),
      x('a:Action', `${DISCOVERY}/${action}`),
      xa('d:AppSequence', { InstanceId: 1, MessageNumber: number }),
    ),
    x('s:Body', body),
  )
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${root.xml}`)
}

export interface DiscoveryDeps {
  camera: Camera
  socket: DiscoverySocket
  /** The address that it names. */
  host: string
}

export function createDiscovery({ camera, socket, host }: DiscoveryDeps): Discovery {
  let number = 0
  const endpoint = x('a:EndpointReference', x('a:Address', `urn:uuid:${camera.uuid}`))

  const self = () => [
    endpoint,
    x('d:Types', 'dn:NetworkVideoTransmitter tds:Device'),
    x('d:Scopes', scopes(camera).join(' ')),
    x('d:XAddrs', `http://${camera.nat ?? host}:${camera.nat ? 80 : camera.ports.http}/onvif/device_service`),
    x('d:MetadataVersion', 1),
  ]

  function onMessage(bytes: Buffer, from: { address: string; port: number }): void {
    const root = readXml(bytes.toString('utf8'))
    const probe = find(root ?? undefined, 'Body/Probe')
    if (!root || !probe) return
    const words = (name: string) => (textAt(probe, name) ?? '').split(/\s+/).filter(Boolean)
    // Every word of a probe must fit.
    const isMeant =
      words('Types').every((type) => TYPES.includes(type.replace(/^.*:/, ''))) &&
      words('Scopes').every((wanted) =>
        scopes(camera).some((scope) => scope === wanted || scope.startsWith(`${wanted}/`)),
      )
    if (!isMeant) return
    const body = x('d:ProbeMatches', x('d:ProbeMatch', self()))
    const to = `${ADDRESSING}/role/anonymous`
    const answer = letter('ProbeMatches', to, textAt(root, 'Header/MessageID') ?? null, ++number, body)
    socket.send(answer, from.port, from.address)
  }

  const tellAll = (action: 'Hello' | 'Bye', body: Content) =>
    socket.send(letter(action, 'urn:schemas-xmlsoap-org:ws:2005:04:discovery', null, ++number, body), PORT, GROUP)

  socket.on('message', onMessage)
  return {
    hello: () => void tellAll('Hello', x('d:Hello', self())),
    bye() {
      socket.off('message', onMessage)
      tellAll('Bye', x('d:Bye', endpoint))
    },
  }
}
