// Reading a whole device for a capture: paced, to the end of a fault, and nothing private left over.
import { expect, test } from 'bun:test'
import { Fault } from '#plugin'
import type { Answer } from '../isapi/client.ts'
import { takeCapture } from './take.ts'

const INFO = '<DeviceInfo><deviceName>Villa</deviceName><model>DS-1</model></DeviceInfo>'
const answer = (status: number, body: string): Answer => ({
  status,
  contentType: 'application/xml',
  bytes: new Uint8Array(),
  text: () => body,
})

function taking(documents: Record<string, string | Fault | Answer>, never: string[] = []) {
  const order: string[] = []
  const all: typeof documents = { '/ISAPI/System/deviceInfo': INFO, ...documents }
  const work = takeCapture({
    never,
    client: {
      async fetch(path) {
        order.push(path)
        const found = all[path]
        if (found instanceof Fault) throw found
        return typeof found === 'string' ? answer(200, found) : (found ?? answer(404, ''))
      },
    },
    pause: async () => void order.push('pause'),
  })
  return { order, work }
}

test('there is a pause between any two requests', async () => {
  const { order, work } = taking({})
  await work
  expect(order.length).toBeGreaterThan(20)
  expect(order.map((step) => step === 'pause')).toEqual(order.map((_, index) => index % 2 === 1))
})

test('a refused login, a locked account and a device that is gone end it; a document that fails does not', async () => {
  for (const kind of ['device-refused-login', 'device-locked', 'device-unreachable'] as const) {
    const { order, work } = taking({ '/ISAPI/System/time': new Fault(kind, 'no') })
    expect(await work.catch((error: unknown) => (error as Fault).kind)).toBe(kind)
    expect(order.at(-1)).toBe('/ISAPI/System/time')
  }
  const refused = '<ResponseStatus><subStatusCode>lowPrivilege</subStatusCode></ResponseStatus>'
  const { captured } = await taking({
    '/ISAPI/System/time': new Fault('device-timeout', 'nvr.huber.lan did not answer'),
    '/ISAPI/Security/users': answer(403, refused),
    '/ISAPI/System/status': '<!DOCTYPE html><html>hello Anna</html>',
  }).work
  expect(captured['System/time']).toEqual({ error: 'device-timeout' })
  expect(captured['Security/users']).toEqual({ status_code: 403, said: 'lowPrivilege' })
  expect(captured['System/status']).toEqual({ error: 'no document' })
  expect(captured['System/capabilities']).toEqual({ status_code: 404 })
})

test('what is no device is not captured', async () => {
  const { order, work } = taking({ '/ISAPI/System/deviceInfo': '<html/>' })
  expect((await work.catch((error: unknown) => error)) as Fault).toBeInstanceOf(Fault)
  expect(order.length).toBe(1)
})

test('a document in which something private turns up unexpectedly is left out', async () => {
  const { captured } = await taking(
    {
      '/ISAPI/System/status': '<DeviceStatus><cpuDescription>key is Hollerbusch42</cpuDescription></DeviceStatus>',
      '/ISAPI/System/Holidays': '<HolidayList><mode>a41437001122</mode></HolidayList>',
      '/ISAPI/Event/triggers': '<L><macAddress>A4:14:37:00:11:22</macAddress></L>',
    },
    ['Hollerbusch42'],
  ).work
  const leftOut = { error: 'left out: something private was still in it' }
  expect(captured['System/status']).toEqual(leftOut)
  expect(captured['System/Holidays']).toEqual(leftOut)
  expect(captured['Event/triggers']).toEqual({ response: { L: { macAddress: '02:00:00:00:00:01' } } })
})
