// A channel that is switched off here leaves the hub with all that was retained of it, and comes back as the same one.
import { describe, expect, test } from 'bun:test'
import { createAccess } from '../services/access.ts'
import { createChannels } from '../services/channels.ts'
import { NODE, ROOT, type startBridge } from '../testing/bridge-stand.ts'
import { configs, faults, hubTests, of, quiet } from '../testing/hub-tests.ts'
import { type Capture, hasMosquitto } from '../testing/mosquitto.ts'
import { until } from '../testing/until.ts'

const { begin } = hubTests()

const heldOf = (capture: Capture, channel: string) =>
  [...capture.retained().keys()].filter((topic) => new RegExp(`n7c31[_/]${channel}(/|$)`).test(topic)).toSorted()
/** Of everything that is announced, by the topic that announces it. */
function idsIn(capture: Capture): string[] {
  const payloads = [...capture.retained()].flatMap(([topic, payload]) => (topic.endsWith('/config') ? [payload] : []))
  return payloads.flatMap((payload) => [...payload.matchAll(/"unique_id":"([^"]+)"/g)].map(([, id]) => id!)).toSorted()
}

/** The switch of a channel as a person presses it. */
function switchOf({ db, bus }: ReturnType<typeof startBridge>) {
  const access = createAccess({ db })
  const channels = createChannels({ db, access, bus, activity: { record: () => {} }, now: () => new Date() })
  const system = { kind: 'system' } as const
  return (channelNo: number, inUse: boolean) => {
    const channel = channels.list(system).find((one) => one.channelNo === channelNo)!
    channels.change(system, channel.id, { inUse })
  }
}

describe.skipIf(!hasMosquitto)('with a real broker', () => {
  for (const discovery of ['device', 'entity'])
    test(`form ${discovery}: its config goes, then its states and pictures; back on it has the same ids`, async () => {
      const { broker, capture, stand } = await begin({ settings: { discovery } })
      const use = switchOf(stand)
      await until('its picture is there', () => capture.retained().has(`${ROOT}/img/n7c31/ch1/snapshot`))
      await quiet(broker, capture)
      const [before, ids, neighbour] = [heldOf(capture, 'ch1'), idsIn(capture), heldOf(capture, 'ch2')]
      expect(before.length).toBeGreaterThan(5)
      const from = capture.messages.length
      use(1, false)
      await until('nothing of it is left', () => heldOf(capture, 'ch1').length === 0)
      await quiet(broker, capture)
      const cleared = capture.messages.slice(from).filter(({ payload }) => payload === '')
      expect(cleared.map(({ topic }) => topic).toSorted()).toEqual(before)
      const own = configs(cleared).length
      expect(cleared.slice(0, own)).toEqual(configs(cleared))
      expect(own).toBe(discovery === 'device' ? 1 : ids.filter((id) => id.includes('_ch1_')).length)
      expect(heldOf(capture, 'ch2')).toEqual(neighbour)
      expect(stand.bridge.state()).toMatchObject({ devices: 3, withdrawn: [] })
      expect(await faults(capture.lines)).toEqual([])
      use(1, true)
      await until('all of it is back', () => Bun.deepEquals(heldOf(capture, 'ch1'), before))
      await quiet(broker, capture)
      expect(idsIn(capture)).toEqual(ids)
      expect(capture.retained().get(`${ROOT}/n7c31/ch1/status`)).toBe('online')
      expect(await faults(capture.lines)).toEqual([])
    })

  test('an alarm that goes on is over for the hub before the channel leaves it, and what comes then is not told', async () => {
    const { broker, capture, stand } = await begin()
    const use = switchOf(stand)
    stand.say('motion')
    await until('it is ON', () => capture.retained().get(`${ROOT}/n7c31/ch1/motion`) === 'ON')
    use(1, false)
    await until('nothing of it is left', () => heldOf(capture, 'ch1').length === 0)
    expect(of(capture, 'n7c31/ch1/motion').slice(-3)).toEqual(['ON', 'OFF', ''])
    const from = capture.messages.length
    stand.say('motion')
    stand.say('sound', true, 2)
    await until('its neighbour is ON', () => capture.retained().get(`${ROOT}/n7c31/ch2/sound`) === 'ON')
    await quiet(broker, capture)
    expect(capture.messages.slice(from).filter(({ topic }) => topic.includes('/ch1/'))).toEqual([])
    use(1, true)
    await until('it is back', () => capture.retained().get(`${ROOT}/n7c31/ch1/status`) === 'online')
    await quiet(broker, capture)
    expect(capture.retained().get(`${ROOT}/n7c31/ch1/motion`)).toBe('OFF')
    expect(await faults(capture.lines)).toEqual([])
  })

  test('one that was deleted in the hub is wanted there again when it is switched on here', async () => {
    const { broker, capture, stand } = await begin()
    const use = switchOf(stand)
    await quiet(broker, capture)
    for (const channel of ['ch1', 'ch2'])
      await broker.publish(`homeassistant/device/porchlight_${NODE}_n7c31_${channel}/config`, '', '-r')
    await until('both stay away', () => stand.bridge.state().withdrawn.length === 2)
    use(1, false)
    await quiet(broker, capture)
    expect(stand.bridge.state().withdrawn).toHaveLength(2)
    use(1, true)
    await until('it is back', () => capture.retained().get(`${ROOT}/n7c31/ch1/status`) === 'online')
    await quiet(broker, capture)
    expect(stand.bridge.state()).toMatchObject({ devices: 3, withdrawn: ['Driveway'] })
    expect(heldOf(capture, 'ch2')).toEqual([])
    expect(await faults(capture.lines)).toEqual([])
  })
})
