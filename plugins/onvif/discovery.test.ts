// WS-Discovery against the simulated camera on a socket of the test, and against whatever else a network may send.
import { expect, test } from 'bun:test'
import { EventEmitter } from 'node:events'
import type { DiscoveryContext, Question } from '#plugin'
import { camerasIn, discover } from './discovery.ts'
import { startOnvifCamera } from './simulator/index.ts'

const FROM = '192.0.2.64'
const bytesOf = (text: string) => new TextEncoder().encode(text)
const TYPES = '<d:Types>dn:NetworkVideoTransmitter</d:Types>'
const one = (inner: string) => `<d:ProbeMatch>${inner}</d:ProbeMatch>`
const answer = (matches: string) =>
  `<?xml version="1.0"?><s:Envelope xmlns:s="s" xmlns:d="d" xmlns:dn="dn"><s:Header/><s:Body><d:ProbeMatches>${matches}</d:ProbeMatches></s:Body></s:Envelope>`
const read = (matches: string) => camerasIn(bytesOf(answer(matches)), FROM)

test('the simulated camera is found, with its name and model', async () => {
  const sent: Buffer[] = []
  const socket = Object.assign(new EventEmitter(), { send: (bytes: Buffer) => void sent.push(bytes) })
  await using camera = await startOnvifCamera({ model: 'dome', name: 'Yard & Gate', rtsp: false, discovery: socket })
  const asked: Question[] = []
  const context = {
    async *ask(question: Question) {
      asked.push(question)
      socket.emit('message', Buffer.from(question.bytes), { address: '192.0.2.2', port: 40_000 })
      // Its Hello, which is no answer, comes along.
      for (const bytes of sent) yield { bytes, from: FROM }
    },
  } as unknown as DiscoveryContext
  const found = await Array.fromAsync(discover(context))
  expect(asked[0]).toMatchObject({ group: '239.255.255.250', port: 3702 })
  const address = `http://${FROM}:${camera.port}`
  expect(found).toEqual([{ address, name: 'Yard & Gate', model: 'LS-Dome 25X', serialNumber: null, activated: null }])
})

test('of several addresses that is taken which answered, and never another host', () => {
  const at = (urls: string) => read(one(`${TYPES}<d:XAddrs>${urls}</d:XAddrs>`))[0]?.address
  expect(at(`http://10.0.0.1/onvif http://${FROM}:8000/onvif/device_service`)).toBe(`http://${FROM}:8000`)
  expect(at('http://10.9.8.7:8080/onvif/device_service')).toBe(`http://${FROM}:8080`)
  expect(at(`http://[fe80::1]/onvif https://${FROM}/onvif`)).toBe(`https://${FROM}`)
  expect(at(`http://${FROM}:81/onvif/services`)).toBe(`http://${FROM}:81/onvif/services`)
  expect(at('http://user:secret@8.8.8.8/')).toBe(`http://${FROM}`)
  for (const bad of ['', 'nonsense', 'ftp://10.0.0.1/', 'file:///etc/passwd']) expect(at(bad)).toBeUndefined()
})

test('several in one answer are several; who is no camera is left out', () => {
  const xaddrs = (port: number) => `<d:XAddrs>http://${FROM}:${port}/onvif</d:XAddrs>`
  const scoped = `<d:Scopes MatchBy="x">onvif://www.onvif.org/name/100%20%zz  onvif://www.onvif.org/hardware/M%201</d:Scopes>`
  const printer = one(`<d:Types>wsdp:Printer</d:Types>${xaddrs(3)}`)
  const found = read(one(TYPES + xaddrs(1)) + one(scoped + xaddrs(2)) + printer)
  expect(found.map(({ address }) => address)).toEqual([`http://${FROM}:1`, `http://${FROM}:2`])
  expect(found[1]).toMatchObject({ name: '100%20%zz', model: 'M 1' })
})

test('what is no answer of a camera is nothing, and nothing is thrown', () => {
  const bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;">]>'
  const odd = [
    '',
    'hello',
    '\u0000\u0001',
    '<s:Envelope',
    '<Envelope/>',
    '<Envelope><Body><ProbeMatches/></Body></Envelope>',
    '<Envelope><Body><ProbeMatches><ProbeMatch>text</ProbeMatch></ProbeMatches></Body></Envelope>',
    bomb + answer(one(`<d:XAddrs>&c;</d:XAddrs>${TYPES}`)).replace(/^<\?.*?\?>/, ''),
    '<a>'.repeat(5000),
    `${'<a>'.repeat(2500)}${'</a>'.repeat(2500)}`,
    '<__proto__><Body/></__proto__>',
  ]
  for (const text of odd) expect(camerasIn(bytesOf(text), FROM)).toEqual([])
  expect(camerasIn(new Uint8Array(16_384).fill(0xff), FROM)).toEqual([])
})
