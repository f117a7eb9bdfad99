// Stills wait for their turn.
import { expect, test } from 'bun:test'
import { createQueue } from './picture-queue.ts'

test('so many at once, in their order, and none that is no longer wanted', async () => {
  const queue = createQueue(2)
  const begun: number[] = []
  const ends = Array.from({ length: 5 }, () => Promise.withResolvers<void>())
  const unwanted = new AbortController()
  const kept = new AbortController().signal
  ends.forEach((end, i) => {
    queue.add(
      async () => {
        begun.push(i)
        await end.promise
      },
      i === 2 ? unwanted.signal : kept,
    )
  })
  expect(begun).toEqual([0, 1])
  unwanted.abort()
  ends[0]?.resolve()
  await Bun.sleep(0)
  expect(begun).toEqual([0, 1, 3])
  ends[1]?.resolve()
  ends[3]?.resolve()
  await Bun.sleep(0)
  expect(begun).toEqual([0, 1, 3, 4])
})
