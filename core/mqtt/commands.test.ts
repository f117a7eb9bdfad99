// What is obeyed of all that can come on a command topic, and how it is answered.
import { describe, expect, test } from 'bun:test'
import { Fault } from '../domain/fault.ts'
import { createLog } from '../log.ts'
import type { HubCommand } from '../services/hub-commands.ts'
import { until } from '../testing/until.ts'
import { askedBy, commandFilters, isCommandTopic, wordIn } from './command-topics.ts'
import { createCommands } from './commands.ts'
import type { Message } from './retained.ts'

const ROOT = 'porchlight/k3f9x2ab'
const SWITCH = `${ROOT}/n7c31/output_1/set`
const BUTTON = `${ROOT}/n7c31/ch2/cmd/take_snapshot`

function stand(announced: string[] = [SWITCH, BUTTON, `${ROOT}/bridge/cmd/announce`]) {
  const at = { ms: 1_000_000 }
  const sent: Message[] = []
  const ran: HubCommand[] = []
  const told: string[] = []
  const shown: number[] = []
  const fault: { now: Fault | null } = { now: null }
  let announcements = 0
  const commands = createCommands({
    root: () => ROOT,
    isAnnounced: (topic) => announced.includes(topic),
    async run(command) {
      ran.push(command)
      if (fault.now) throw fault.now
      return { picture: command.name === 'take_snapshot' ? { channelId: 7, jpeg: new Uint8Array(4) } : null }
    },
    tellAgain: (topic) => void told.push(topic),
    announce: () => void announcements++,
    show: (channelId) => void shown.push(channelId),
    send: (message) => void sent.push(message),
    log: createLog('silent'),
    now: () => new Date(at.ms),
  })
  const results = () =>
    sent
      .filter(({ topic }) => topic === `${ROOT}/bridge/result`)
      .map(({ payload }) => JSON.parse(String(payload)) as { topic: string; ok: boolean; error?: string; time: string })
  return {
    ...{ at, sent, ran, told, shown, fault, results },
    announcements: () => announcements,
    say: (topic: string, payload: string, retained = false) =>
      commands.message(topic, new TextEncoder().encode(payload), retained),
    answered: (count: number) => until('they are answered', () => results().length === count),
  }
}

describe('what a topic stands for', () => {
  test.each([
    ['bridge/cmd/sync', { command: 'sync_all', hubKey: null, channelNo: null }],
    ['bridge/cmd/announce', { command: 'announce', hubKey: null, level: 'safe' }],
    ['n7c31/cmd/reboot', { command: 'reboot', hubKey: 'n7c31', channelNo: null, level: 'all' }],
    ['n7c31/output_12/set', { command: 'output', outputId: 12, stateTopic: `${ROOT}/n7c31/output_12` }],
    ['n7c31/holiday/set', { command: 'holiday', platform: 'switch' }],
    ['n7c31/ch33/cmd/take_snapshot', { command: 'take_snapshot', channelNo: 33, stateTopic: null }],
    ['n7c31/ch1/motion_detection/set', { command: 'detection', kind: 'motion', level: 'safe' }],
    ['n7c31/ch1/line_crossing_detection/set', { command: 'detection', kind: 'line_crossing' }],
    ['n7c31/ch1/stream/set', { command: 'stream', level: 'safe' }],
    ['n7c31/ch1/record/set', { command: 'record', level: 'all' }],
  ])('%s', (topic, asked) => {
    expect(askedBy(ROOT, `${ROOT}/${topic}`)).toMatchObject(asked as object)
  })

  test.each([
    'n7c31/cmd/holiday',
    'n7c31/sync/set',
    'n7c31/output_0/set',
    'n7c31/output_1x/set',
    'n7c31/ch0/stream/set',
    'n7c31/chx/stream/set',
    'n7c31/ch1/disk_full_detection/set',
    'n7c31/ch1/constructor/set',
    'bridge/stream/set',
    'n7c31/cmd/set',
    'a/b/c/d/set',
  ])('%s stands for nothing', (topic) => {
    expect(askedBy(ROOT, `${ROOT}/${topic}`)).toBeNull()
  })

  test('every command topic is among what is subscribed to', () => {
    const matches = (filter: string, topic: string) => new RegExp(`^${filter.replaceAll('+', '[^/]+')}$`).test(topic)
    for (const topic of [SWITCH, BUTTON, `${ROOT}/bridge/cmd/sync`, `${ROOT}/n7c31/ch1/stream/set`])
      expect(commandFilters(ROOT).some((filter) => matches(filter, topic))).toBe(true)
    expect(isCommandTopic(ROOT, `${ROOT}/n7c31/ch1/motion`)).toBe(false)
    expect(isCommandTopic(ROOT, 'porchlight/other/n7c31/output_1/set')).toBe(false)
  })

  test('a switch understands ON and OFF in any case, a button anything that is not too long', () => {
    const word = (platform: 'switch' | 'button', text: string) => wordIn(platform, new TextEncoder().encode(text))
    expect(['ON', 'on', 'oFf', ' ON', 'true', '1', 'ON\0'].map((text) => word('switch', text))).toEqual([
      ...[true, true, false],
      ...[null, null, null, null],
    ])
    expect(word('button', 'PRESS')).toBe(true)
    expect(word('button', 'x'.repeat(1025))).toBeNull()
  })
})

describe('a command', () => {
  test('is done, answered, and followed by the state', async () => {
    const { say, ran, told, answered, results } = stand()
    expect(say(SWITCH, 'on')).toBe(true)
    await answered(1)
    expect(ran).toEqual([{ name: 'output', hubKey: 'n7c31', channelNo: null, outputId: 1, kind: null, on: true }])
    expect(told).toEqual([`${ROOT}/n7c31/output_1`])
    expect(results()).toEqual([{ topic: SWITCH, ok: true, time: new Date(1_000_000).toISOString() }])
  })

  test('that fails is answered with the reason, and the switch goes back', async () => {
    const { say, told, answered, results, fault, sent } = stand()
    fault.now = new Fault('device-denied', 'The output was not switched: no right')
    say(SWITCH, 'ON')
    await answered(1)
    expect(results()).toMatchObject([{ ok: false, error: 'The output was not switched: no right' }])
    expect(told).toEqual([`${ROOT}/n7c31/output_1`])
    expect(sent.every(({ qos, retain }) => qos === 1 && !retain)).toBe(true)
  })

  test('for a picture shows it; that to announce again announces', async () => {
    const { say, shown, answered, announcements } = stand()
    say(BUTTON, 'PRESS')
    say(`${ROOT}/bridge/cmd/announce`, 'anything')
    await answered(2)
    expect(shown).toEqual([7])
    expect(announcements()).toBe(1)
  })

  test('that was retained is cleared and not obeyed', async () => {
    const { say, ran, sent, results, told } = stand()
    say(SWITCH, 'OFF', true)
    expect(ran).toEqual([])
    expect(sent).toContainEqual({ topic: SWITCH, payload: '', qos: 1, retain: true })
    expect(results()).toMatchObject([{ ok: false, error: expect.stringContaining('retain') }])
    expect(told).toEqual([`${ROOT}/n7c31/output_1`])
    // Our own clearing comes back to us.
    say(SWITCH, '')
    expect(ran).toEqual([])
    expect(results()).toHaveLength(1)
  })

  test('that nobody was offered, or that says neither ON nor OFF, is not obeyed', () => {
    const { say, ran, results, told } = stand()
    say(`${ROOT}/n7c31/output_2/set`, 'ON')
    say(`${ROOT}/n7c31/cmd/nonsense`, 'PRESS')
    say(SWITCH, 'maybe')
    expect(ran).toEqual([])
    expect(results()).toMatchObject([
      // Which of the two it is shows in Settings; who writes plain topics sees only this.
      { ok: false, error: expect.stringContaining('hub_control at "all"') },
      { ok: false, error: 'Nothing that we have announced takes commands here' },
      { ok: false, error: 'Only ON and OFF are understood' },
    ])
    // Only what is shown there can go back.
    expect(told).toEqual([`${ROOT}/n7c31/output_1`])
  })

  test('anywhere else is none', () => {
    const { say, sent } = stand()
    expect(say(`${ROOT}/n7c31/output_1`, 'ON')).toBe(false)
    expect(say('homeassistant/status', 'online')).toBe(false)
    expect(sent).toEqual([])
  })

  test('after hundreds of others waits for time to pass', async () => {
    const { say, ran, results, at } = stand()
    for (let i = 0; i < 1000; i++) say(SWITCH, 'ON')
    expect(ran).toHaveLength(300)
    await until('those are answered', () => results().filter(({ ok }) => ok).length === 300)
    expect(results().filter(({ ok }) => !ok)).toMatchObject([{ error: expect.stringContaining('Too many') }])
    at.ms += 1000
    say(SWITCH, 'ON')
    expect(ran).toHaveLength(301)
  })
})
