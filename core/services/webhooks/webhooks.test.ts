// Webhooks against receivers that really listen, with a clock that the test moves.
import { afterEach, describe, expect, test } from 'bun:test'
import { createHmac } from 'node:crypto'
import { webhooks as table } from '../../db/schema/index.ts'
import type { Alarm } from '../../domain/alarm.ts'
import { createClock } from '../../testing/clock.ts'
import { createPeople } from '../../testing/people.ts'
import { until } from '../../testing/until.ts'
import { createAddressGuard } from '../addresses.ts'
import { createWebhooks, type WebhookInput } from './index.ts'
import { judge, pauseSeconds } from './policy.ts'
import { MOST_WAITING } from './queue.ts'

let open: AsyncDisposableStack[] = []
afterEach(async () => {
  for (const one of open.reverse()) await one.disposeAsync()
  open = []
})

interface Got {
  headers: Headers
  body: { type: string; timestamp: string; data: { id: number } }
  text: string
}

/** A receiver whose answer the test sets. */
function receiver() {
  const got: Got[] = []
  const state = { answer: (): Response | Promise<Response> => new Response(null, { status: 204 }) }
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      const text = await request.text()
      got.push({ headers: request.headers, body: JSON.parse(text), text })
      return state.answer()
    },
  })
  return { got, state, url: `http://127.0.0.1:${server.port}/hook?token=very-secret`, stop: () => server.stop(true) }
}

async function start({ allowLoopback = true } = {}) {
  const ending = new AsyncDisposableStack()
  open.push(ending)
  const people = ending.use(createPeople())
  const clock = createClock()
  const { db, bus, log, secrets } = people
  const { access, activity } = people.services
  const guard = createAddressGuard({ allowLoopback })
  const make = () =>
    createWebhooks({
      ...{ db, bus, access, activity, secrets, guard, log },
      now: clock.now,
      timers: clock.timers,
      random: () => 0.5,
    })
  const service = ending.use(make())
  const say = ({ id, kind }: Alarm) => ({ id, kind })
  service.start(say)
  const { caller, user } = await people.person({ username: 'anna' })
  const { channels } = people.device(user.householdId)
  const hook = receiver()
  ending.defer(hook.stop)
  const input: WebhookInput = {
    name: 'Door bell',
    url: hook.url,
    verifyTls: true,
    kinds: null,
    channelIds: null,
    isEnabled: true,
  }
  let alarms = 0
  function alarm(values: Partial<Alarm> = {}): Alarm {
    return {
      id: ++alarms,
      uuid: Bun.randomUUIDv7(),
      householdId: user.householdId,
      deviceId: 1,
      channelId: channels[0]?.id ?? null,
      channelNo: 1,
      channelName: 'Door',
      deviceAddress: '192.0.2.1',
      kind: 'motion',
      rawType: 'VMD',
      message: 'Motion detected',
      region: null,
      area: null,
      target: null,
      rule: null,
      deviceTime: null,
      beganAt: clock.now(),
      endedAt: null,
      endReason: null,
      hasPicture: false,
      recordingId: null,
      ...values,
    }
  }
  const began = (values?: Partial<Alarm>) => bus.emit('alarm.began', alarm(values))
  return { people, clock, service, make, say, caller, user, channels, hook, input, alarm, began, ending, bus, db }
}

type Stand = Awaited<ReturnType<typeof start>>

/** Moves the clock until it is so: what goes over the network takes its own time. */
const moved = (what: string, { clock }: Stand, seconds: number, ask: () => boolean) =>
  until(what, async () => {
    if (ask()) return true
    await clock.advance(seconds * 1000)
    return ask()
  })

describe('a webhook', () => {
  test('is told of alarms in their order, signed so that its owner can check it', async () => {
    const stand = await start()
    const { service, caller, hook, input, began, bus, alarm, clock } = stand
    const { webhook, secret } = service.create(caller, input)
    expect(secret).toMatch(/^whsec_.{44}$/)
    began()
    bus.emit('alarm.ended', alarm({ id: 1, endedAt: clock.now(), endReason: 'hold' }))
    await moved('both have come', stand, 0, () => hook.got.length === 2)
    expect(hook.got.map(({ body }) => [body.type, body.data.id])).toEqual([
      ['alarm.began', 1],
      ['alarm.ended', 1],
    ])
    const [first] = hook.got
    const id = first?.headers.get('webhook-id')
    const at = first?.headers.get('webhook-timestamp')
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
    const right = createHmac('sha256', key).update(`${id}.${at}.${first?.text}`).digest('base64')
    expect(first?.headers.get('webhook-signature')).toBe(`v1,${right}`)
    expect(Number(at) * 1000).toBe(+clock.now())
    await until('nothing waits', () => service.get(caller, webhook.id).waiting === 0)
    expect(service.get(caller, webhook.id)).toMatchObject({ failures: 0, lastError: null })
  })

  test('gets only the kinds and channels that it asked for, of its own household', async () => {
    const stand = await start()
    const { service, caller, hook, input, began, channels } = stand
    const [first, second] = channels
    if (!first || !second) throw new Error('no channels')
    service.create(caller, { ...input, kinds: ['motion', 'face'], channelIds: [second.uuid] })
    began({ channelId: first.id })
    began({ channelId: second.id, kind: 'sound' })
    began({ channelId: null })
    began({ channelId: second.id, householdId: 4711 })
    began({ channelId: second.id, kind: 'face' })
    await moved('one has come', stand, 0, () => hook.got.length > 0)
    began({ channelId: second.id })
    await moved('another has come', stand, 0, () => hook.got.length > 1)
    expect(hook.got.map(({ body }) => body.data.id)).toEqual([5, 6])
  })

  test('gets what it did not take once it is back, with growing pauses and under the same name', async () => {
    const stand = await start()
    const { service, caller, hook, input, began, clock } = stand
    const { webhook } = service.create(caller, input)
    hook.state.answer = () => new Response('busy', { status: 503 })
    began()
    began()
    await moved('the first try', stand, 0, () => service.get(caller, webhook.id).failures === 1)
    await clock.advance(4000)
    expect(hook.got.length).toBe(1)
    await moved('three more tries', stand, 5, () => service.get(caller, webhook.id).failures === 4)
    expect(new Set(hook.got.map(({ headers }) => headers.get('webhook-id'))).size).toBe(1)
    expect(service.get(caller, webhook.id)).toMatchObject({ waiting: 2, lastError: expect.stringContaining('503') })
    hook.state.answer = () => new Response()
    await moved('all is there', stand, 60, () => service.get(caller, webhook.id).waiting === 0)
    expect(hook.got.slice(-2).map(({ body }) => body.data.id)).toEqual([1, 2])
    expect(service.get(caller, webhook.id)).toMatchObject({ failures: 0, failingSince: null, lastError: null })
  })

  test('does not lose what waits when the appliance starts again', async () => {
    const stand = await start()
    const { service, make, say, caller, hook, input, began, ending } = stand
    hook.state.answer = () => new Response(null, { status: 500 })
    const { webhook } = service.create(caller, input)
    began()
    await moved('a try', stand, 0, () => service.get(caller, webhook.id).failures === 1)
    began()
    // Not even what came in the last moment.
    await service[Symbol.asyncDispose]()
    hook.state.answer = () => new Response()
    const next = ending.use(make())
    next.start(say)
    expect(next.get(caller, webhook.id).waiting).toBe(2)
    await moved('all is there', stand, 10, () => next.get(caller, webhook.id).waiting === 0)
    expect(hook.got.slice(-2).map(({ body }) => body.data.id)).toEqual([1, 2])
  })

  test('that takes nothing keeps no alarm waiting, and only so much waits for it', async () => {
    const stand = await start()
    const { service, caller, hook, input, began, clock } = stand
    hook.state.answer = () => new Promise(() => {})
    const { webhook } = service.create(caller, input)
    const before = performance.now()
    for (let index = 0; index < MOST_WAITING + 50; index++) began()
    // Each is put down in memory; ten a millisecond would still be slow.
    expect(performance.now() - before).toBeLessThan(2000)
    await clock.advance(0)
    expect(service.get(caller, webhook.id)).toMatchObject({ waiting: MOST_WAITING, dropped: 50 })
  })

  test('that refuses a message as such does not hold up the next ones for ever', async () => {
    const stand = await start()
    const { service, caller, hook, input, began } = stand
    service.create(caller, input)
    hook.state.answer = () => new Response(null, { status: hook.got.at(-1)?.body.data.id === 1 ? 422 : 200 })
    began()
    began()
    await moved('the second has come', stand, 60, () => hook.got.at(-1)?.body.data.id === 2)
    expect(hook.got.map(({ body }) => body.data.id)).toEqual([1, 1, 1, 1, 1, 2])
  })

  test('whose receiver is gone for good is turned off with a word, and on again by a person', async () => {
    const stand = await start()
    const { service, caller, hook, input, began, people } = stand
    const { webhook } = service.create(caller, input)
    const switched: (string | null)[] = []
    people.bus.on(
      'webhook.switched',
      ({ webhookId, offReason }) => void (webhookId === webhook.id && switched.push(offReason)),
    )
    hook.state.answer = () => new Response(null, { status: 410 })
    began()
    await moved('it is off', stand, 0, () => !service.get(caller, webhook.id).isEnabled)
    expect(service.get(caller, webhook.id)).toMatchObject({ waiting: 0, offReason: expect.stringContaining('gone') })
    began()
    const [entry] = people.services.activity.list(caller, { limit: 1 }).items
    expect(entry).toMatchObject({ action: 'webhook_turned_off', callerKind: 'system', success: false })
    hook.state.answer = () => new Response()
    expect(service.change(caller, webhook.id, { isEnabled: true })).toMatchObject({ offReason: null, failures: 0 })
    began()
    await moved('it is told', stand, 0, () => hook.got.length === 2)
    expect(hook.got.at(-1)?.body.data.id).toBe(3)
    expect(switched).toEqual([expect.stringContaining('gone'), null])
    service.change(caller, webhook.id, { isEnabled: false })
    expect(switched).toHaveLength(2)
    service.remove(caller, webhook.id)
    expect(switched).toHaveLength(3)
  })

  test('follows no redirect, and is never an address of this machine', async () => {
    const stand = await start()
    const { service, caller, hook, input } = stand
    const other = receiver()
    stand.ending.defer(other.stop)
    hook.state.answer = () => Response.redirect(other.url, 307)
    const { webhook } = service.create(caller, input)
    expect(await service.test(caller, webhook.id)).toMatchObject({ ok: false, status: 307 })
    expect(other.got).toEqual([])

    const strict = await start({ allowLoopback: false })
    for (const url of [
      'http://127.0.0.1:1/',
      'http://[::1]/',
      'http://0x7f.1/',
      'http://169.254.169.254/x',
      'ftp://a.b/',
    ])
      expect(() => strict.service.create(strict.caller, { ...strict.input, url })).toThrow()
    const named = strict.service.create(strict.caller, { ...strict.input, url: 'http://localhost:1/' })
    expect(await strict.service.test(strict.caller, named.webhook.id)).toMatchObject({
      ok: false,
      status: null,
      text: expect.stringContaining('this machine itself'),
    })
  })

  test('says what a test came to', async () => {
    const stand = await start()
    const { service, caller, hook, input, people } = stand
    const { webhook } = service.create(caller, input)
    expect(await service.test(caller, webhook.id)).toMatchObject({ ok: true, status: 204 })
    expect(hook.got[0]?.body.type).toBe('test')
    hook.stop()
    expect(await service.test(caller, webhook.id)).toMatchObject({ ok: false, status: null })
    const actions = people.services.activity.list(caller, { limit: 9 }).items
    expect(actions.map(({ action, success }) => [action, success])).toEqual([
      ['test_webhook', false],
      ['test_webhook', true],
      ['create_webhook', true],
      ...actions.slice(3).map(({ action, success }): [string, boolean] => [action, success]),
    ])
    expect(JSON.stringify(actions)).not.toContain('very-secret')
  })

  test('keeps address and secret encrypted, and is seen by admins of its household alone', async () => {
    const { service, caller, input, people, db } = await start()
    const { webhook, secret } = service.create(caller, input)
    const stored = JSON.stringify(db.select().from(table).all())
    expect(stored).not.toContain('very-secret')
    expect(stored).not.toContain(secret.slice(6))
    expect(service.list(caller).map(({ url }) => url)).toEqual([input.url])
    const viewer = await people.person({ username: 'dora' }, caller)
    const operator = await people.person({ username: 'olaf', role: 'operator' }, caller)
    for (const { caller: other } of [viewer, operator])
      for (const verb of [
        () => service.list(other),
        () => service.get(other, webhook.id),
        () => service.create(other, input),
        () => service.change(other, webhook.id, {}),
        () => service.renewSecret(other, webhook.id),
        () => service.remove(other, webhook.id),
      ])
        expect(verb).toThrow('Insufficient permissions')
    people.services.settings.set(caller, 'open_registration', true)
    const stranger = await people.person({ username: 'eve' })
    expect(service.list(stranger.caller)).toEqual([])
    expect(() => service.get(stranger.caller, webhook.uuid)).toThrow('Webhook not found')
    expect(service.renewSecret(caller, webhook.id).secret).not.toBe(secret)
    service.remove(caller, webhook.uuid)
    expect(service.list(caller)).toEqual([])
  })
})

test('pauses grow to an hour, and three days in vain are enough', () => {
  const half = () => 0.5
  expect([1, 2, 3, 4, 5, 6, 60].map((failures) => pauseSeconds(failures, half))).toEqual([
    5, 20, 80, 320, 1280, 3600, 3600,
  ])
  const away = { ok: false, status: null, text: 'nobody answers', retryAfterSeconds: null }
  const now = new Date('2026-03-04T00:00:00Z')
  const days = (count: number) => new Date(+now - count * 86_400_000)
  const after = (failures: number, failingSince: Date) => judge({ failures, failingSince }, 1, away, now, half).off
  expect(after(60, days(3))).toContain('nobody answers')
  expect(after(60, days(2))).toBeNull()
  // The clock of a machine without a battery has jumped.
  expect(after(3, days(20_000))).toBeNull()
  const asked = { ...away, status: 429, retryAfterSeconds: 900 }
  expect(judge({ failures: 0, failingSince: null }, 1, asked, now, half).retryAt).toEqual(new Date(+now + 900_000))
})
