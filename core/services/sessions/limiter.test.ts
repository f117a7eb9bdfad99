// Four at once, people first.
import { expect, test } from 'bun:test'
import { settle } from '../../testing/clock.ts'
import { createLimiter, createLimiters } from './limiter.ts'
import { pauseMs } from './pauses.ts'
import { asBackground, asPerson, personWaits } from './urgency.ts'

function works() {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const work = (name: string) => () => {
    begun.push(name)
    return new Promise<string>((resolve) => ends.set(name, () => resolve(name)))
  }
  const end = (name: string) => {
    ends.get(name)?.()
    return settle()
  }
  return { begun, work, end }
}

test('four run at once, the fifth waits for a place', async () => {
  const limiter = createLimiter()
  const { begun, work, end } = works()
  const all = ['a', 'b', 'c', 'd', 'e'].map((name) => limiter.run(work(name)))
  await settle()
  expect(begun).toEqual(['a', 'b', 'c', 'd'])
  await end('b')
  expect(begun).toEqual(['a', 'b', 'c', 'd', 'e'])
  for (const name of ['a', 'c', 'd', 'e']) await end(name)
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('what a person waits for goes before sync, each in its order', async () => {
  const limiter = createLimiter(1)
  const { begun, work, end } = works()
  const all = [limiter.run(work('running'))]
  all.push(
    limiter.run(work('sync 1')),
    asBackground(() => limiter.run(work('sync 2'))),
  )
  all.push(
    asPerson(() => limiter.run(work('person 1'))),
    asPerson(() => limiter.run(work('person 2'))),
  )
  for (const name of ['running', 'person 1', 'person 2', 'sync 1', 'sync 2']) {
    await settle()
    await end(name)
  }
  await Promise.all(all)
  expect(begun).toEqual(['running', 'person 1', 'person 2', 'sync 1', 'sync 2'])
})

test('a failure frees its place, and an aborted wait leaves the queue', async () => {
  const limiter = createLimiter(1)
  const { begun, work, end } = works()
  const stop = new AbortController()
  const failing = limiter.run(() => Promise.reject(new Error('broken')))
  const leaving = limiter.run(work('never'), stop.signal)
  const next = limiter.run(work('next'))
  stop.abort(new Error('not wanted any more'))
  const [failed, left] = await Promise.allSettled([failing, leaving])
  expect(failed).toMatchObject({ reason: { message: 'broken' } })
  expect(left).toMatchObject({ reason: { message: 'not wanted any more' } })
  expect(begun).toEqual(['next'])
  await end('next')
  expect(await next).toBe('next')
  await expect(limiter.run(work('late'), stop.signal)).rejects.toThrow('not wanted')
})

test('who asks the same address shares its four places; another address has its own', async () => {
  const limiters = createLimiters()
  const { begun, work, end } = works()
  const all = ['a', 'b', 'c'].map((name) => limiters('192.0.2.7').run(work(name)))
  all.push(...['d', 'e'].map((name) => limiters('192.0.2.7').run(work(name))), limiters('192.0.2.8').run(work('other')))
  await settle()
  expect(begun).toEqual(['a', 'b', 'c', 'd', 'other'])
  for (const name of ['a', 'b', 'c', 'd', 'e', 'other']) await end(name)
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd', 'e', 'other'])
})

test('urgency follows the work and its timers', async () => {
  expect(personWaits()).toBe(false)
  const seen = await asPerson(async () => {
    await Bun.sleep(1)
    return [personWaits(), asBackground(personWaits)]
  })
  expect(seen).toEqual([true, false])
})

test('pauses grow from one second to a minute and are never the same for everybody', () => {
  expect([0, 1, 2, 5, 6, 50].map((failures) => pauseMs(failures, () => 0))).toEqual([
    1000, 2000, 4000, 32000, 60000, 60000,
  ])
  expect([0, 1, 6].map((failures) => pauseMs(failures, () => 0.999))).toEqual([1000, 1501, 45015])
})
