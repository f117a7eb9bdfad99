// Inputs, outputs, holidays and power.
import { describe, expect, test } from 'bun:test'
import { offers } from '#plugin'
import { faultOf, recorder } from '../test-session.ts'

const CAPS = {
  '/ISAPI/System/capabilities':
    '<DeviceCap><SysCap><IOCap><IOInputPortNums>2</IOInputPortNums><IOOutputPortNums>1</IOOutputPortNums></IOCap><isSupportHolidy>true</isSupportHolidy></SysCap></DeviceCap>',
}
const state = (active: boolean) => `<IOPortStatus><ioState>${active ? 'active' : 'inactive'}</ioState></IOPortStatus>`

describe('ports', () => {
  test('are listed with name and state, and an output is switched', async () => {
    await using stand = await recorder({
      documents: {
        ...CAPS,
        '/ISAPI/System/IO/inputs':
          '<L><IOInputPort><id>1</id><name>Bell</name></IOInputPort><IOInputPort><id>2</id><name/></IOInputPort></L>',
        '/ISAPI/System/IO/inputs/1/status': state(true),
        '/ISAPI/System/IO/inputs/2/status': state(false),
        '/ISAPI/System/IO/outputs/1/status': state(false),
      },
    })
    const { inputs, outputs } = await stand.connect()
    expect(await inputs?.list()).toEqual([
      { id: 1, name: 'Bell', active: true },
      { id: 2, name: 'Alarm input 2', active: false },
    ])
    expect(await outputs?.list()).toEqual([{ id: 1, name: 'Alarm output 1', active: false }])
    await outputs?.set(1, true)
    expect(stand.device.writes[0]?.request).toBe('PUT /ISAPI/System/IO/outputs/1/trigger')
    expect(stand.device.writes[0]?.body).toContain('<outputState>high</outputState>')
    expect((await faultOf(outputs?.set(2, true))).kind).toBe('not-found')
  })

  test('that a device does not have are not offered', async () => {
    await using stand = await recorder({ documents: {} })
    const offered = offers(await stand.connect())
    for (const capability of ['inputs', 'outputs', 'holiday'] as const) expect(offered).not.toContain(capability)
  })
})

test('the first holiday is switched, and its options stay', async () => {
  const holiday = (id: number) =>
    `<holiday version="1.0"><id>${id}</id><enabled opt="true,false">false</enabled><holidayName>H${id}</holidayName></holiday>`
  const xml = `<HolidayList version="1.0">${holiday(1)}${holiday(2)}</HolidayList>`
  await using stand = await recorder({ documents: { ...CAPS, '/ISAPI/System/Holidays': xml } })
  const { holiday: holidays } = await stand.connect()
  expect(await holidays?.enable(true)).toMatchObject({
    before: { enabled: false },
    after: { enabled: true },
    ignored: [],
  })
  expect(stand.device.writes[0]?.body).toBe(xml.replace('false<', 'true<'))
})

describe('a restart', () => {
  test('is ordered once', async () => {
    await using stand = await recorder({ documents: CAPS })
    await (await stand.connect()).power?.reboot()
    expect(stand.device.writes.map(({ request }) => request)).toEqual(['PUT /ISAPI/System/reboot'])
  })

  test('that the device refuses is a fault', async () => {
    await using stand = await recorder({ documents: CAPS, onPut: () => ({ status: 500, answer: '' }) })
    expect((await faultOf((await stand.connect()).power?.reboot())).kind).toBe('device-garbled')
  })
})
