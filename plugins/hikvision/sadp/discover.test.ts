// SADP against the simulated device on a socket of the test, and against whatever else a network may send.
import { expect, test } from 'bun:test'
import { EventEmitter } from 'node:events'
import type { DiscoveryContext, Question } from '#plugin'
import { startSimulator } from '../simulator/index.ts'
import { deviceIn, discover } from './discover.ts'

const FROM = '192.0.2.64'
const bytesOf = (text: string) => new TextEncoder().encode(text)
const match = (fields: string) =>
  deviceIn(bytesOf(`<?xml version="1.0" encoding="UTF-8"?><ProbeMatch><Uuid>1</Uuid>${fields}</ProbeMatch>`), FROM)
const SERIAL = '<DeviceSN>DS-2CD2143G0-I20200114AAWRD12345678</DeviceSN>'

/** The context of a search in which whoever is at `socket` hears the question, and answers to whom it likes. */
function searchAt(socket: EventEmitter, sent: { bytes: Buffer; port: number; address: string }[], asked: Question[]) {
  return {
    async *ask(question: Question) {
      asked.push(question)
      socket.emit('message', Buffer.from(question.bytes), { address: '192.0.2.2', port: 40_000 })
      for (const { bytes } of sent) yield { bytes, from: FROM }
    },
  } as unknown as DiscoveryContext
}

test.each(['group', 'sender'] as const)(
  'the simulated device is found when it answers to the %s',
  async (answersTo) => {
    const sent: { bytes: Buffer; port: number; address: string }[] = []
    const socket = Object.assign(new EventEmitter(), {
      send: (bytes: Buffer, port: number, address: string) => void sent.push({ bytes, port, address }),
    })
    const activated = answersTo === 'group'
    await using device = await startSimulator({
      model: 'nvr8',
      rtsp: false,
      discovery: { socket, answersTo, activated },
    })
    const asked: Question[] = []
    const found = await Array.fromAsync(discover(searchAt(socket, sent, asked)))
    expect(asked[0]).toMatchObject({ group: '239.255.255.250', port: 37_020, isAnsweredToGroup: true })
    const to = { group: ['239.255.255.250', 37_020], sender: ['192.0.2.2', 40_000] }[answersTo]
    expect([sent[0]!.address, sent[0]!.port] as unknown[]).toEqual(to)
    expect(found).toEqual([
      {
        address: `http://${FROM}:${device.port}`,
        name: null,
        model: expect.stringContaining('DS-'),
        serialNumber: expect.stringContaining('CCRRPL'),
        activated,
      },
    ])
  },
)

test('a device is where it answers from, whatever address it names', () => {
  expect(match(`${SERIAL}<HttpPort>8080</HttpPort><IPv4Address>8.8.8.8</IPv4Address>`)?.address).toBe(
    `http://${FROM}:8080`,
  )
  expect(match(`${SERIAL}<HttpsPort>443</HttpsPort>`)?.address).toBe(`https://${FROM}:443`)
  for (const port of ['0', '70000', '-1', '80/../x', '']) {
    expect(match(`${SERIAL}<HttpPort>${port}</HttpPort>`)?.address).toBe(`http://${FROM}:80`)
  }
})

test.each([
  ['DS-2CD2143G0-I20200114AAWRD12345678', 'IPCamera', 'DS-2CD2143G0-I'],
  ['DS-7616NI-K21620201105AAWR123456789WCVU', 'NVR', 'DS-7616NI-K2'],
  ['DS-7804HQH-K10420190822CCCHD53257168WCVU', 'DS-7804HQH-K1', 'DS-7804HQH-K1'],
  ['123456', '', null],
])('of %s, which calls itself “%s”, the model is %s', (serial, description, model) => {
  const device = match(`<DeviceSN>${serial}</DeviceSN><DeviceDescription>${description}</DeviceDescription>`)
  expect(device?.model ?? null).toBe(model)
  expect(device?.serialNumber).toBe(serial)
})

test('a device without a password says so, one of old firmware says nothing', () => {
  expect(match(`${SERIAL}<Activated>false</Activated>`)?.activated).toBe(false)
  expect(match(`${SERIAL}<activated>TRUE</activated>`)?.activated).toBe(true)
  expect(match(SERIAL)?.activated).toBeNull()
})

test('what is no answer of a device is nothing, and nothing is thrown', () => {
  const bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;">]>'
  const odd = [
    '',
    'hello',
    '\u0000\u0001\u0002',
    '<Probe><Uuid>1</Uuid><Types>inquiry</Types></Probe>',
    '<ProbeMatch/>',
    '<ProbeMatch><Uuid>1</Uuid></ProbeMatch>',
    '<ProbeMatch><DeviceSN>cut off',
    `${bomb}<ProbeMatch><DeviceSN>&c;</DeviceSN></ProbeMatch>`,
    '<a>'.repeat(5000),
    `${'<a>'.repeat(2000)}${'</a>'.repeat(2000)}`,
    '<__proto__><DeviceSN>1</DeviceSN></__proto__>',
  ]
  for (const text of odd) expect(deviceIn(bytesOf(text), FROM)).toBeNull()
  expect(deviceIn(new Uint8Array(16_384).fill(0xff), FROM)).toBeNull()
})
