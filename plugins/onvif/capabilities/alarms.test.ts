// What a simulated camera tells by itself, as notices: from the making of a pull point to its end.
import { describe, expect, test } from 'bun:test'
import { type AlarmNotice, Fault } from '#plugin'
import { type OnvifCameraOptions, startOnvifCamera } from '../simulator/index.ts'
import { startClient } from '../test-client.ts'
import { createAlarms } from './alarms.ts'
import { learnPorts } from './ports.ts'
import type { Told } from './topics.ts'

interface Timing {
  pull: number
  lasting: number
  repeat: number
}

async function stand(options: OnvifCameraOptions = {}, timing?: Timing, patienceMs = 0) {
  const stack = new AsyncDisposableStack()
  const camera = stack.use(await startOnvifCamera({ rtsp: false, ...options }))
  const { client, signal, end } = stack.use(await startClient(camera))
  const ports = await learnPorts(client, { patienceMs, signal })
  const heard: Told[] = []
  const hear = (told: Told) => {
    heard.push(told)
    ports.heard(told)
  }
  const alarms = createAlarms({
    ...{ client, device: 'camera', signal, heard: hear, ...(timing && { timing }) },
    places: async () => ({
      channelOf: (token) => /^VideoSource(?:Config)?_(\d)$/.exec(token)?.[1] ?? null,
      only: options.model === 'two-lens' ? null : '1',
      inputOf: ports.inputOf,
    }),
  })

  /** Watches until it is stopped; `next` waits for a notice that fits. */
  function watch() {
    const stop = new AbortController()
    const notices: AlarmNotice[] = []
    const waiting = new Set<() => void>()
    const opened = Promise.withResolvers<void>()
    opened.promise.catch(() => undefined)
    const over = (async () => {
      try {
        for await (const notice of alarms.verbs.watch({ signal: stop.signal, onOpen: opened.resolve })) {
          notices.push(notice)
          for (const wake of waiting) wake()
        }
        return null
      } catch (error) {
        opened.reject(error)
        return error as Fault
      }
    })()
    async function next(kind: string, active: boolean): Promise<AlarmNotice> {
      for (;;) {
        const at = notices.findIndex((notice) => notice.kind === kind && notice.active === active)
        if (at >= 0) return notices.splice(0, at + 1).at(-1) as AlarmNotice
        const { promise, resolve } = Promise.withResolvers<void>()
        waiting.add(resolve)
        await promise
        waiting.delete(resolve)
      }
    }
    return { ...{ stop: () => stop.abort(), notices, next, over }, opened: opened.promise }
  }
  return { camera, client, alarms, ports, heard, watch, end, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await Bun.sleep(2)
}

describe('a watch', () => {
  test('hands on what begins and what ends, of the channel and with the camera’s time', async () => {
    await using duo = await stand({ model: 'two-lens', ahead: 90 })
    const watch = duo.watch()
    await watch.opened
    const before = Date.now()
    duo.camera.raise('motion', { number: 2 })
    const began = await watch.next('motion', true)
    expect(began).toMatchObject({
      ...{ rawType: 'tns1:RuleEngine/CellMotionDetector/Motion', sourceKey: '2', rule: 'MyMotionDetectorRule_2' },
    })
    expect(Math.round(((began.time?.getTime() ?? 0) - before) / 10_000)).toBe(9)
    duo.camera.raise('motion', { number: 2, on: false })
    expect((await watch.next('motion', false)).sourceKey).toBe('2')
    for (const kind of ['line', 'field', 'tamper', 'scene', 'sound'] as const) duo.camera.raise(kind, { number: 1 })
    for (const kind of ['line_crossing', 'intrusion', 'tamper', 'scene_change'])
      expect((await watch.next(kind, true)).sourceKey).toBe('1')
    // Nobody has said which lens a microphone belongs to.
    expect((await watch.next('sound', true)).sourceKey).toBeNull()
    watch.stop()
    expect(await watch.over).toBeNull()
    await until(() => duo.camera.subscriptions() === 0)
  })

  test('begins an alarm that is already so, and none that is not', async () => {
    await using one = await stand()
    one.camera.raise('tamper')
    const watch = one.watch()
    expect((await watch.next('tamper', true)).sourceKey).toBe('1')
    one.camera.raise('line')
    await watch.next('line_crossing', true)
    expect(watch.notices.filter(({ active }) => active)).toEqual([])
    watch.stop()
  })

  test('tells inputs by number, and hears how relays stand', async () => {
    await using dome = await stand({ model: 'dome' })
    const watch = dome.watch()
    dome.camera.raise('input', { number: 2 })
    expect(await watch.next('input', true)).toMatchObject({ region: 2, sourceKey: '1' })
    dome.camera.raise('relay', { number: 2 })
    await until(() => dome.heard.some(({ topic, operation }) => topic.endsWith('Relay') && operation === 'Changed'))
    expect(watch.notices.some(({ active }) => active)).toBe(false)
    watch.stop()
  })

  test('renews its pull point, which pulling alone does not keep', async () => {
    await using one = await stand({ speed: 10 }, { pull: 1, lasting: 3, repeat: 3 })
    const watch = one.watch()
    await watch.opened
    await until(() => (one.camera.stats.operations.Renew ?? 0) >= 3)
    expect(one.camera.subscriptions()).toBe(1)
    one.camera.raise('motion')
    await watch.next('motion', true)
    watch.stop()
  }, 120_000)

  test('repeats what goes on, since the camera tells of changes only', async () => {
    await using one = await stand({}, { pull: 20, lasting: 120, repeat: 0.02 })
    const watch = one.watch()
    await watch.opened
    one.camera.raise('motion')
    for (let times = 0; times < 4; times++) await watch.next('motion', true)
    one.camera.raise('motion', { on: false })
    await watch.next('motion', false)
    const told = watch.notices.length
    await Bun.sleep(80)
    expect(watch.notices.length).toBe(told)
    watch.stop()
  })

  test('ends with a fault when the pull point is lost, and the next one raises only what is still so', async () => {
    await using one = await stand()
    const first = one.watch()
    await first.opened
    one.camera.raise('motion')
    await first.next('motion', true)
    one.camera.loseSubscriptions()
    expect(await first.over).toMatchObject({
      kind: 'device-unreachable',
      message: 'camera has ended its stream of alarms',
    })
    one.camera.raise('motion', { on: false })
    one.camera.raise('field')
    const second = one.watch()
    const over = await second.next('motion', false)
    expect(over.sourceKey).toBe('1')
    await second.next('intrusion', true)
    expect(second.notices.filter(({ active }) => active)).toEqual([])
    second.stop()
  })

  test('ends with a fault when the camera is gone', async () => {
    await using one = await stand()
    const watch = one.watch()
    await watch.opened
    await one.camera.unplug()
    expect((await watch.over)?.kind).toBe('device-unreachable')
  })

  test('is refused by a camera that has no room, and by one without events', async () => {
    await using one = await stand({ subscriptions: 1 })
    const watch = one.watch()
    await watch.opened
    expect((await one.watch().over)?.kind).toBe('device-busy')
    watch.stop()
    await watch.over
    await using without = await stand({ lacks: ['events'] })
    expect((await without.watch().over)?.kind).toBe('unsupported')
  })

  test('gives its pull point back when the session ends', async () => {
    await using one = await stand()
    const watch = one.watch()
    await watch.opened
    expect(one.camera.subscriptions()).toBe(1)
    await one.alarms.end()
    one.end()
    expect(await watch.over).toBeNull()
    expect(one.camera.subscriptions()).toBe(0)
  })

  test('reaches a camera behind NAT where it was reached before', async () => {
    await using one = await stand({ nat: '192.168.1.64' })
    const watch = one.watch()
    one.camera.raise('motion')
    await watch.next('motion', true)
    watch.stop()
  })

  test('asks a camera that never waits about once in a second', async () => {
    await using one = await stand({ speed: 1_000_000 })
    const began = performance.now()
    const watch = one.watch()
    await watch.opened
    await until(() => (one.camera.stats.operations.PullMessages ?? 0) >= 2)
    await Bun.sleep(300)
    // Twice in a second where an answer takes half of it: this machine may be slow. Without a pause it were hundreds.
    const seconds = (performance.now() - began) / 1000
    expect(one.camera.stats.operations.PullMessages).toBeLessThanOrEqual(2 + 2 * Math.floor(seconds))
    watch.stop()
    await watch.over
  })
})

describe('kinds', () => {
  test('are those that the camera says it can tell of', async () => {
    await using dome = await stand({ model: 'dome' })
    const own = ['motion', 'line_crossing', 'intrusion', 'tamper', 'scene_change', 'sound']
    expect((await dome.alarms.kinds()).sort()).toEqual([...own, 'input'].sort() as never)
    await using duo = await stand({ model: 'two-lens' })
    expect((await duo.alarms.kinds()).sort()).toEqual(own.sort() as never)
  })
})

describe('relays and inputs', () => {
  test('are listed by number, and a relay is switched', async () => {
    await using dome = await stand({ model: 'dome' })
    const { outputs, inputs } = dome.ports
    expect(await inputs?.list()).toEqual([
      { id: 1, name: 'Alarm input 1', active: null },
      { id: 2, name: 'Alarm input 2', active: null },
    ])
    expect(await outputs?.list()).toMatchObject([
      { id: 1, active: null },
      { id: 2, active: null },
    ])
    await outputs?.set(2, true)
    expect(dome.camera.relays).toEqual([false, true])
    expect(await outputs?.list()).toMatchObject([
      { id: 1, active: null },
      { id: 2, active: true },
    ])
    await outputs?.set(2, false)
    expect(dome.camera.relays).toEqual([false, false])
    const fault = await outputs?.set(3, true).then(
      () => null,
      (error: unknown) => error,
    )
    expect(fault).toBeInstanceOf(Fault)
    expect((fault as Fault).kind).toBe('not-found')
  })

  test('stand as the camera says it', async () => {
    await using dome = await stand({ model: 'dome' })
    const message = { operation: 'Changed', at: null, key: {} } as const
    const source = { RelayToken: 'RelayOutput_1' }
    dome.ports.heard({ ...message, topic: 'tns1:Device/Trigger/Relay', source, data: { LogicalState: 'active' } })
    expect(await dome.ports.outputs?.list()).toMatchObject([{ active: true }, { active: null }])
  })

  test('are known as soon as somebody listens, and are waited for until then', async () => {
    await using dome = await stand({ model: 'dome' }, undefined, 60_000)
    dome.camera.raise('input', { number: 2 })
    dome.camera.raise('relay')
    const asked = Promise.all([dome.ports.inputs?.list(), dome.ports.outputs?.list()])
    const watch = dome.watch()
    expect(await asked).toMatchObject([
      [{ active: false }, { active: true }],
      [{ active: true }, { active: false }],
    ])
    watch.stop()
    await watch.over
  })

  test('are not waited for after a while, nor when the session is over', async () => {
    await using silent = await stand({ model: 'dome' }, undefined, 20)
    expect(await silent.ports.inputs?.list()).toMatchObject([{ active: null }, { active: null }])
    await using dome = await stand({ model: 'dome' }, undefined, 60_000)
    const asked = dome.ports.inputs?.list()
    dome.end()
    expect(await asked).toHaveLength(2)
  })

  test('are not there where the camera has none', async () => {
    await using duo = await stand({ model: 'two-lens' })
    expect(duo.ports.outputs).toBeNull()
    expect(duo.ports.inputs).toBeNull()
  })
})
