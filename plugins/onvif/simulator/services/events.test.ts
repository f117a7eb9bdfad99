// Pull points: what they begin with, how long they wait, when they are gone.
import { describe, expect, test } from 'bun:test'
import { type OnvifCamera, startOnvifCamera } from '../index.ts'
import { ask, testClock } from '../testing/client.ts'
import { all, type Element, find, textAt } from '../xml-read.ts'

const signed = (camera: OnvifCamera) => ({ user: 'admin', password: camera.password, created: camera.clock() })

async function subscribe(camera: OnvifCamera, inner = '') {
  const { body, fault } = await ask(`${camera.url}/onvif/events`, 'CreatePullPointSubscription', inner, signed(camera))
  const address = textAt(body, 'SubscriptionReference/Address') ?? ''
  return {
    fault,
    body,
    say: (operation: string, more = '') => ask(address, operation, more, signed(camera)),
    pull: (seconds = 5, limit = 100) =>
      ask(
        address,
        'PullMessages',
        `<q:Timeout>PT${seconds}S</q:Timeout><q:MessageLimit>${limit}</q:MessageLimit>`,
        signed(camera),
      ),
  }
}

function read(message: Element) {
  const inner = find(message, 'Message/Message')
  const items = (name: string) =>
    Object.fromEntries(
      all(find(inner, name), 'SimpleItem').map(({ attributes }) => [attributes.Name, attributes.Value]),
    )
  const { PropertyOperation: operation, UtcTime: at } = inner!.attributes
  return { topic: textAt(message, 'Topic'), operation, at, source: items('Source'), data: items('Data') }
}
const messagesIn = (body: Element) => all(body, 'NotificationMessage').map(read)
const lasting = (text: string) => `<q:InitialTerminationTime>${text}</q:InitialTerminationTime>`
const about = (topic: string) => `<q:Filter><q:TopicExpression>${topic}</q:TopicExpression></q:Filter>`

describe('pull points', () => {
  test('begin with the states that are, then tell what changes, by the camera’s clock', async () => {
    const clock = testClock()
    await using camera = await startOnvifCamera({ rtsp: false, now: clock.now, ahead: 90 })
    camera.raise('motion')
    const point = await subscribe(camera)
    const first = messagesIn((await point.pull()).body)
    expect(first.every(({ operation }) => operation === 'Initialized')).toBe(true)
    const motion = first.find(({ topic }) => topic === 'tns1:RuleEngine/CellMotionDetector/Motion')!
    expect(motion.data).toEqual({ IsMotion: 'true' })
    expect(first.find(({ topic }) => topic === 'tns1:VideoSource/MotionAlarm')!.data).toEqual({ State: 'false' })
    camera.raise('motion', { on: false })
    camera.raise('line', { objectId: 42 })
    camera.raise('input', { number: 1 })
    const next = messagesIn((await point.pull()).body)
    expect(next.map(({ topic, operation, data }) => [topic, operation, data])).toEqual([
      ['tns1:RuleEngine/CellMotionDetector/Motion', 'Changed', { IsMotion: 'false' }],
      ['tns1:RuleEngine/LineDetector/Crossed', undefined, { ObjectId: '42' }],
      ['tns1:Device/Trigger/DigitalInput', 'Changed', { LogicalState: 'true' }],
    ])
    expect(next[0]!.at).toBe('2026-11-22T12:01:30.000Z')
    expect(next[0]!.source.VideoSourceConfigurationToken).toBe('VideoSourceConfig_1')
  })

  test('wait until something happens, and answer with nothing when the time is over', async () => {
    await using camera = await startOnvifCamera({ rtsp: false, speed: 100 })
    const point = await subscribe(camera, about('tns1:RuleEngine//.'))
    await point.pull()
    const began = performance.now()
    expect(messagesIn((await point.pull(5)).body)).toEqual([])
    expect(performance.now() - began).toBeGreaterThan(45)
    await using patient = await startOnvifCamera({ rtsp: false })
    const long = await subscribe(patient)
    await long.pull()
    const waiting = long.pull(50)
    patient.raise('tamper')
    expect(messagesIn((await waiting).body)[0]!.data).toEqual({ IsTamper: 'true' })
  })

  test('give no more than was asked for, and of the topics that were asked for', async () => {
    await using camera = await startOnvifCamera({ rtsp: false })
    const point = await subscribe(camera, about('tns1:RuleEngine//.|tns1:VideoSource/MotionAlarm'))
    const topics = messagesIn((await point.pull()).body).map(({ topic }) => topic)
    expect(topics).toEqual([
      'tns1:RuleEngine/CellMotionDetector/Motion',
      'tns1:VideoSource/MotionAlarm',
      'tns1:RuleEngine/FieldDetector/ObjectsInside',
      'tns1:RuleEngine/TamperDetector/Tamper',
    ])
    camera.raise('sound')
    for (const on of [true, false, true]) camera.raise('motion-alarm', { on })
    expect(messagesIn((await point.pull(5, 2)).body).length).toBe(2)
    expect(messagesIn((await point.pull(5, 2)).body).length).toBe(1)
  })

  test('are gone when nobody renews them', async () => {
    const clock = testClock()
    await using camera = await startOnvifCamera({ rtsp: false, now: clock.now })
    const [kept, left] = [await subscribe(camera, lasting('PT30S')), await subscribe(camera, lasting('PT30S'))]
    clock.forward(20)
    await left.pull()
    expect((await kept.say('Renew', '<q:TerminationTime>PT30S</q:TerminationTime>')).fault).toBeNull()
    clock.forward(20)
    expect((await left.pull()).fault).toBe('wsnt:ResourceUnknownFault')
    expect((await kept.pull()).fault).toBeNull()
    expect(camera.subscriptions()).toBe(1)
  })

  test('end when they are unsubscribed, and have room for so many', async () => {
    await using camera = await startOnvifCamera({ rtsp: false, subscriptions: 1 })
    const point = await subscribe(camera)
    expect((await subscribe(camera)).fault).toBe('wsnt:SubscribeCreationFailedFault')
    expect((await point.say('Unsubscribe')).fault).toBeNull()
    expect((await point.pull()).fault).toBe('wsnt:ResourceUnknownFault')
    expect((await subscribe(camera)).fault).toBeNull()
  })

  test('get lost, and who waits at one hears so at once', async () => {
    await using camera = await startOnvifCamera({ rtsp: false })
    const point = await subscribe(camera)
    await point.pull()
    const waiting = point.pull(50)
    // The second question has come when it is counted.
    while (camera.stats.operations.PullMessages !== 2) await Bun.sleep(2)
    camera.loseSubscriptions()
    expect((await waiting).fault).toBe('wsnt:ResourceUnknownFault')
    expect(camera.subscriptions()).toBe(0)
  })

  test('the topics of a camera are those that it can tell', async () => {
    await using camera = await startOnvifCamera({ model: 'two-lens', rtsp: false })
    const { body } = await ask(`${camera.url}/onvif/events`, 'GetEventProperties')
    expect(find(body, 'TopicSet/RuleEngine/LineDetector/Crossed')).toBeDefined()
    expect(find(body, 'TopicSet/Device')).toBeUndefined()
    expect(() => camera.raise('input')).toThrow('This camera has no input 1.')
    expect(() => camera.raise('motion', { number: 3 })).toThrow('This camera has no lens 3.')
  })
})
