// Events by chance, from a file and from the control side.
import { afterAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDevice } from '../device.ts'
import { type Simulator, startSimulator } from '../index.ts'
import { ask } from '../testing/raw.ts'
import { eventually, openAlerts } from '../testing/stream.ts'
import { candidates, drawEvent } from './kinds.ts'
import { parseScript } from './script.ts'

const folder = mkdtempSync(join(tmpdir(), 'simulator-events-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const device = (model: 'nvr8' | 'dvr4' | 'camera') =>
  createDevice({ model, user: 'admin', password: 'x', timezone: 'CST-8:00:00', now: () => new Date(0) })

/** A row of numbers that repeats nothing within a test. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 16807) % 2147483647
    return state / 2147483647
  }
}

describe('events by chance', () => {
  test('all channels and many kinds come, but never an offline channel or a trigger that tells nobody', () => {
    const recorder = device('nvr8')
    const random = dice(42)
    const drawn = Array.from({ length: 2000 }, () => drawEvent(recorder, random)!)
    const channels = new Set(drawn.map(({ channel }) => channel))
    expect([...channels].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    const types = new Set(drawn.map(({ type }) => type))
    for (const type of ['VMD', 'linedetection', 'shelteralarm', 'videoloss', 'IO', 'diskfull'])
      expect(types).toContain(type)
    expect(drawn.some(({ type, channel }) => type === 'shelteralarm' && channel === 6)).toBe(false)
    expect(drawn.filter(({ type }) => type === 'VMD').length).toBeGreaterThan(400)
  })

  test('an input without a signal raises nothing', () => {
    expect(candidates(device('dvr4')).some(({ channel }) => channel === 4)).toBe(false)
  })

  test('they begin by themselves and go on', async () => {
    await using simulator = await startSimulator({
      model: 'nvr8',
      rtsp: false,
      events: 'random',
      random: dice(7),
      speed: 100,
    })
    using alerts = await openAlerts(simulator.port)
    const seen = new Set<string>()
    await eventually(async () => {
      const { value, type } = await alerts.part()
      if (type !== 'image/jpeg' && value('eventState') === 'active')
        seen.add(`${value('eventType')} ${value('channelID')}`)
      return seen.size >= 4
    }, 'four different alarms came')
  }, 120_000)
})

describe('events from a file', () => {
  test('are played in their order, again and again', async () => {
    const file = join(folder, 'events.jsonl')
    writeFileSync(
      file,
      '{"at":1,"type":"VMD","channel":2,"state":"active"}\n{"at":3,"type":"IO","input":1,"state":"active"}\n',
    )
    await using simulator = await startSimulator({ model: 'nvr8', rtsp: false, events: file, speed: 50 })
    using alerts = await openAlerts(simulator.port)
    const next = async () => (await alerts.alert()).value('eventType')
    // Rounds begin without waiting for anybody, so the first one may be heard from its middle.
    const first = await next()
    if (first !== 'VMD') expect([first, await next()]).toEqual(['IO', 'VMD'])
    expect([await next(), await next(), await next(), await next()]).toEqual(['IO', 'VMD', 'IO', 'VMD'])
  })

  test.each([
    ['', 'is empty'],
    ['[]', 'is empty'],
    ['{"at":1}\nnonsense', 'Line 2 of the events is not JSON'],
    ['[{"type":"VMD"}]', 'at'],
    ['{"at":1,"colour":"red"}', 'colour'],
  ])('%j is refused with a reason', (text, reason) => {
    expect(() => parseScript(text)).toThrow(reason)
  })
})

describe('the control side', () => {
  const post = (simulator: Simulator, path: string, body: unknown, method = 'POST') =>
    fetch(`${simulator.url}/sim${path}`, {
      method,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })

  test('raises one event or a list, without a login', async () => {
    await using simulator = await startSimulator({ model: 'nvr8', rtsp: false })
    using alerts = await openAlerts(simulator.port)
    const events = [
      { type: 'VMD', channel: 1, state: 'active' },
      { type: 'diskfull', channel: 0, state: 'active' },
    ]
    expect(await (await post(simulator, '/events', events)).json()).toEqual({ raised: 2 })
    expect((await alerts.alert()).value('eventType')).toBe('VMD')
    const full = await alerts.alert()
    expect(full.value('eventType')).toBe('diskfull')
    expect(full.value('channelID')).toBeNull()
  })

  test('says what is wrong with an event, a fault, a channel or an address', async () => {
    await using simulator = await startSimulator({ model: 'dvr4', rtsp: false })
    const wrong = async (path: string, body: unknown) => {
      const answer = await post(simulator, path, body)
      return `${answer.status} ${((await answer.json()) as { error: string }).error}`
    }
    expect(await wrong('/events', '{')).toBe('400 The body is not JSON.')
    expect(await wrong('/events', { channel: 'one' })).toStartWith('400 ')
    expect(await wrong('/faults', { status: 418 })).toStartWith('400 ')
    expect(await wrong('/channels/9', { online: false })).toContain('no channel 9')
    expect(await wrong('/nothing', {})).toBe('404 There is no POST /sim/nothing here.')
  })

  test('switches faults, password and channels, and tells the state', async () => {
    await using simulator = await startSimulator({ model: 'nvr8', rtsp: false })
    await post(simulator, '/faults', { status: 503, path: '/ISAPI/System' })
    await post(simulator, '/password', { password: 'next' })
    await post(simulator, '/channels/8', { online: true, name: 'Loft' })
    const status = async () => (await ask(simulator.port, '/ISAPI/System/status', { password: 'next' })).status
    expect(await status()).toBe(503)
    await post(simulator, '/faults', '', 'DELETE')
    expect(await status()).toBe(200)
    const state = (await (await fetch(`${simulator.url}/sim`)).json()) as {
      channels: { number: number; name: string; online: boolean; looks: unknown }[]
      requestCount: number
      faults: unknown[]
    }
    expect(state.channels[7]).toEqual({ number: 8, name: 'Loft', online: true, looks: null })
    expect(state.faults).toEqual([])
    expect(state.requestCount).toBe(4)
    expect(JSON.stringify(state)).not.toContain('next')
  })

  test('unplugs for a while', async () => {
    await using simulator = await startSimulator({ model: 'nvr8', rtsp: false })
    using alerts = await openAlerts(simulator.port)
    await post(simulator, '/unplug', { seconds: 0.1 })
    await alerts.client.hungUp()
    await eventually(
      () =>
        fetch(`${simulator.url}/sim`).then(
          (answer) => answer.ok,
          () => false,
        ),
      'the device is back',
    )
  })
})
