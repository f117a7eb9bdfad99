// The announcements, built without any broker.
import { expect, test } from 'bun:test'
import type { AlarmKind } from '../domain/alarm-kinds.ts'
import { hubChannel, hubDevice } from '../testing/hub-model.ts'
import { configMessages, describe, type HubModel } from './entities.ts'
import { emptyModel } from './hub-model.ts'
import { uniqueNames } from './names.ts'
import { withRemovalMarks } from './retained.ts'
import { createTopics } from './topics.ts'

const topics = createTopics('porchlight', 'k3f9x2ab')

const model = (channels: number, alarms: AlarmKind[] = ['motion', 'video_loss']): HubModel => ({
  ...emptyModel('0.1.0'),
  publicUrl: 'http://192.0.2.10:8080',
  devices: [
    hubDevice(1, {
      hubKey: 'n7c31',
      name: 'Garage NVR',
      alarms: ['disk_full'],
      channels: Array.from({ length: channels }, (_, i) => hubChannel(i + 1, { alarms })),
    }),
  ],
})

test('a channel as device message is as the document shows it', () => {
  const message = configMessages(describe(model(1), topics), 'device', 'homeassistant', '0.1.0').at(-1)!
  expect(message.topic).toBe('homeassistant/device/porchlight_k3f9x2ab_n7c31_ch1/config')
  const R = 'porchlight/k3f9x2ab'
  const alive = [{ topic: `${R}/status` }, { topic: `${R}/n7c31/status` }, { topic: `${R}/n7c31/ch1/status` }]
  const config = JSON.parse(message.payload) as { components: Record<string, object> }
  expect(config).toMatchObject({
    device: {
      identifiers: ['porchlight_k3f9x2ab_n7c31_ch1'],
      name: 'Camera 1',
      manufacturer: 'Hikvision',
      via_device: 'porchlight_k3f9x2ab_n7c31',
      configuration_url: 'http://192.0.2.10:8080',
    },
    origin: { name: 'Porchlight', sw_version: '0.1.0' },
    availability: alive,
    availability_mode: 'all',
  })
  expect(Object.keys(config.components)).toEqual([
    ...['snapshot', 'alarm_image', 'online', 'motion', 'video_loss', 'event', 'last_event'],
  ])
  expect(config.components.motion).toEqual({
    platform: 'binary_sensor',
    name: 'Motion',
    device_class: 'motion',
    state_topic: `${R}/n7c31/ch1/motion`,
    qos: 1,
    unique_id: 'porchlight_k3f9x2ab_n7c31_ch1_motion',
  })
  expect(config.components.video_loss).toMatchObject({ availability: alive.slice(0, 2), availability_mode: 'all' })
  expect(config.components.event).toMatchObject({ event_types: ['motion', 'video_loss', 'other'] })
  expect(config.components.snapshot).toMatchObject({ name: null, topic: `${R}/img/n7c31/ch1/snapshot` })
})

test('both forms announce the same entities with the same ids', () => {
  const all = describe(model(2), topics)
  const ids = (payload: string): string[] => {
    const { components, unique_id } = JSON.parse(payload) as {
      components?: Record<string, { unique_id: string }>
      unique_id?: string
    }
    return unique_id ? [unique_id] : Object.values(components ?? {}).map((component) => component.unique_id)
  }
  const of = (form: 'device' | 'entity') =>
    configMessages(all, form, 'homeassistant', '0.1.0').flatMap(({ payload }) => ids(payload))
  expect(of('entity')).toEqual(of('device'))
  expect(new Set(of('device')).size).toBe(of('device').length)
})

test('a recorder of 64 channels is 66 messages, none longer than a hub takes', () => {
  const every: AlarmKind[] = [
    'motion',
    'line_crossing',
    'intrusion',
    'region_entrance',
    'sound',
    'tamper',
    'video_loss',
  ]
  const messages = configMessages(describe(model(64, every), topics), 'device', 'homeassistant', '0.1.0')
  expect(messages).toHaveLength(66)
  expect(Math.max(...messages.map(({ payload }) => Buffer.byteLength(payload)))).toBeLessThan(5000)
})

test('what cannot raise alarms has no alarm entities', () => {
  const [device] = model(1).devices
  const quiet = { ...model(1), devices: [{ ...device!, watched: false, firmware: null }] }
  const keys = describe(quiet, topics).map(({ entities }) => [...entities.keys()])
  expect(keys).toEqual([
    ['online', 'version', 'started', 'database_size', 'problem'],
    ['online', 'last_sync'],
    ['snapshot', 'online'],
  ])
})

test('the appliance is called as its owner says, and nothing else is', () => {
  const nameOf = (name: string) => {
    const [first, ...others] = describe({ ...model(2), name }, topics).map(({ device }) => device.name)
    expect(others).not.toContain(first)
    return first
  }
  expect(nameOf('Lodge')).toBe('Lodge')
  expect(nameOf(String(model(2).devices[0]?.name))).toBe(String(model(2).devices[0]?.name))
  // Else a hub would show "Problem" for "Problem Problem".
  expect(nameOf('Problem')).toBe('Problem (Porchlight)')
})

test('names are unique, and no device is called like the beginning of an entity', () => {
  const named = (name: string, ...distinctions: string[]) => ({ name, distinctions })
  const entities = ['Motion', 'Line crossing', 'Last alarm']
  expect(uniqueNames([named('Hall', 'A'), named('Yard', 'A')], entities)).toEqual(['Hall', 'Yard'])
  expect(uniqueNames([named('Cam 01', 'A', '1'), named('CAM-01', 'B', '1'), named('Yard', 'A')], entities)).toEqual([
    'Cam 01 (A)',
    'CAM-01 (B)',
    'Yard',
  ])
  expect(uniqueNames([named('Cam', 'A', '1'), named('Cam', 'A', '2')], entities)).toEqual(['Cam (A, 1)', 'Cam (A, 2)'])
  expect(uniqueNames([named('motion', 'A'), named('Line', 'A'), named('La', 'A')], entities)).toEqual([
    'motion (A)',
    'Line (A)',
    'La',
  ])
})

test('a component that goes is reduced to its platform first, once', () => {
  const message = (...keys: string[]) =>
    JSON.stringify({
      device: {},
      components: Object.fromEntries(keys.map((key) => [key, { platform: 'sensor', a: 1 }])),
    })
  const marked = withRemovalMarks(message('a', 'b'), message('a'))
  expect(JSON.parse(marked!)).toEqual({
    device: {},
    components: { a: { platform: 'sensor', a: 1 }, b: { platform: 'sensor' } },
  })
  expect(withRemovalMarks(marked!, message('a'))).toBeNull()
  expect(withRemovalMarks(message('a'), message('a', 'b'))).toBeNull()
  expect(withRemovalMarks('not json', message('a'))).toBeNull()
})
