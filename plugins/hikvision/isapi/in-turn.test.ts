// Whoever else waits comes in between two large documents.
import { expect, test } from 'bun:test'
import { myTurn } from './in-turn.ts'

test('documents that arrive together are read one after the other, and somebody who asks comes in between', async () => {
  const order: string[] = []
  const read = ['first', 'second', 'third'].map(async (name) => {
    await myTurn()
    order.push(name)
  })
  setImmediate(() => order.push('somebody'))
  await Promise.all(read)
  expect(order.filter((name) => name !== 'somebody')).toEqual(['first', 'second', 'third'])
  expect(order.indexOf('somebody')).toBeLessThan(2)
})
