// One login, many streams: who may try first.
import { expect, test } from 'bun:test'
import { createLoginGate } from './gate.ts'

const ONE = 'rtsp://admin:secret@192.0.2.5:554/1'
const TWO = 'rtsp://admin:secret@192.0.2.5:554/2'
const { signal } = new AbortController()

async function isWaiting(promise: Promise<unknown>): Promise<boolean> {
  return (await Promise.race([promise, Bun.sleep(20).then(() => 'waiting')])) === 'waiting'
}

test('the second stream of a login waits until the first was taken', async () => {
  const gate = createLoginGate()
  expect(await gate.enter(ONE, signal)).toBe('open')
  const second = gate.enter(TWO, signal)
  expect(await isWaiting(second)).toBe(true)
  expect(await gate.enter('rtsp://admin:secret@192.0.2.6/1', signal)).toBe('open')
  gate.settle(ONE, 'accepted')
  expect(await second).toBe('open')
  expect(await gate.enter(TWO, signal)).toBe('open')
})

test('who waited while a login was refused asks again before trying', async () => {
  const gate = createLoginGate()
  await gate.enter(ONE, signal)
  const second = gate.enter(TWO, signal)
  gate.settle(ONE, 'refused')
  expect(await second).toBe('refused')
})

test('after a try that told nothing, and after a loss, the next one goes alone', async () => {
  const gate = createLoginGate()
  await gate.enter(ONE, signal)
  const second = gate.enter(TWO, signal)
  const third = gate.enter(TWO, signal)
  gate.settle(ONE, 'unknown')
  expect(await second).toBe('open')
  expect(await isWaiting(third)).toBe(true)
  gate.settle(TWO, 'accepted')
  expect(await third).toBe('open')
  gate.settle(TWO, 'unknown')
  await gate.enter(ONE, signal)
  expect(await isWaiting(gate.enter(TWO, signal))).toBe(true)
})

test('streams without a login do not wait for each other', async () => {
  const gate = createLoginGate()
  for (const path of ['1', '2']) expect(await gate.enter(`rtsp://192.0.2.5/${path}`, signal)).toBe('open')
})
