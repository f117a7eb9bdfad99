// What the hub is told, against a real Mosquitto: tests 1 and 4 to 7 of DISCOVERY, part 3.
import { describe, expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { channels } from '../db/schema/index.ts'
import { NODE, ROOT } from '../testing/bridge-stand.ts'
import { TINY_JPEG } from '../testing/fake-driver.ts'
import { configs, faults, hubTests, of, quiet } from '../testing/hub-tests.ts'
import { hasMosquitto } from '../testing/mosquitto.ts'
import { addChannel, addDevice, addHousehold } from '../testing/rows.ts'
import { until } from '../testing/until.ts'

const { begin } = hubTests()

describe.skipIf(!hasMosquitto)('with a real broker', () => {
  for (const discovery of ['device', 'entity'] as const)
    test(`1: everything announced on an empty broker passes the checker (${discovery})`, async () => {
      const { broker, capture, stand } = await begin({ settings: { discovery } })
      stand.say('motion', true, 1, { target: 'human', region: 2 })
      stand.say('disk_full', true, null)
      stand.say('face')
      await until(
        'three events came',
        () => capture.messages.filter(({ topic }) => topic.endsWith('/event')).length === 3,
      )
      await until('the new sensor is on', () => of(capture, 'n7c31/ch1/face').includes('ON'))
      await quiet(broker, capture)
      expect(await faults(capture.lines)).toEqual([])
      if (discovery === 'entity') expect(await faults(capture.lines, '--portable')).toEqual([])
      expect(capture.retained().get(`${ROOT}/n7c31/ch1/motion`)).toBe('ON')
      expect(capture.retained().get(`${ROOT}/img/n7c31/ch1/snapshot`)).toBe('(picture)')
    })

  test('the order is configs, states, availability, and online at the very end', async () => {
    const { capture } = await begin()
    const topics = capture.messages.map(({ topic }) => topic)
    const status = topics.indexOf(`${ROOT}/status`)
    const lastConfig = topics.findLastIndex((topic) => topic.endsWith('/config'))
    const firstState = topics.findIndex((topic) => topic.startsWith(ROOT))
    const firstStatus = topics.findIndex((topic) => topic.startsWith(ROOT) && topic.endsWith('/status'))
    const motion = topics.indexOf(`${ROOT}/n7c31/ch1/motion`)
    expect(lastConfig).toBeLessThan(firstState)
    expect(motion).toBeLessThan(firstStatus)
    expect(status).toBe(topics.length - 1)
    expect(capture.messages[motion]).toMatchObject({ payload: 'OFF', retain: true, qos: 1 })
  })

  test('4: twenty notices are one ON, one event, and one OFF after hold', async () => {
    const { broker, capture, stand } = await begin({ hold: { motion: { hold: 3, min_on: 0.1 } } })
    for (let i = 0; i < 20; i++) {
      stand.say('motion')
      await Bun.sleep(20)
    }
    await until('it is off', () => of(capture, 'n7c31/ch1/motion').length === 3)
    await quiet(broker, capture)
    expect(of(capture, 'n7c31/ch1/motion')).toEqual(['OFF', 'ON', 'OFF'])
    const [event, ...more] = of(capture, 'n7c31/ch1/event')
    expect(more).toEqual([])
    const [alarm] = stand.alarms.list({ kind: 'system' }).alarms
    expect(JSON.parse(event!)).toEqual({
      event_type: 'motion',
      id: alarm!.uuid,
      time: alarm!.beganAt.toISOString(),
      nvr: 'n7c31',
      channel: 1,
      image: true,
    })
    expect(capture.retained().get(`${ROOT}/n7c31/ch1/last_event`)).toBe(alarm!.beganAt.toISOString())
    expect(JSON.parse(capture.retained().get(`${ROOT}/n7c31/ch1/last_event/attributes`)!)).toMatchObject({
      type: 'motion',
      ended: alarm!.endedAt!.toISOString(),
      reason: 'hold',
    })
  })

  test('4: inactive is OFF, not before the minimum; a broken stream is OFF too', async () => {
    const { capture, stand } = await begin({
      hold: { motion: { hold: 5, min_on: 0.3 }, sound: { hold: 0.2, min_on: 0 } },
    })
    stand.say('motion')
    stand.say('motion', false)
    await until('it is off', () => of(capture, 'n7c31/ch1/motion').length === 3)
    const [, on, off] = capture.messages.filter(({ topic }) => topic === `${ROOT}/n7c31/ch1/motion`)
    expect(off!.at - on!.at).toBeGreaterThan(200)
    stand.say('sound', true, 2)
    stand.alarms.lost(stand.device().id)
    await until('it is off', () => of(capture, 'n7c31/ch2/sound').length === 3)
    expect(of(capture, 'n7c31/ch2/sound')).toEqual(['OFF', 'ON', 'OFF'])
  })

  test('the attributes of the last alarm say that it has a picture, once it is stored', async () => {
    const { capture, stand } = await begin()
    stand.say('motion', true, 1, { picture: TINY_JPEG })
    const attributes = () => JSON.parse(capture.retained().get(`${ROOT}/n7c31/ch1/last_event/attributes`) ?? '{}')
    await until('it is said', () => attributes().image === true)
    stand.say('sound', true, 1)
    await until('the next one has none', () => attributes().type === 'sound')
    expect(attributes()).not.toHaveProperty('image')
  })

  test('an alarm that nobody announced is an event of type other, and its sensor appears', async () => {
    const { broker, capture, stand } = await begin()
    stand.say('intrusion', true, 2, { rawType: 'fielddetection' })
    stand.say('other', true, 2, { rawType: 'ANPR' })
    await until('the sensor is on', () => capture.retained().get(`${ROOT}/n7c31/ch2/intrusion`) === 'ON')
    const events = of(capture, 'n7c31/ch2/event').map((payload) => JSON.parse(payload!) as object)
    expect(events).toMatchObject([
      { event_type: 'other', raw_type: 'fielddetection' },
      { event_type: 'other', raw_type: 'ANPR' },
    ])
    await quiet(broker, capture)
    expect(await faults(capture.lines)).toEqual([])
  })

  test('a recorder that goes away is unavailable at once, and available again when it is back', async () => {
    const { capture, stand } = await begin()
    stand.phase('away')
    await until('it is offline', () => capture.retained().get(`${ROOT}/n7c31/status`) === 'offline')
    stand.phase('online')
    await until('it is online', () => capture.retained().get(`${ROOT}/n7c31/status`) === 'online')
    expect(of(capture, 'n7c31/status')).toEqual(['online', 'offline', 'online'])
  })

  test('5: a renamed recorder and channel are one changed config each: no topic moves, nothing is cleared', async () => {
    const { broker, capture, stand } = await begin()
    await quiet(broker, capture)
    const before = capture.messages.length
    stand.rename('Cellar NVR', 'Gate')
    await until('three configs came', () => configs(capture.messages.slice(before)).length === 3)
    await quiet(broker, capture)
    const after = capture.messages.slice(before).filter(({ topic }) => topic !== 'test/mark')
    expect(configs(after)).toHaveLength(3)
    expect(after.filter(({ payload }) => payload === '')).toEqual([])
    const names = configs(after).map(
      ({ payload }) => (JSON.parse(payload!) as { device: { name: string } }).device.name,
    )
    expect(names).toEqual(['Cellar NVR', 'Gate (Cellar NVR, channel 1)', 'Gate (Cellar NVR, channel 2)'])
    expect(await faults(capture.lines)).toEqual([])
  })

  test('6: a capability, a channel and a recorder that go leave nothing behind', async () => {
    const { broker, capture, stand } = await begin()
    const first = stand.db.select().from(channels).all()[0]!
    stand.db
      .update(channels)
      .set({ can: { ...first.can, alarms: ['motion'] } })
      .where(eq(channels.id, first.id))
      .run()
    stand.changed()
    await until('the state is cleared', () => !capture.retained().has(`${ROOT}/n7c31/ch1/video_loss`))
    stand.db.delete(channels).where(eq(channels.id, first.id)).run()
    stand.changed()
    const left = (part: string) => [...capture.retained().keys()].filter((topic) => topic.includes(part))
    await until('the channel is gone', () => left('n7c31/ch1').length === 0 && left('n7c31_ch1').length === 0)
    expect(await faults(capture.lines)).toEqual([])
    stand.removeDevice()
    await until('the recorder is gone', () => left('n7c31').length === 0)
    await quiet(broker, capture)
    const gone = configs(capture.messages).filter(({ payload }) => payload === '')
    expect(gone.map(({ topic }) => topic.split('/').at(-2))).toEqual([
      `porchlight_${NODE}_n7c31_ch1`,
      `porchlight_${NODE}_n7c31_ch2`,
      `porchlight_${NODE}_n7c31`,
    ])
    const lastConfig = capture.messages.findLastIndex(({ topic, payload }) => topic.endsWith('/config') && !payload)
    const cleared = capture.messages.findLastIndex(({ topic, payload }) => topic.startsWith(ROOT) && payload === '')
    expect(cleared).toBeGreaterThan(lastConfig)
    expect(await faults(capture.lines)).toEqual([])
  })

  test('7: two recorders with equal channel names get different names', async () => {
    const { broker, capture, stand } = await begin()
    const { householdId } = stand.device()
    const info = { ...stand.device().info!, name: 'Garden NVR' }
    const second = addDevice(stand.db, householdId, { hubKey: 'n2222', info, address: '192.0.2.6' })
    addChannel(stand.db, second, 1, { deviceName: 'Front door' })
    stand.changed()
    await until('it is there', () => capture.retained().has(`${ROOT}/n2222/ch1/status`))
    await quiet(broker, capture)
    const names = [...capture.retained()]
      .filter(([topic]) => topic.endsWith('/config'))
      .map(([, payload]) => (JSON.parse(payload) as { device: { name: string } }).device.name)
    expect(names.toSorted()).toEqual(
      [
        'Porchlight',
        'Garage NVR',
        'Garden NVR',
        'Front door (Garage NVR)',
        'Front door (Garden NVR)',
        'Driveway',
      ].toSorted(),
    )
    expect(await faults(capture.lines)).toEqual([])
  })

  test("another household's devices are not told to the founder's hub", async () => {
    const { broker, capture, stand } = await begin()
    const foreign = addDevice(stand.db, addHousehold(stand.db), { hubKey: 'nffff' })
    addChannel(stand.db, foreign, 1)
    stand.changed()
    await quiet(broker, capture)
    expect([...capture.retained().keys()].filter((topic) => topic.includes('nffff'))).toEqual([])
  })
})
