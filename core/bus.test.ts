// The bus: who listens hears, who fails does not disturb.
import { expect, test } from 'bun:test'
import { createBus } from './bus.ts'

test('a failing listener does not keep the others from hearing', () => {
  const failures: string[] = []
  const bus = createBus((event) => failures.push(event))
  const heard: number[] = []
  bus.on('channels.changed', () => {
    throw new Error('mine')
  })
  bus.on('channels.changed', ({ deviceId }) => heard.push(deviceId))
  bus.emit('channels.changed', { deviceId: 7, householdId: 1 })
  expect(heard).toEqual([7])
  expect(failures).toEqual(['channels.changed'])
})

test('an ended subscription hears nothing more', () => {
  const bus = createBus(() => {})
  const heard: number[] = []
  const subscription = bus.on('channels.changed', ({ deviceId }) => heard.push(deviceId))
  subscription[Symbol.dispose]()
  bus.emit('channels.changed', { deviceId: 7, householdId: 1 })
  expect(heard).toEqual([])
})
