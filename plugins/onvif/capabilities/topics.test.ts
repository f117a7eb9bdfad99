// What topics mean, and what becomes of messages that tell of one thing in several ways.
import { describe, expect, test } from 'bun:test'
import { boundsOf } from '#plugin'
import { pulled } from './notifications.ts'
import { createStates } from './states.ts'
import { kindsOf, meaningOf, type Told } from './topics.ts'

const MOTION = 'tns1:RuleEngine/CellMotionDetector/Motion'
const ALARM = 'tns1:VideoSource/MotionAlarm'
const LINE = 'tns1:RuleEngine/LineDetector/Crossed'

const told = (topic: string, data: Record<string, string>, more: Partial<Told> = {}): Told => ({
  ...{ topic, data, operation: 'Changed', at: null, source: { VideoSourceToken: 'lens_2' }, key: {} },
  ...more,
})

function stand() {
  const tokens = new Map([
    ['lens_1', 'lens_1'],
    ['lens_2', 'lens_2'],
    ['config_2', 'lens_2'],
  ])
  const states = createStates({
    channelOf: (token) => tokens.get(token) ?? null,
    only: null,
    inputOf: (token) => ({ in_a: 1, in_b: 2 })[token] ?? null,
  })
  return {
    going: () => states.going().map(({ kind, active }) => [kind, active]),
    push: (...messages: Told[]) =>
      states.push(messages).map(({ kind, active, sourceKey, region }) => [kind, active, sourceKey, region]),
  }
}

describe('a topic', () => {
  test('means one of our kinds, whatever its prefixes and case are', () => {
    expect(kindsOf([MOTION, ALARM, 'tns1:ruleengine/LineDetector/Crossed'])).toEqual(['motion', 'line_crossing'])
    expect(kindsOf(['tns1:RuleEngine/FieldDetector/ObjectsInside', 'tns1:RuleEngine/TamperDetector/Tamper'])).toEqual([
      'intrusion',
      'tamper',
    ])
    expect(kindsOf(['tns1:VideoSource/GlobalSceneChange/AnalyticsService'])).toEqual(['scene_change'])
    expect(kindsOf(['tns1:Device/Trigger/DigitalInput', 'tns1:AudioAnalytics/Audio/DetectedSound'])).toEqual([
      'input',
      'sound',
    ])
    expect(kindsOf(['tnsaxis:CameraApplicationPlatform/VMD/Camera1ProfileANY'])).toEqual(['motion'])
  })

  test('that is no alarm raises nothing', () => {
    const others = ['tns1:Device/Trigger/Relay', 'tns1:Monitoring/ProcessorUsage', 'tns1:RuleEngine', 'constructor', '']
    expect(kindsOf(others)).toEqual([])
    for (const topic of others) expect(meaningOf(told(topic, { State: 'true' }))).toBeNull()
  })
})

describe('a message', () => {
  const framed = (box: Record<string, string>) =>
    pulled.parse({
      pullMessagesResponse: {
        notificationMessage: {
          topic: MOTION,
          message: {
            message: {
              data: {
                simpleItem: { $: { Name: 'IsMotion', Value: 'true' } },
                elementItem: { $: { Name: 'Object' }, object: { appearance: { shape: { boundingBox: { $: box } } } } },
              },
            },
          },
        },
      },
    })[0]

  test('frames what moved, counted from the middle of the picture', () => {
    const { area, data } = framed({ left: '-0.5', top: '1', right: '0', bottom: '0.5' }) ?? {}
    expect(data).toEqual({ IsMotion: 'true' })
    expect(area && boundsOf(area)).toEqual({ left: 0.25, top: 0, right: 0.5, bottom: 0.25 })
    expect(framed({ left: 'x', top: '1', right: '0', bottom: '0' })?.area).toBeNull()
    expect(framed({ left: '0', top: '0', right: '0', bottom: '0' })?.area).toBeNull()
  })

  const active = (data: Record<string, string>, more?: Partial<Told>) => meaningOf(told(MOTION, data, more))?.active

  test('says yes or no in the words that cameras use', () => {
    expect([active({ IsMotion: 'true' }), active({ IsMotion: 'false' })]).toEqual([true, false])
    expect([active({ State: '1' }), active({ State: '0' })]).toEqual([true, false])
    expect([active({ active: '1' }), active({ LogicalState: 'inactive' })]).toEqual([true, false])
    expect(active({ IsMotion: 'true' }, { operation: 'Deleted' })).toBe(false)
  })

  test('of what happens has no end, is no number, and is not told again to who begins to listen', () => {
    expect(meaningOf(told(LINE, { ObjectId: '1' }, { operation: null }))?.active).toBeNull()
    expect(meaningOf(told(LINE, { ObjectId: '0' }))?.active).toBeNull()
    expect(meaningOf(told(LINE, { ObjectId: '1' }, { operation: 'Initialized' }))).toBeNull()
  })

  test('names its rule, and what moved where it says so', () => {
    const source = { VideoSourceConfigurationToken: 'config_2', Rule: 'Garden' }
    expect(meaningOf(told(LINE, { ObjectId: '7', ClassTypes: 'Human Face' }, { source }))).toEqual({
      ...{ kind: 'line_crossing', active: true, target: 'human', rule: 'Garden' },
    })
    const smart = 'tns1:RuleEngine/TPSmartEventDetector/TPSmartEvent'
    expect(meaningOf(told(smart, { IsPet: 'false', IsVehicle: 'true' }))).toMatchObject({ target: 'vehicle' })
    expect(meaningOf(told('tns1:RuleEngine/MyRuleDetector/PeopleDetect', { State: 'true' }))).toMatchObject({
      ...{ kind: 'motion', target: 'human', active: true },
    })
  })
})

describe('states', () => {
  test('belong to the channel of the first token that is known', () => {
    const { push } = stand()
    const source = { Rule: 'MyRule', VideoSourceConfigurationToken: 'config_2' }
    expect(push(told(MOTION, { IsMotion: 'true' }, { source }))).toEqual([['motion', true, 'lens_2', null]])
    expect(push(told(ALARM, { State: 'true' }, { source: { Source: 'lens_1' } }))).toEqual([
      ['motion', true, 'lens_1', null],
    ])
    expect(push(told(ALARM, { State: 'true' }, { source: { Source: 'nobody' } }))).toEqual([
      ['motion', true, null, null],
    ])
    expect(push(told('tns1:Device/HardwareFailure/StorageFailure', { Failed: 'true' }))).toEqual([
      ['disk_error', true, null, null],
    ])
  })

  test('are over when no topic says them any more', () => {
    const { push } = stand()
    push(told(MOTION, { IsMotion: 'true' }), told(ALARM, { State: 'true' }))
    expect(push(told(MOTION, { IsMotion: 'false' }))).toEqual([])
    expect(push(told(ALARM, { State: 'false' }))).toEqual([['motion', false, 'lens_2', null]])
  })

  test('of several objects in a field are over when the last has gone', () => {
    const { push } = stand()
    const field = 'tns1:RuleEngine/FieldDetector/ObjectsInside'
    const object = (id: string, more: Partial<Told> = {}) =>
      told(field, { IsInside: 'true' }, { key: { ObjectId: id }, ...more })
    push(object('1'), object('2'))
    expect(push(object('1', { operation: 'Deleted' }))).toEqual([])
    expect(push(object('2', { operation: 'Deleted' }))).toEqual([['intrusion', false, 'lens_2', null]])
  })

  test('at the beginning are told once for each thing, after all of it was read', () => {
    const { push } = stand()
    const begin = { operation: 'Initialized' } as const
    expect(
      push(
        told(MOTION, { IsMotion: 'false' }, begin),
        told('tns1:RuleEngine/TamperDetector/Tamper', { IsTamper: 'false' }, begin),
        told(ALARM, { State: 'true' }, begin),
        told(LINE, { ObjectId: '4' }, begin),
      ),
    ).toEqual([
      ['motion', true, 'lens_2', null],
      ['tamper', false, 'lens_2', null],
    ])
  })

  test('of inputs are told apart by number', () => {
    const { push } = stand()
    const input = (token: string, value: string) =>
      told('tns1:Device/Trigger/DigitalInput', { LogicalState: value }, { source: { InputToken: token } })
    expect(push(input('in_b', 'true'), input('in_a', 'true'), input('in_b', 'false'))).toEqual([
      ['input', true, null, 2],
      ['input', true, null, 1],
      ['input', false, null, 2],
    ])
  })

  test('go on while the camera has not said that they are over, if it is one that says so', () => {
    const { push, going } = stand()
    push(told(MOTION, { IsMotion: 'true' }))
    // Whether it will ever say that this is over is not known yet.
    expect(going()).toEqual([])
    push(told(MOTION, { IsMotion: 'false' }), told(MOTION, { IsMotion: 'true' }))
    expect(going()).toEqual([['motion', true]])
    push(told(LINE, { ObjectId: '1' }))
    expect(going()).toEqual([['motion', true]])
    push(told(MOTION, { IsMotion: 'false' }))
    expect(going()).toEqual([])
  })

  test('that a camera repeats by itself, without ever ending them, are left to it', () => {
    const { push, going } = stand()
    push(told(MOTION, { IsMotion: 'false' }, { operation: 'Initialized' }), told(MOTION, { IsMotion: 'true' }))
    expect(going()).toEqual([['motion', true]])
    push(told(MOTION, { IsMotion: 'true' }))
    expect(going()).toEqual([])
  })

  test('are not followed without an end', () => {
    const { push, going } = stand()
    const flood = Array.from({ length: 3000 }, (_, index) =>
      told(MOTION, { IsMotion: 'true' }, { key: { ObjectId: String(index) }, operation: 'Initialized' }),
    )
    expect(push(...flood).length).toBe(1)
    expect(going().length).toBe(1)
  })
})
