// The last word to a browser, a day before its sign-in ends: once, in time, and to nobody who has come back meanwhile.
import { afterEach, expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { signIns, users } from '../../db/schema/index.ts'
import { settle } from '../../testing/clock.ts'
import { endStands, moved, startPush } from '../../testing/push-stand.ts'

afterEach(endStands)

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** A browser of Anna's, signed in as long ago and for as long as it is said. */
async function browserFor({ leftMs, ageMs = 0 }: { leftMs: number; ageMs?: number }) {
  const stand = await startPush()
  const { db, clock, people, user, subscribed } = stand
  const { tokens } = people.services
  const origin = { address: '192.0.2.9', agent: 'Phone' }
  const phone = tokens.read(tokens.signIn(user, origin).accessToken, origin)
  const endsIn = (ms: number) => {
    const times = { expiresAt: new Date(+clock.now() + ms), createdAt: new Date(+clock.now() - ageMs) }
    db.update(signIns).set(times).where(eq(signIns.id, phone.signInId)).run()
    return times.expiresAt.toISOString()
  }
  const at = endsIn(leftMs)
  const { browser } = await subscribed(phone)
  return { ...stand, browser, endsIn, at }
}

const notes = ({ got }: { got: readonly { text: string }[] }) => got.map(({ text }) => JSON.parse(text))

test('a day before it falls silent a browser is told so once, also after a restart, and again after a later week', async () => {
  const stand = await browserFor({ leftMs: 3 * DAY_MS })
  const { browser, clock, endsIn, make, ending, at } = stand
  await clock.advance(2 * DAY_MS - HOUR_MS)
  expect(browser.got).toEqual([])
  await clock.advance(2 * HOUR_MS)
  await moved('it is told', stand, 0, () => browser.got.length === 1)
  expect(notes(browser)).toEqual([
    {
      ...{ type: 'ends', title: 'Alarms fall silent here tomorrow', at, final: false },
      where: 'Open Porchlight to go on being told.',
    },
  ])
  expect(Date.parse(at) - +clock.now()).toBeGreaterThanOrEqual(DAY_MS - HOUR_MS)
  ending.use(make()).start()
  await clock.advance(6 * HOUR_MS)
  await settle()
  expect(browser.got).toHaveLength(1)
  endsIn(7 * DAY_MS)
  await clock.advance(6 * DAY_MS + 2 * HOUR_MS)
  await moved('it is told again', stand, 0, () => browser.got.length === 2)
})

test('it says that the password will be asked for where nothing prolongs the sign-in any more', async () => {
  const stand = await browserFor({ leftMs: DAY_MS, ageMs: 29 * DAY_MS })
  await stand.clock.advance(HOUR_MS)
  await moved('it is told', stand, 0, () => stand.browser.got.length === 1)
  expect(notes(stand.browser)).toEqual([
    expect.objectContaining({ final: true, where: 'Sign in to Porchlight again then to go on being told.' }),
  ])
})

test('who has opened Porchlight while the push service was busy hears nothing of it, nor who may be told nothing', async () => {
  const stand = await browserFor({ leftMs: DAY_MS })
  const { service, endsIn, clock, browser, db, user, subscribed, began } = stand
  let asked = 0
  service.answer = () => {
    asked++
    return new Response(null, { status: 503 })
  }
  await clock.advance(60_000)
  await moved('a try', stand, 0, () => asked === 1)
  endsIn(7 * DAY_MS)
  service.answer = () => new Response(null, { status: 201 })
  await clock.advance(HOUR_MS)
  db.update(users)
    .set({ allowedNetworks: ['192.0.2.0/24'] })
    .where(eq(users.id, user.id))
    .run()
  await clock.advance(7 * DAY_MS)
  db.update(users).set({ allowedNetworks: null }).where(eq(users.id, user.id)).run()
  // What comes after it has overtaken nothing.
  endsIn(7 * DAY_MS)
  const other = await subscribed()
  began()
  await moved('an alarm is told', stand, 0, () => other.browser.got.length === 1)
  expect([asked, browser.got.filter(({ text }) => text.includes('ends'))]).toEqual([1, []])
})
