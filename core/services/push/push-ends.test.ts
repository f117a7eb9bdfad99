// When a browser falls silent: with its sign-in, however that ended. And what of a failure stays its own.
import { afterEach, describe, expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { facts, pushSubscriptions, signIns } from '../../db/schema/index.ts'
import type { Caller } from '../../domain/caller.ts'
import { settle } from '../../testing/clock.ts'
import { ALL, endStands, moved, startPush } from '../../testing/push-stand.ts'
import { endAllSignIns } from '../key-rotation.ts'
import { resetPassword } from '../reset-password.ts'
import { createAnnouncer } from './announcer.ts'

afterEach(endStands)

/** Somebody who signs in on several browsers. */
async function withMarie() {
  const stand = await startPush()
  const { people, push, db } = stand
  const { tokens } = people.services
  const { user } = await people.person({ username: 'marie', role: 'operator' }, stand.caller)
  const at = (agent: string) => {
    const origin = { address: '192.0.2.9', agent }
    const pair = tokens.signIn(user, origin)
    return { ...tokens.read(pair.accessToken, origin), refreshToken: pair.refreshToken, origin }
  }
  const named = (caller: Caller) => push.list(caller).map(({ agent }) => agent)
  const stored = () =>
    db
      .select({ agent: pushSubscriptions.agent })
      .from(pushSubscriptions)
      .all()
      .map((one) => one.agent)
  return { ...stand, tokens, user, at, named, stored }
}

describe('a browser is told nothing more', () => {
  test('when its own sign-in is ended, whatever others call themselves', async () => {
    const { people, subscribed, tokens, at, named } = await withMarie()
    const { signIns: list } = people.services
    const [phone, twin, tablet, desk] = [at('Phone'), at('Phone'), at('Tablet'), at('Desk')]
    for (const one of [phone, twin, tablet, desk]) await subscribed(one)
    list.end(desk, phone.signInId)
    expect(named(desk)).toEqual(['Phone', 'Tablet', 'Desk'])
    tokens.signOut(tablet)
    expect(named(desk)).toEqual(['Phone', 'Desk'])
    list.endOthers(desk)
    expect(named(desk)).toEqual(['Desk'])
  })

  test('when its sign-in was given a copied token, or the password is reset on the appliance itself', async () => {
    const { db, clock, people, subscribed, tokens, at, stored } = await withMarie()
    const [phone, desk] = [at('Phone'), at('Desk')]
    for (const one of [phone, desk]) await subscribed(one)
    tokens.refresh(phone.refreshToken, phone.origin)
    people.pass(60)
    expect(() => tokens.refresh(phone.refreshToken, phone.origin)).toThrow('Invalid refresh token')
    expect(stored()).toEqual(['Desk'])
    await resetPassword(db, 'marie', 'another good password', clock.now())
    expect(stored()).toEqual([])
  })

  test('from the moment that its sign-in expires, before that is swept away', async () => {
    const stand = await withMarie()
    const { db, push, subscribed, began, at, named } = stand
    const [phone, desk] = [at('Phone'), at('Desk')]
    const { browser, row } = await subscribed(phone)
    const { browser: told } = await subscribed(desk)
    db.update(signIns).set({ expiresAt: stand.clock.now() }).where(eq(signIns.id, phone.signInId)).run()
    began()
    await moved('the other is told', stand, 0, () => told.got.length === 1)
    await expect(push.test(desk, row.id)).rejects.toThrow('Subscription not found')
    expect([browser.got, named(desk)]).toEqual([[], ['Desk']])
  })

  test('when the secret key is changed, which also gives the appliance another pair of keys', async () => {
    const { db, push, subscribed, at, stored } = await withMarie()
    const phone = at('Phone')
    await subscribed(phone)
    const before = push.publicKey(phone)
    endAllSignIns(db)
    expect([stored(), db.select().from(facts).where(eq(facts.key, 'push_keys')).all()]).toEqual([[], []])
    expect(push.publicKey(phone)).not.toBe(before)
  })
})

test('a browser that signs in anew is bound to that sign-in, and keeps what it is and is told', async () => {
  const { push, people, subscribed, at } = await withMarie()
  const [before, after] = [at('Phone 1.0'), at('Phone 2.0')]
  const { endpoint, keys, row } = await subscribed(before, { kinds: ['face'], channelIds: null })
  const again = await push.subscribe(after, { endpoint, ...keys }, { kinds: ['face'], channelIds: null })
  expect(again).toEqual({ ...row, agent: 'Phone 2.0' })
  people.services.signIns.end(after, before.signInId)
  expect(push.list(after)).toEqual([again])
  people.services.signIns.end(after, after.signInId)
  expect(push.list(after)).toEqual([])
})

describe('a failure stays its own', () => {
  test('of an alarm that cannot be told: the next ones are, and so is the same again', async () => {
    const { people, clock, bus, log, began } = await startPush()
    const told: number[] = []
    const tell = ({ id, kind }: { id: number; kind: string }) => {
      if (kind === 'motion' && id === 1) throw new Error('no room')
      told.push(id)
    }
    using _ = createAnnouncer({ bus, deviceOf: () => null, tell, log, now: clock.now, timers: clock.timers })
    began()
    began({ kind: 'face' })
    await clock.advance(0)
    expect(told).toEqual([2])
    began()
    await clock.advance(0)
    expect(told).toEqual([2, 3])
    expect(people.lines.join('\n')).toContain('no room')
  })

  test('of a subscription that cannot be read: it is written down, once, and the others are told', async () => {
    const stand = await startPush()
    const { db, push, caller, subscribed, began, clock } = stand
    const { row } = await subscribed()
    const { browser } = await subscribed()
    db.update(pushSubscriptions).set({ auth: 'v1.00000000.AAAA' }).where(eq(pushSubscriptions.id, row.id)).run()
    const failures = () => push.list(caller)[0]?.failures
    began()
    await moved('the other is told', stand, 0, () => browser.got.length === 1 && failures() === 1)
    await clock.advance(600_000)
    await settle()
    expect(push.list(caller)[0]).toMatchObject({ failures: 1, lastError: expect.stringContaining('subscribe') })
    expect(await push.test(caller, row.id)).toMatchObject({ ok: false, status: null })
    expect(failures()).toBe(2)
  })
})

test('a push service is asked at the port of HTTPS alone, so that nobody feels his way along the doors of others', async () => {
  const { push, caller, service } = await startPush({ allowLoopback: false })
  const { keys } = (await service.browser()).subscription
  for (const port of [22, 80, 8443])
    await expect(push.subscribe(caller, { endpoint: `https://push.example:${port}/x`, ...keys }, ALL)).rejects.toThrow(
      'endpoint',
    )
  const { service: host } = await push.subscribe(caller, { endpoint: 'https://push.example:443/x', ...keys }, ALL)
  expect(host).toBe('push.example')
})
