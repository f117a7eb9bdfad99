// How often a camera is told to move: a flood of orders, and a stop in the middle of it.
import { expect, test } from 'bun:test'
import { createClock, settle } from '../testing/clock.ts'
import { createMoves } from './moves.ts'

function stand() {
  const clock = createClock()
  const moves = createMoves(clock.timers)
  const sent: string[] = []
  const answers: PromiseWithResolvers<void>[] = []
  const order = (name: string) => () => {
    sent.push(name)
    return Promise.resolve()
  }
  const slow = (name: string) => () => {
    sent.push(name)
    const answer = Promise.withResolvers<void>()
    answers.push(answer)
    return answer.promise
  }
  return { clock, moves, sent, answers, order, slow }
}

test('of moves that come too fast the first and the last reach the camera, and each caller is answered', async () => {
  const { clock, moves, sent, order } = stand()
  const all = Array.from({ length: 50 }, (_, index) => moves.move(1, order(`${index}`)))
  expect(sent).toEqual(['0'])
  await clock.advance(99)
  expect(sent).toEqual(['0'])
  await clock.advance(1)
  expect(sent).toEqual(['0', '49'])
  await Promise.all(all)
  await clock.advance(100)
  await moves.move(1, order('later'))
  expect(sent).toEqual(['0', '49', 'later'])
})

test('a slow camera is not given a second move before it has answered the first; another camera is', async () => {
  const { clock, moves, sent, answers, order, slow } = stand()
  const first = moves.move(1, slow('a'))
  const second = moves.move(1, order('b'))
  await moves.move(2, order('other'))
  await clock.advance(500)
  expect(sent).toEqual(['a', 'other'])
  answers[0]?.resolve()
  await Promise.all([first, second])
  expect(sent).toEqual(['a', 'other', 'b'])
})

test('a stop goes at once, the move that waits is forgotten, and a move under way does not arrive behind it', async () => {
  const { clock, moves, sent, answers, order, slow } = stand()
  const first = moves.move(1, slow('a'))
  const second = moves.move(1, order('b'))
  const stopped = moves.stop(1, order('stop'))
  expect(sent).toEqual(['a', 'stop'])
  await second
  answers[0]?.resolve()
  await Promise.all([first, stopped])
  await clock.advance(1000)
  expect(sent).toEqual(['a', 'stop', 'stop'])
})

test('a stop is not repeated into a move that came after it', async () => {
  const { clock, moves, sent, answers, order, slow } = stand()
  const first = moves.move(1, slow('a'))
  const stopped = moves.stop(1, order('stop'))
  const again = moves.move(1, order('b'))
  answers[0]?.resolve()
  await Promise.all([first, stopped])
  await clock.advance(100)
  await again
  expect(sent).toEqual(['a', 'stop', 'b'])
})

test('a move that the camera refuses tells its caller, and the next one goes through', async () => {
  const { clock, moves, sent, order } = stand()
  const refused = moves.move(1, () => Promise.reject(new Error('no')))
  expect(await refused.catch((error: Error) => error.message)).toBe('no')
  const next = moves.move(1, order('next'))
  await settle()
  await clock.advance(100)
  await next
  expect(sent).toEqual(['next'])
})
