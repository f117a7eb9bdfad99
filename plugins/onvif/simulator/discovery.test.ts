// Probes, Hello and Bye on a socket of the test: nothing leaves the process.
import { describe, expect, test } from 'bun:test'
import { EventEmitter } from 'node:events'
import { GROUP } from './discovery.ts'
import { startOnvifCamera } from './index.ts'
import { type Element, find, readXml, textAt } from './xml-read.ts'

/** A stand-in for a UDP socket, with what was sent through it. */
function pretendSocket() {
  const sent: { root: Element; port: number; address: string }[] = []
  const socket = Object.assign(new EventEmitter(), {
    send: (bytes: Buffer, port: number, address: string) =>
      void sent.push({ root: readXml(bytes.toString())!, port, address }),
  })
  const probe = (inner: string) =>
    socket.emit(
      'message',
      Buffer.from(
        `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header><MessageID>uuid:1-2-3</MessageID></s:Header><s:Body><Probe>${inner}</Probe></s:Body></s:Envelope>`,
      ),
      { address: '127.0.0.9', port: 40_000 },
    )
  return { socket, sent, probe }
}

describe('WS-Discovery', () => {
  test('says Hello, answers a probe to who asked, and says Bye', async () => {
    const { socket, sent, probe } = pretendSocket()
    const camera = await startOnvifCamera({ model: 'dome', rtsp: false, discovery: socket })
    expect(find(sent[0]!.root, 'Body/Hello')).toBeDefined()
    expect([sent[0]!.address, sent[0]!.port]).toEqual([GROUP, 3702])
    probe('<Types>dn:NetworkVideoTransmitter</Types>')
    expect([sent[1]!.address, sent[1]!.port]).toEqual(['127.0.0.9', 40_000])
    expect(textAt(sent[1]!.root, 'Header/RelatesTo')).toBe('uuid:1-2-3')
    const match = find(sent[1]!.root, 'Body/ProbeMatches/ProbeMatch')!
    expect(textAt(match, 'XAddrs')).toBe(camera.address)
    expect(textAt(match, 'EndpointReference/Address')).toBe(camera.endpoint)
    expect(textAt(match, 'Scopes')).toContain('onvif://www.onvif.org/hardware/LS-Dome%2025X')
    await camera[Symbol.asyncDispose]()
    expect(textAt(sent[2]!.root, 'Body/Bye/EndpointReference/Address')).toBe(camera.endpoint)
    probe('')
    expect(sent.length).toBe(3)
  })

  test('keeps silent when something else is looked for, and about what is no probe', async () => {
    const { socket, sent, probe } = pretendSocket()
    await using camera = await startOnvifCamera({ rtsp: false, discovery: socket })
    probe('<Types>wsdp:Printer</Types>')
    probe('<Scopes>onvif://www.onvif.org/type/ptz</Scopes>')
    socket.emit('message', Buffer.from('hello'), { address: '127.0.0.9', port: 40_000 })
    expect(sent.length).toBe(1)
    camera.set({ nat: '10.9.8.7' })
    probe('<Types>tds:Device</Types><Scopes>onvif://www.onvif.org/type</Scopes>')
    expect(textAt(sent[1]!.root, 'Body/ProbeMatches/ProbeMatch/XAddrs')).toBe('http://10.9.8.7:80/onvif/device_service')
  })
})
