// What the hub is told of an alarm beside that it goes on: which input, which rule, whether a picture comes, and our page of it.
import { describe, expect, test } from 'bun:test'
import { devices } from '../db/schema/index.ts'
import { followInputs } from '../services/input-states.ts'
import { ROOT } from '../testing/bridge-stand.ts'
import { TINY_JPEG } from '../testing/fake-driver.ts'
import { faults, hubTests, of, quiet } from '../testing/hub-tests.ts'
import { type Capture, hasMosquitto } from '../testing/mosquitto.ts'
import { until } from '../testing/until.ts'

const { begin } = hubTests()

const attributesOf = (capture: Capture, at: string) =>
  JSON.parse(capture.retained().get(`${ROOT}/${at}/last_event/attributes`) ?? '{}')

describe.skipIf(!hasMosquitto)('with a real broker', () => {
  test('two inputs go on and off by themselves, and what they share goes off with the last one', async () => {
    const { broker, capture, stand } = await begin()
    using _following = followInputs(stand)
    stand.db
      .update(devices)
      .set({ offers: ['alarms', 'inputs'] })
      .run()
    stand.changed()
    const input = (id: number) => ({ id, name: `Input ${id}`, active: false })
    stand.reports.store(stand.device().id, 'inputs', [input(1), input(2)])
    const value = (key: string) => capture.retained().get(`${ROOT}/n7c31/${key}`)
    const say = (region: number, active: boolean) => stand.say('input', active, null, { rawType: 'IO', region })
    const are = (first: string, second: string) =>
      until(`the inputs are ${first} and ${second}`, () => value('input_1') === first && value('input_2') === second)
    await are('OFF', 'OFF')
    say(1, true)
    await are('ON', 'OFF')
    say(2, true)
    await are('ON', 'ON')
    await until('what they share is on', () => value('input') === 'ON')
    stand.set('alarm_hold', { input: { min_on: 0 } })
    const from = capture.messages.length
    say(1, false)
    await are('OFF', 'ON')
    await quiet(broker, capture)
    expect(of(capture, 'n7c31/input', from)).not.toContain('OFF')
    say(2, false)
    await are('OFF', 'OFF')
    await until('what they share is off', () => value('input') === 'OFF')
    expect(of(capture, 'n7c31/event').map((text) => JSON.parse(text!))).toMatchObject([{ region: 1 }, { region: 2 }])
    expect(await faults(capture.lines)).toEqual([])
  })

  test('the rule is in the event, and stays with the last alarm', async () => {
    const { capture, stand } = await begin()
    stand.say('line_crossing', true, 1, { rule: 'Front gate' })
    await until('the event is there', () => of(capture, 'n7c31/ch1/event').length === 1)
    expect(JSON.parse(of(capture, 'n7c31/ch1/event')[0]!)).toMatchObject({ rule: 'Front gate' })
    await until('it stays', () => attributesOf(capture, 'n7c31/ch1').rule === 'Front gate')
  })

  test('an event says that a picture comes where one is taken, or the device sends one, and else nothing', async () => {
    const { capture, stand } = await begin()
    const events = (place: string) => of(capture, `n7c31/${place}/event`).map((text) => JSON.parse(text!))
    stand.say('motion')
    // A moment later: the picture of the alarm before is hardly older.
    stand.say('line_crossing')
    stand.say('video_loss', true, 1, { pictureFollows: true })
    await until('three events came', () => events('ch1').length === 3)
    const images = events('ch1').map(({ event_type, image }) => [event_type, image])
    expect(images).toEqual([
      ['motion', true],
      ['line_crossing', undefined],
      ['video_loss', true],
    ])
    stand.phase('away')
    stand.say('motion', true, 2)
    stand.say('sound', true, 2, { picture: TINY_JPEG })
    stand.say('disk_full', true, null)
    await until('the others came', () => events('ch2').length === 2 && of(capture, 'n7c31/event').length === 1)
    expect(events('ch2').map(({ event_type, image }) => [event_type, image])).toEqual([
      ['motion', undefined],
      ['sound', true],
    ])
    expect(JSON.parse(of(capture, 'n7c31/event')[0]!)).not.toHaveProperty('image')
  })

  test('the last alarm leads to the page of its channel or device, without a login of ours', async () => {
    const { capture, stand } = await begin({ settings: { public_url: 'https://me:secret@home.example/nvr' } })
    stand.say('motion', true, 2)
    stand.say('disk_full', true, null)
    const [, second] = stand.channels()
    await until('both are told', () => attributesOf(capture, 'n7c31/ch2').type === 'motion')
    expect(attributesOf(capture, 'n7c31/ch2').page).toBe(`https://home.example/nvr/live/${second!.id}`)
    await until('both are told', () => attributesOf(capture, 'n7c31').type === 'disk_full')
    expect(attributesOf(capture, 'n7c31').page).toBe(`https://home.example/nvr/devices/${stand.device().id}`)
  })

  test('no page is named while nobody knows where browsers reach us', async () => {
    const { capture, stand } = await begin({ settings: { public_url: null } })
    stand.say('motion')
    await until('it is told', () => attributesOf(capture, 'n7c31/ch1').type === 'motion')
    expect(attributesOf(capture, 'n7c31/ch1')).not.toHaveProperty('page')
  })
})
