// Four kinds of devices, announced with all their states in both forms, held against the checker and its sizes.
import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { AlarmKind } from '../domain/alarm-kinds.ts'
import { NO_PICTURE } from '../domain/no-picture.ts'
import { hubChannel, hubDevice } from '../testing/hub-model.ts'
import { checkDiscovery, hasChecker } from '../testing/mosquitto.ts'
import { configMessages, describe as described } from './entities.ts'
import { emptyModel, type HubChannel, type HubModel } from './hub-model.ts'
import { withRemovalMarks } from './retained.ts'
import { type Facts, retainedStates } from './states.ts'
import { createTopics } from './topics.ts'

setDefaultTimeout(60_000)
const topics = createTopics('porchlight', 'k3f9x2ab')
const SMART: AlarmKind[] = [
  ...(['motion', 'line_crossing', 'intrusion', 'region_entrance', 'region_exiting'] as const),
  ...(['tamper', 'scene_change', 'video_loss'] as const),
]
const facts: Facts = {
  startedAt: new Date('2026-01-05T10:00:00Z'),
  deviceOnline: () => true,
  channelOnline: (id) => id % 7 !== 0,
  open: [],
  lastAlarm: () => null,
}
const disk = { kind: 'disk' as const, type: 'SATA', deviceStatus: 'ok', property: 'RW' }

function full(id: number): HubChannel {
  return hubChannel(id, {
    live: true,
    alarms: SMART,
    silent: new Map([
      ['motion', null],
      ['intrusion', { text: 'The device does not tell us of it.', unsent: true }],
      ['tamper', { text: 'The detector is off.', unsent: false }],
    ]),
    detectors: new Map([
      ['motion', true],
      ['line_crossing', false],
    ]),
    record: true,
    recording: 'on',
    oldestRecording: id % 2 ? '2025-12-05' : null,
  })
}

const recorder = (id: number, first: number, channels: number) =>
  hubDevice(id, {
    name: 'Garage NVR',
    canReboot: true,
    alarms: ['disk_full', 'disk_error', 'illegal_login'],
    disks: [
      { ...disk, id: 1, name: 'hdda', status: 'ok', capacityMib: 3_815_448, freeMib: 113_000 },
      { ...disk, id: 2, name: 'hddb', status: 'smart_warning', capacityMib: 3_815_448, freeMib: 0 },
    ],
    driftSeconds: -3.4,
    lastSyncAt: new Date('2026-01-05T09:30:00Z'),
    inputs: [
      { id: 1, active: true },
      { id: 2, active: null },
    ],
    outputs: [{ id: 1, active: false }],
    holiday: false,
    channels: Array.from({ length: channels }, (_, i) => ({ ...full(first + i), channelNo: i + 1 })),
  })

/** A 64-channel recorder, a hybrid of the same name, a camera and an address. */
const everything = (control: HubModel['control'] = 'all'): HubModel => ({
  ...emptyModel('0.1.0'),
  publicUrl: 'http://192.0.2.10:8080',
  control,
  databaseBytes: 12_345_678,
  problems: ['The disk is nearly full.'],
  devices: [
    recorder(1, 1, 64),
    recorder(2, 101, 8),
    hubDevice(3, {
      name: 'Porch',
      model: 'DS-2CD2386G2-IU',
      channels: [hubChannel(201, { name: 'Porch', live: true, alarms: SMART })],
    }),
    hubDevice(4, {
      ...{ name: 'Old camera', manufacturer: null, model: null, firmware: null, watched: false },
      channels: [hubChannel(202, { name: 'Old camera', live: true, alarms: [] })],
    }),
  ],
})

function published(model: HubModel, form: 'device' | 'entity') {
  const all = described(model, topics)
  const configs = configMessages(all, form, 'homeassistant', '0.1.0')
  const states = retainedStates(model, topics, facts, all)
  const pictures = all.flatMap(({ entities }) =>
    [...entities.values()].flatMap(({ entity }) =>
      entity.platform === 'camera' || entity.platform === 'image'
        ? [{ topic: String(entity.topic ?? entity.image_topic), payload: NO_PICTURE, qos: 0 }]
        : [],
    ),
  )
  return { configs, states, pictures }
}

function captureOf({ configs, states, pictures }: ReturnType<typeof published>): string[] {
  const line = (message: object) => JSON.stringify({ ...message, retain: true })
  return [
    ...configs.map(({ topic, payload }) => line({ topic, payload, qos: 1 })),
    ...pictures.map(({ topic, payload, qos }) =>
      line({ topic, payload_b64: Buffer.from(payload).toString('base64'), qos }),
    ),
    ...states.map(({ topic, payload, qos }) => line({ topic, payload, qos })),
  ]
}

const keysOf = (model: HubModel, at: number) => [...(described(model, topics)[at]?.entities.keys() ?? [])]

describe('four devices', () => {
  for (const form of ['device', 'entity'] as const)
    for (const control of ['none', 'all'] as const)
      test.skipIf(!hasChecker)(`pass the checker (${form}, control ${control})`, async () => {
        const lines = captureOf(published(everything(control), form))
        expect((await checkDiscovery(lines, '--states', 'yes')).slice(0, -1)).toEqual([])
        if (form === 'entity')
          expect((await checkDiscovery(lines, '--states', 'yes', '--portable')).slice(0, -1)).toEqual([])
      })

  test('no message is longer than a hub takes, and no topic is published twice', () => {
    for (const form of ['device', 'entity'] as const) {
      const { configs, states } = published(everything(), form)
      expect(Math.max(...configs.map(({ payload }) => Buffer.byteLength(payload)))).toBeLessThan(16_384)
      const all = [...configs, ...states].map(({ topic }) => topic)
      expect(new Set(all).size).toBe(all.length)
      for (const topic of all) expect(topic).toMatch(/^[\x21-\x7e]+$/)
    }
    expect(published(everything(), 'device').configs).toHaveLength(1 + 4 + 64 + 8 + 2)
  })

  test('a recorder says what it knows, and what may be asked of it', () => {
    expect(keysOf(everything(), 1)).toEqual([
      ...['online', 'alarm_stream', 'firmware', 'storage_capacity', 'storage_free', 'disk_problem'],
      ...['disk_1_status', 'disk_1_free', 'disk_2_status', 'disk_2_free', 'clock_drift'],
      ...['disk_full', 'disk_error', 'illegal_login', 'event', 'last_event', 'last_sync', 'sync', 'reboot', 'holiday'],
      ...['input_1', 'input_2', 'output_1'],
    ])
    const { states } = described(everything(), topics)[1]!
    const shown = Object.fromEntries(states.map(({ topic, payload }) => [topic.split('n0001/')[1], payload]))
    expect(shown).toMatchObject({
      alarm_stream: 'ON',
      storage_capacity: '8001.6',
      storage_free: '118.5',
      disk_problem: 'ON',
      disk_1_status: 'ok',
      disk_1_free: '118.5',
      disk_2_status: 'smart_warning',
      clock_drift: '-3',
      last_sync: '2026-01-05T09:30:00.000Z',
      holiday: 'OFF',
      input_1: 'ON',
      input_2: 'None',
      output_1: 'OFF',
    })
    expect(JSON.parse(String(shown.disks))).toMatchObject({
      disks: [{ id: 1, free_gb: 118.5 }, { status: 'smart_warning' }],
    })
  })

  test('a channel says what it knows, and what may be asked of it', () => {
    expect(keysOf(everything(), 5)).toEqual([
      ...['snapshot', 'alarm_image', 'online', ...SMART, 'event', 'last_event', 'recording', 'oldest_recording'],
      ...['motion_detection', 'line_crossing_detection', 'record', 'stream', 'take_snapshot'],
    ])
    expect(described(everything(), topics)[5]?.entities.get('motion_detection')?.entity).toEqual({
      platform: 'switch',
      name: 'Motion detection',
      icon: 'mdi:motion-sensor',
      entity_category: 'config',
      state_topic: 'porchlight/k3f9x2ab/n0001/ch1/motion_detection',
      command_topic: 'porchlight/k3f9x2ab/n0001/ch1/motion_detection/set',
      qos: 1,
    })
  })

  test('a kind that the device does not send says why, and is disabled only where nothing can come', () => {
    const { entities, states } = described(everything(), topics)[5]!
    const entity = (key: string) => entities.get(key)?.entity
    const attributes = 'porchlight/k3f9x2ab/n0001/ch1/intrusion/attributes'
    expect(entity('intrusion')).toMatchObject({ enabled_by_default: false, json_attributes_topic: attributes })
    expect(states.find(({ topic }) => topic === attributes)?.payload).toBe(
      '{"reason":"The device does not tell us of it."}',
    )
    expect(entity('tamper')).not.toHaveProperty('enabled_by_default')
    expect(entity('tamper')).toHaveProperty('json_attributes_topic')
    // It was silent before: what the hub was told then is taken back.
    expect(states.find(({ topic }) => topic.endsWith('ch1/motion/attributes'))?.payload).toBe('{}')
    expect(entity('line_crossing')).not.toHaveProperty('json_attributes_topic')
  })

  test('by the control level commands are announced or not, and outputs are shown all the same', () => {
    const commands = (control: HubModel['control']) =>
      described(everything(control), topics).flatMap(({ entities, identifier }) =>
        [...entities].flatMap(([key, { entity }]) =>
          'command_topic' in entity ? [`${identifier.slice(19)} ${key}`] : [],
        ),
      )
    const safe = commands('safe')
    expect(commands('none')).toEqual([])
    expect(safe.filter((one) => /^(_n0001(_ch1)?)? /.test(one))).toEqual([
      ...[' sync', ' announce', '_n0001 sync', '_n0001_ch1 motion_detection', '_n0001_ch1 line_crossing_detection'],
      ...['_n0001_ch1 stream', '_n0001_ch1 take_snapshot'],
    ])
    const more = commands('all').filter((one) => !safe.includes(one))
    expect(more.filter((one) => /^_n0001(_ch1)? /.test(one))).toEqual([
      ...['_n0001 reboot', '_n0001 holiday', '_n0001 output_1', '_n0001_ch1 record'],
    ])
    const platform = (control: HubModel['control']) =>
      described(everything(control), topics)[1]?.entities.get('output_1')?.entity.platform
    expect([platform('safe'), platform('all')]).toEqual(['binary_sensor', 'switch'])
  })

  test.skipIf(!hasChecker)('a lower control level makes a switch a sensor without a fault', async () => {
    const before = published(everything('all'), 'device')
    const after = published(everything('safe'), 'device')
    const kept = new Set(after.states.map(({ topic }) => topic))
    const line = (topic: string, payload: string, qos: number) => JSON.stringify({ topic, payload, qos, retain: true })
    const changes = after.configs.flatMap(({ topic, payload }, i) => {
      const marked = withRemovalMarks(before.configs[i]!.payload, payload)
      return [...(marked ? [line(topic, marked, 1)] : []), line(topic, payload, 1)]
    })
    const gone = before.states.filter(({ topic }) => !kept.has(topic)).map(({ topic }) => line(topic, '', 0))
    expect(changes.length).toBeGreaterThan(after.configs.length)
    expect((await checkDiscovery([...captureOf(before), ...changes, ...gone], '--states', 'yes')).slice(0, -1)).toEqual(
      [],
    )
  })

  test('the picture of an alarm can be an address', () => {
    const { entities } = described({ ...everything(), images: 'url' }, topics)[5]!
    expect(entities.get('alarm_image')?.entity).toEqual({
      platform: 'image',
      name: 'Alarm picture',
      url_topic: 'porchlight/k3f9x2ab/n0001/ch1/alarm_image',
    })
  })

  test('a channel that is recorded on alarms only is recorded while one goes on', () => {
    const channel = hubChannel(1, { recording: 'alarm' })
    const model = { ...emptyModel('0.1.0'), devices: [hubDevice(1, { channels: [channel] })] }
    const state = (open: Facts['open']) =>
      retainedStates(model, topics, { ...facts, open }).find(({ topic }) => topic.endsWith('/recording'))?.payload
    expect(state([])).toBe('OFF')
    expect(state([{ channelId: 1, deviceId: 1, channelNo: 1, kind: 'motion' } as Facts['open'][number]])).toBe('ON')
  })
})
