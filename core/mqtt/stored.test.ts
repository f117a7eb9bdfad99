// What is stored of devices reaches the hub as it becomes new, over a real Mosquitto, and no device is asked for it.
import { describe, expect, test } from 'bun:test'
import { channels, devices } from '../db/schema/index.ts'
import { ROOT } from '../testing/bridge-stand.ts'
import { configs, faults, hubTests, of, quiet } from '../testing/hub-tests.ts'
import { hasMosquitto } from '../testing/mosquitto.ts'
import { until } from '../testing/until.ts'

const { begin } = hubTests()
const OFFERS = [
  'live',
  'snapshot',
  'alarms',
  'storage',
  'clock',
  'inputs',
  'outputs',
  'holiday',
  'detections',
  'schedule',
]
const disk = { kind: 'disk' as const, type: 'SATA', deviceStatus: 'ok', property: null, capacityMib: 953_674 }

type Stand = Awaited<ReturnType<typeof begin>>['stand']

function offer({ db, changed }: Stand): void {
  db.update(devices).set({ offers: OFFERS }).run()
  changed()
}

describe.skipIf(!hasMosquitto)('with a real broker', () => {
  test('what a device tells makes entities appear, and changes what they show', async () => {
    const { broker, capture, stand } = await begin()
    offer(stand)
    const { id } = stand.device()
    const held = (topic: string) => capture.retained().get(`${ROOT}/n7c31/${topic}`)
    stand.reports.store(id, 'storage', [{ ...disk, id: 1, name: 'hdda', status: 'ok', freeMib: 95_367 }])
    stand.reports.store(id, 'clock', [{ driftSeconds: 2.4 }])
    stand.reports.store(id, 'inputs', [{ id: 1, name: 'Bell', active: false }])
    await until('the disk is shown', () => held('storage_free') === '100.0')
    await until('the input is shown', () => held('input_1') === 'OFF')
    expect([held('storage_capacity'), held('disk_problem'), held('clock_drift')]).toEqual(['1000.0', 'OFF', '2'])
    stand.reports.store(id, 'storage', [{ ...disk, id: 1, name: 'hdda', status: 'error', freeMib: 0 }])
    await until('the disk is not well', () => held('disk_problem') === 'ON')
    await until('its state says so', () => held('disk_1_status') === 'error')
    expect(JSON.parse(held('disks') ?? '')).toMatchObject({ disks: [{ id: 1, status: 'error' }] })
    stand.reports.store(id, 'storage', [])
    await until('the disk is gone', () => !held('disk_1_status') && !held('disk_problem') && !held('disks'))
    await quiet(broker, capture)
    expect(await faults(capture.lines)).toEqual([])
  })

  test('a kind that the device does not send says why, and takes it back when it does', async () => {
    const { broker, capture, stand } = await begin()
    offer(stand)
    const detection = { sourceKey: 'ip:1', kind: 'motion' as const, enabled: true }
    const topic = `${ROOT}/n7c31/ch1/motion/attributes`
    const motion = () => {
      const config = configs(capture.messages).findLast((one) => one.topic.includes('_ch1/'))
      const { components } = JSON.parse(config?.payload ?? '{}') as { components?: Record<string, object> }
      return components?.motion
    }
    stand.reports.store(stand.device().id, 'detections', [{ ...detection, notifies: false }])
    await until('the reason is there', () => capture.retained().get(topic)?.includes('reason') === true)
    expect(motion()).toMatchObject({ enabled_by_default: false, json_attributes_topic: topic })
    stand.reports.store(stand.device().id, 'detections', [{ ...detection, notifies: true }])
    await until('the reason is gone', () => capture.retained().get(topic) === '{}')
    expect(motion()).not.toHaveProperty('enabled_by_default')
    await quiet(broker, capture)
    expect(await faults(capture.lines)).toEqual([])
  })

  test('a kind of the recorder itself that it does not send says why, too', async () => {
    const { broker, capture, stand } = await begin()
    offer(stand)
    const detection = { sourceKey: null, kind: 'disk_full' as const, enabled: null }
    const topic = `${ROOT}/n7c31/disk_full/attributes`
    const entity = () => {
      const config = configs(capture.messages).findLast((one) => one.topic.endsWith('_n7c31/config'))
      const { components } = JSON.parse(config?.payload ?? '{}') as { components?: Record<string, object> }
      return components?.disk_full
    }
    stand.reports.store(stand.device().id, 'detections', [{ ...detection, notifies: false }])
    await until('the reason is there', () => capture.retained().get(topic)?.includes('reason') === true)
    expect(entity()).toMatchObject({ enabled_by_default: false, json_attributes_topic: topic })
    stand.reports.store(stand.device().id, 'detections', [{ ...detection, notifies: true }])
    await until('the reason is gone', () => capture.retained().get(topic) === '{}')
    expect(entity()).not.toHaveProperty('enabled_by_default')
    await quiet(broker, capture)
    expect(await faults(capture.lines)).toEqual([])
  })

  test('a channel that its device records on alarms is recorded while one goes on', async () => {
    const { capture, stand } = await begin({ hold: { motion: { hold: 0.2, min_on: 0 } } })
    offer(stand)
    const days = [0, 1, 2, 3, 4, 5, 6].map((day) => ({
      ...{ day, endDay: day, start: '00:00:00', end: '24:00:00', deviceMode: 'MOTION' },
      mode: 'motion' as const,
    }))
    const [first] = stand.db.select().from(channels).all()
    stand.schedules.keep(first!, { enabled: true, mode: 'motion', deviceMode: 'MOTION', entries: days })
    await until('it is shown', () => of(capture, 'n7c31/ch1/recording').length === 1)
    stand.say('motion')
    await until('it is over', () => of(capture, 'n7c31/ch1/recording').length === 3)
    expect(of(capture, 'n7c31/ch1/recording')).toEqual(['OFF', 'ON', 'OFF'])
  })

  test('the oldest day with footage follows the calendar', async () => {
    const { capture, stand } = await begin()
    stand.db
      .update(devices)
      .set({ offers: ['live', 'snapshot', 'alarms', 'footage'] })
      .run()
    stand.changed()
    const oldest = () => capture.retained().get(`${ROOT}/n7c31/ch1/oldest_recording`)
    await until('it is shown', () => oldest() === 'None')
    const [first] = stand.db.select().from(channels).all()
    stand.db.update(channels).set({ oldestRecordDate: '2025-05-04' }).run()
    stand.bus.emit('footage.changed', {
      channelId: first!.id,
      deviceId: first!.deviceId,
      householdId: first!.householdId,
    })
    await until('the day is shown', () => oldest() === '2025-05-04')
  })
})
