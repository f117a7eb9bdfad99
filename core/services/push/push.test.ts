// Being told of alarms by a push service that really listens, with a clock that the test moves.
import { afterEach, describe, expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { facts, pushSubscriptions, users } from '../../db/schema/index.ts'
import type { PushBrowser } from '../../testing/push-service.ts'
import { ALL, endStands, moved, startPush as start } from '../../testing/push-stand.ts'
import { until } from '../../testing/until.ts'
import { MOST_WAITING } from './courier.ts'

afterEach(endStands)

const idsOf = ({ got }: PushBrowser) => got.map(({ text }) => JSON.parse(text).id as number)

describe('a browser', () => {
  test('is told what, where and when, in a message that it alone can read and that is signed by us', async () => {
    const stand = await start()
    const { began, subscribed, push, caller, service, clock, first } = stand
    const { browser, row } = await subscribed()
    const at = clock.now().toISOString()
    began()
    await moved('it is told', stand, 0, () => browser.got.length === 1)
    const [message] = browser.got
    expect(JSON.parse(message?.text ?? '')).toEqual({
      ...{
        type: 'alarm',
        id: 1,
        kind: 'motion',
        title: 'Motion detected',
        where: 'Front door',
        at,
        channel: first.id,
        footage: false,
      },
    })
    expect(message?.signer).toBe(push.publicKey(caller))
    expect(message?.claims.aud).toBe(service.url)
    const lasts = (message?.claims.exp ?? 0) - Date.now() / 1000
    expect(lasts).toBeGreaterThan(0)
    expect(lasts).toBeLessThanOrEqual(86_400)
    const headers = ['content-encoding', 'urgency', 'content-type'].map((name) => message?.headers.get(name))
    expect(headers).toEqual(['aes128gcm', 'high', 'application/octet-stream'])
    expect(message?.headers.get('topic')).toMatch(/^[\w-]{32}$/)
    await until('it is written down', () => push.list(caller)[0]?.lastSuccessAt !== null)
    expect(push.list(caller)).toEqual([expect.objectContaining({ id: row.id, failures: 0, lastError: null })])
  })

  test('hears of one place and kind only once in half a minute', async () => {
    const stand = await start()
    const { began, subscribed, second, clock } = stand
    const { browser } = await subscribed()
    began()
    began()
    began({ kind: 'face' })
    began({ channelId: second.id })
    await clock.advance(29_000)
    began()
    await clock.advance(1_500)
    began()
    await moved('all have come', stand, 0, () => browser.got.length === 4)
    expect(idsOf(browser)).toEqual([1, 3, 4, 6])
  })

  test('hears of the kinds and channels that it asked for, and of its own household', async () => {
    const stand = await start()
    const { began, subscribed, caller, push, first, second } = stand
    const { browser, row } = await subscribed(caller, { kinds: ['motion', 'face'], channelIds: [second.uuid] })
    began({ channelId: first.id })
    began({ channelId: second.id, kind: 'sound' })
    began({ channelId: null, kind: 'motion' })
    began({ channelId: second.id, householdId: 4711 })
    began({ channelId: second.id, kind: 'face' })
    await moved('one has come', stand, 0, () => browser.got.length > 0)
    expect(push.change(caller, row.uuid, { kinds: null, channelIds: null })).toMatchObject(ALL)
    began({ channelId: null, kind: 'disk_error', channelName: null })
    await moved('another has come', stand, 0, () => browser.got.length > 1)
    expect(idsOf(browser)).toEqual([5, 6])
    expect(JSON.parse(browser.got[1]?.text ?? '')).toMatchObject({ where: '192.0.2.1', channel: null })
  })

  test('is told nothing that its owner may not see at that moment, nor when he is switched off', async () => {
    const stand = await start()
    const { people, began, subscribed, first, second, service, clock, db, push } = stand
    const { caller: dora, user } = await people.person({ username: 'dora' }, stand.caller)
    people.grant(user.id, first.id)
    people.grant(user.id, second.id)
    const { browser } = await subscribed(dora, { kinds: null, channelIds: [first.id, second.id] })
    const other = await subscribed(dora)
    began({ channelId: stand.third.id })
    began({ channelId: null, kind: 'disk_error' })
    began({ channelId: first.id })
    await moved('the first has come', stand, 0, () => browser.got.length === 1 && other.browser.got.length === 1)
    // Taken away while the push service is busy: the next try is not made.
    service.answer = () => new Response(null, { status: 503 })
    began({ channelId: second.id })
    await moved('a try', stand, 0, () => push.list(dora).every(({ failures }) => failures === 1))
    people.grant(user.id, second.id, { view: false })
    service.answer = () => new Response(null, { status: 201 })
    await clock.advance(60_000)
    expect(push.list(dora)[0]?.channelIds).toEqual([first.id])
    began({ channelId: first.id })
    await moved('the next has come', stand, 0, () => browser.got.length === 2 && other.browser.got.length === 2)
    db.update(users).set({ isActive: false }).where(eq(users.id, user.id)).run()
    await clock.advance(60_000)
    began({ channelId: first.id })
    await clock.advance(60_000)
    expect([idsOf(browser), idsOf(other.browser)]).toEqual([
      [3, 5],
      [3, 5],
    ])
  })

  test('that its push service does not know any more is forgotten', async () => {
    const stand = await start()
    const { began, subscribed, service, push, caller, make, ending, clock } = stand
    for (const status of [404, 410]) {
      await subscribed()
      service.answer = () => new Response(null, { status })
      began()
      await moved('it is gone', stand, 31, () => push.list(caller).length === 0)
      await clock.advance(31_000)
    }
    service.answer = () => new Response(null, { status: 201 })
    const { row } = await subscribed()
    service.answer = () => new Response(null, { status: 410 })
    expect(await ending.use(make()).test(caller, row.id)).toMatchObject({ ok: false, status: 410 })
    expect(push.list(caller)).toEqual([])
  })

  test('is told again where its push service is busy, a few times, and what is old by then is forgotten', async () => {
    const stand = await start()
    const { began, subscribed, service, push, caller, clock } = stand
    const { browser } = await subscribed()
    service.answer = () => new Response(null, { status: service.asked === 1 ? 503 : 201 })
    began()
    await moved('the first try', stand, 0, () => push.list(caller)[0]?.failures === 1)
    await clock.advance(4_000)
    expect(service.asked).toBe(1)
    await moved('the second', stand, 1, () => browser.got.length === 1)
    service.answer = () => new Response(null, { status: 500 })
    began({ kind: 'face' })
    await moved('four tries', stand, 30, () => push.list(caller)[0]?.failures === 4)
    await clock.advance(600_000)
    expect(service.asked).toBe(6)
    // It asks for an hour: that is no news any more then.
    service.answer = () => new Response(null, { status: 429, headers: { 'retry-after': '3600' } })
    began({ kind: 'sound' })
    await moved('one try', stand, 0, () => push.list(caller)[0]?.failures === 5)
    service.answer = () => new Response(null, { status: 400 })
    await clock.advance(4_000_000)
    began({ kind: 'pir' })
    await moved('one that is refused as such', stand, 0, () => push.list(caller)[0]?.failures === 6)
    await clock.advance(600_000)
    expect(service.asked).toBe(8)
    expect(push.list(caller)[0]).toMatchObject({ lastError: expect.stringContaining('answered 400') })
    service.answer = () => new Response(null, { status: 201 })
    began({ kind: 'motion' })
    await moved('all is well', stand, 0, () => push.list(caller)[0]?.failures === 0)
    expect(idsOf(browser)).toEqual([1, 5])
  })

  test('whose push service is slow keeps no alarm waiting, and only the newest few wait for it', async () => {
    const stand = await start()
    const { began, subscribed, service, clock, make, ending } = stand
    const { browser } = await subscribed()
    const { browser: other } = await subscribed()
    const later = Promise.withResolvers<void>()
    service.answer = () => later.promise.then(() => new Response(null, { status: 201 }))
    const before = performance.now()
    for (let index = 0; index < 2000; index++) began({ channelId: null, deviceId: index, kind: 'disk_full' })
    // Each is put down in memory; ten a millisecond would still be slow.
    expect(performance.now() - before).toBeLessThan(1000)
    await clock.advance(0)
    await until('both are asked', () => service.asked === 2)
    later.resolve()
    await until('what waited has come', () => browser.got.length === 1 + MOST_WAITING)
    await until('to both', () => other.got.length === 1 + MOST_WAITING)
    const [first = 0, ...rest] = idsOf(browser)
    expect([first, rest.length, rest.every((id) => id > first + MOST_WAITING)]).toEqual([1, MOST_WAITING, true])

    // A stop does not wait for one that never answers.
    service.answer = () => new Promise(() => {})
    began({ kind: 'sound' })
    await clock.advance(0)
    await until('they are asked again', () => service.asked === 2 * (2 + MOST_WAITING))
    await stand.push[Symbol.asyncDispose]()
    service.answer = () => new Response(null, { status: 201 })
    ending.use(make()).start()
    began({ kind: 'face' })
    await moved('what comes is told', stand, 0, () => idsOf(browser).at(-1) === 2002)
  })
})

describe('a subscription', () => {
  test('is its owner’s alone, known again by its address, and encrypted', async () => {
    const { people, push, caller, subscribed, db, second } = await start()
    const { row, endpoint, keys } = await subscribed()
    const stored = JSON.stringify([db.select().from(pushSubscriptions).all(), db.select().from(facts).all()])
    for (const secret of [endpoint, keys.p256dh, keys.auth]) expect(stored).not.toContain(secret)
    expect(JSON.stringify(push.list(caller))).not.toContain(keys.auth)
    const again = await push.subscribe(caller, { endpoint, ...keys }, { kinds: ['face'], channelIds: [second.id] })
    expect(push.list(caller)).toEqual([again])
    expect([again.id, again.uuid]).toEqual([row.id, row.uuid])
    const { caller: olaf } = await people.person({ username: 'olaf', role: 'operator' }, caller)
    for (const verb of [
      () => push.change(olaf, again.id, ALL),
      () => push.remove(olaf, again.id),
      () => push.list({ ...caller, kind: 'key', keyId: 1, readOnly: false }),
    ])
      expect(verb).toThrow()
    await expect(push.test(olaf, again.id)).rejects.toThrow('Subscription not found')
    // Whoever signs in on this browser now is told there, and nobody else.
    const taken = await push.subscribe(olaf, { endpoint, ...keys }, ALL)
    expect([push.list(caller), push.list(olaf)]).toEqual([[], [taken]])
    push.remove(olaf, taken.uuid)
    expect(push.list(olaf)).toEqual([])
    const actions = people.services.activity.list(caller, { limit: 20 }).items.map(({ action }) => action)
    expect(actions.slice(0, 2)).toEqual(['delete_push_subscription', 'create_push_subscription'])
  })

  test('is made with keys that a browser has, and with channels that its owner sees', async () => {
    const { people, push, caller, service, first } = await start()
    const { subscription } = await service.browser()
    const { endpoint, keys } = subscription
    for (const wrong of [{ p256dh: 'AAAA' }, { auth: 'AAAA' }, { p256dh: keys.p256dh.replace(/^B./, 'AA') }])
      await expect(push.subscribe(caller, { endpoint, ...keys, ...wrong }, ALL)).rejects.toThrow('keys')
    const { caller: dora } = await people.person({ username: 'dora' }, caller)
    const filter = { kinds: null, channelIds: [first.id] }
    await expect(push.subscribe(dora, { endpoint, ...keys }, filter)).rejects.toThrow('Channel not found')
    expect([push.list(caller), push.list(dora)]).toEqual([[], []])
  })

  test('is one of twenty, and ends with its account', async () => {
    const { people, push, caller, subscribed, db } = await start()
    const { caller: dora, user } = await people.person({ username: 'dora' }, caller)
    for (let index = 0; index < 20; index++) await subscribed(dora)
    await expect(subscribed(dora)).rejects.toThrow('20 browsers')
    await subscribed()
    db.delete(users).where(eq(users.id, user.id)).run()
    expect(push.list(dora)).toEqual([])
    expect(push.list(caller)).toHaveLength(1)
  })

  test('is not for who may sign in from certain networks only: a message finds him anywhere', async () => {
    const { people, push, caller, subscribed, began, clock, db } = await start()
    const { caller: dora, user } = await people.person({ username: 'dora', role: 'operator' }, caller)
    const { browser } = await subscribed(dora)
    db.update(users)
      .set({ allowedNetworks: ['192.0.2.0/24'] })
      .where(eq(users.id, user.id))
      .run()
    await expect(subscribed(dora)).rejects.toThrow('certain networks')
    const mine = await subscribed()
    began()
    await moved('I am told', { clock }, 0, () => mine.browser.got.length === 1)
    expect([browser.got, push.list(dora).length]).toEqual([[], 1])
  })

  test('leads to the internet alone', async () => {
    const { push, caller, service } = await start({ allowLoopback: false })
    const { subscription } = await service.browser()
    const { keys } = subscription
    for (const endpoint of [
      'http://push.example/x',
      'ftp://push.example/x',
      'https://127.0.0.1/x',
      'https://192.168.1.1/x',
      'https://[fd00::1]/x',
      'https://0x7f.1/',
      'https://169.254.169.254/x',
      'https://anna:secret@push.example/x',
      'nonsense',
    ])
      await expect(push.subscribe(caller, { endpoint, ...keys }, ALL)).rejects.toThrow(
        /endpoint|cannot be used as an address/,
      )
    // A name is looked up at each message.
    const row = await push.subscribe(caller, { endpoint: 'https://push.example/x', ...keys }, ALL)
    expect(row.service).toBe('push.example')
    expect(await push.test(caller, row.id)).toMatchObject({
      ...{ ok: false, status: null, text: 'push.example is not an address on the internet' },
    })
  })

  test('keeps its keys over a start; where the secret key is lost, browsers subscribe anew', async () => {
    const { push, make, caller, ending, subscribed, db } = await start()
    const key = push.publicKey(caller)
    await subscribed()
    expect(ending.use(make()).publicKey(caller)).toBe(key)
    db.update(facts).set({ value: 'v1.00000000.AAAA' }).where(eq(facts.key, 'push_keys')).run()
    const next = ending.use(make())
    expect(next.publicKey(caller)).not.toBe(key)
    expect(next.list(caller)).toEqual([])
  })
})
