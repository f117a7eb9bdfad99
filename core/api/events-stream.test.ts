// The event stream as a script reads it: over HTTP with an API key, cut off and taken up again.
import { describe, expect, test } from 'bun:test'
import { createFakeDriver } from '../testing/fake-driver.ts'
import { createTestApp } from '../testing/test-app.ts'
import { until } from '../testing/until.ts'
import { note, readTold, type Told, writeTold } from './event-cursor.ts'

interface Message {
  id: string | undefined
  event: string
  // biome-ignore lint/suspicious/noExplicitAny: what came over the wire is what the test is about.
  data: any
}

/** Reads a stream until it ends or is closed. */
async function listen(url: string, key: string, lastEventId?: string) {
  const ending = new AbortController()
  const answer = await fetch(`${url}/api/events/stream`, {
    headers: { 'x-api-key': key, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) },
    signal: ending.signal,
  })
  const heard: Message[] = []
  let rest = ''
  async function read() {
    const decoder = new TextDecoder()
    for await (const chunk of answer.body ?? []) {
      const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks.filter((text) => !text.startsWith(':'))) {
        const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)))
        heard.push({ id: fields.id, event: fields.event, data: JSON.parse(fields.data) })
      }
    }
  }
  const done = read().catch(() => {})
  const alarms = () =>
    heard.flatMap(({ event, data }) => (/^alarm\./.test(event) ? [[event, data.id ?? data.ids]] : []))
  return { status: answer.status, heard, alarms, done, close: () => ending.abort(), last: () => heard.at(-1)?.id }
}

async function start() {
  const driver = createFakeDriver()
  driver.add('192.0.2.7')
  const porchlight = await createTestApp([{ id: 'fake', title: 'Fake', driver }])
  const { ask } = porchlight
  const device = { ip_web: '192.0.2.7', username: 'admin', password: 'right-password', brand: 'fake' }
  await ask('POST', '/api/devices', device)
  const channels: { id: number; source_key: string }[] = await until('channels are there', async () => {
    const { body } = await ask('GET', '/api/channels')
    return body.length > 1 && body
  })
  await ask('PUT', '/api/settings/alarm_hold', { value: { motion: { hold: 0, min_on: 0 } } })
  const say = (channel: number, active: boolean) =>
    porchlight.app.services.alarms.notice(1, {
      ...{ kind: 'motion', rawType: 'VMD', active, sourceKey: channels[channel]?.source_key ?? null },
      ...{ time: null, region: null, target: null, rule: 'Front garden', picture: null },
    })
  const made = async (token?: string) =>
    (await ask('POST', '/api/keys', { name: 'script', read_only: true }, token)).body.data
  return { porchlight, ask, channels, say, made }
}

describe('the event stream', () => {
  test('says first what is open, then what happens, and goes on after a break without a gap or a repeat', async () => {
    const { porchlight, say, made } = await start()
    await using _ = porchlight
    const { key } = await made()
    say(0, true)
    const first = await listen(porchlight.url, key)
    await until('it has said what is open', () => first.heard.some(({ event }) => event === 'alarms'))
    expect(first.heard[0]?.event).toBe('hello')
    const told = first.heard.find(({ event }) => event === 'alarms')
    expect(told?.data).toMatchObject({
      open: [{ id: 1, kind: 'motion', rule: 'Front garden', ended_at: null }],
      missed: false,
    })
    say(1, true)
    say(1, false)
    await until('both were heard', () => first.alarms().length === 2)
    expect(first.alarms()).toEqual([
      ['alarm.began', 2],
      ['alarm.ended', 2],
    ])
    const began = first.heard.find(({ event }) => event === 'alarm.began')
    expect(began?.data).toMatchObject({ rule: 'Front garden' })
    const cursor = first.last()
    first.close()
    await first.done

    say(0, false)
    say(1, true)
    say(1, false)
    say(0, true)
    const second = await listen(porchlight.url, key, cursor)
    await until('it has caught up', () => second.alarms().length === 4)
    say(0, false)
    await until('it goes on', () => second.alarms().length === 5)
    expect(second.alarms().toSorted()).toEqual([
      ['alarm.began', 3],
      ['alarm.began', 4],
      ['alarm.ended', 1],
      ['alarm.ended', 3],
      ['alarm.ended', 4],
    ])
    expect(second.heard.some(({ event }) => event === 'alarms')).toBe(false)
    expect(second.last()).toBe('4')
    second.close()
    await second.done

    // Over a restart, too; and what was removed meanwhile is said to be.
    say(0, true)
    const third = await listen(porchlight.url, key, '4')
    await until('the fifth', () => third.alarms().length === 1)
    expect(third.last()).toBe('5.5')
    third.close()
    await porchlight.restart()
    const fourth = await listen(porchlight.url, key, '5.5.4711')
    await until('its end', () => fourth.alarms().length === 2)
    expect(fourth.alarms()).toEqual([
      ['alarm.removed', [4711]],
      ['alarm.ended', 5],
    ])
    fourth.close()
  }, 120_000)

  test('begins anew for a client that names nothing we know, or has missed too much', async () => {
    const { porchlight, say, made } = await start()
    await using _ = porchlight
    const { key } = await made()
    for (let index = 0; index < 320; index++) {
      say(0, true)
      say(0, false)
    }
    for (const cursor of ['0', 'nonsense', '1.2.x', '99+']) {
      const stream = await listen(porchlight.url, key, cursor)
      await until('it begins anew', () => stream.heard.length === 2)
      expect([stream.heard[1]?.event, stream.heard[1]?.data]).toEqual(['alarms', { open: [], missed: true }])
      expect(stream.last()).toBe('320')
      stream.close()
      await stream.done
    }
  }, 120_000)

  test('tells a viewer of his channels alone', async () => {
    const { porchlight, ask, channels, say, made } = await start()
    await using _ = porchlight
    const viewer = { username: 'viewer', password: 'viewer-password' }
    const { body } = await ask('POST', '/api/auth/register', { ...viewer, role: 'viewer' })
    const { token } = (await ask('POST', '/api/auth/login', viewer)).body
    const { key } = await made(token)
    say(1, true)
    const blind = await listen(porchlight.url, key, '0')
    await until('hello', () => blind.heard.length > 0)
    say(0, true)
    say(0, false)
    expect(body.success).toBe(true)
    const owner = await listen(porchlight.url, (await made()).key, '0')
    await until('the owner hears of all', () => owner.alarms().length === 3)
    expect(blind.alarms()).toEqual([])
    expect(channels.length).toBeGreaterThan(1)
    blind.close()
    owner.close()
  }, 120_000)

  test('ends with its key, takes ten at a time, and none without a key', async () => {
    const { porchlight, ask, made } = await start()
    await using _ = porchlight
    const { key, id } = await made()
    const streams = await Promise.all(Array.from({ length: 10 }, () => listen(porchlight.url, key)))
    expect((await listen(porchlight.url, key)).status).toBe(429)
    streams[0]?.close()
    await until('there is room again', async () => {
      const next = await listen(porchlight.url, key)
      next.close()
      return next.status === 200
    })
    for (let index = 0; index < 12; index++) {
      const head = await fetch(`${porchlight.url}/api/events/stream`, { method: 'HEAD', headers: { 'x-api-key': key } })
      expect([200, 429]).toContain(head.status)
    }
    await ask('DELETE', `/api/keys/${id}`)
    await Promise.all(streams.map(({ done }) => done))
    expect((await listen(porchlight.url, key)).status).toBe(401)
    expect((await fetch(`${porchlight.url}/api/events/stream`)).status).toBe(401)
  }, 120_000)
})

test('what was told is written down and read again', () => {
  const told: Told = { last: 0, open: new Set() }
  expect(note(told, 'alarm.began', 7)).toBe('7.7')
  expect(note(told, 'alarm.began', 9)).toBe('9.7.9')
  expect(note(told, 'alarm.ended', 7)).toBe('9.9')
  expect(readTold('9.9')).toEqual(told)
  expect(note(told, 'alarm.ended', 9)).toBe('9')
  const many: Told = { last: 500, open: new Set(Array.from({ length: 201 }, (_, index) => index)) }
  expect(writeTold(many)).toBe('500+')
  expect(readTold('500+')).toBeNull()
  expect(readTold(undefined)).toBeNull()
  expect(readTold('1'.repeat(5000))).toBeNull()
})
