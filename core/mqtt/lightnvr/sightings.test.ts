// What a camera is said to see: while it goes on, and half a minute after the last of it.
import { expect, test } from 'bun:test'
import { createClock } from '../../testing/clock.ts'
import { camerasOf, detectionTopic, type Sight, stateEntries } from './messages.ts'
import { createSightings } from './sightings.ts'

const box = { confidence: 1, x: 0, y: 0, width: 1, height: 1 }
const plain = ({ moves, count, labels }: Sight) => [moves, count, Object.fromEntries(labels)]

test('is said from the beginning of it until half a minute after its end, and its counts fall to zero', async () => {
  const clock = createClock()
  const told: number[] = []
  using sightings = createSightings({ ...clock, changed: (id) => told.push(id) })
  expect(plain(sightings.of(1))).toEqual([false, 0, {}])
  sightings.begin(1, 'a', [{ label: 'person', ...box }])
  sightings.begin(1, 'b', [
    { label: 'person', ...box },
    { label: 'car', ...box },
  ])
  await clock.advance(3_600_000)
  expect(plain(sightings.of(1))).toEqual([true, 3, { person: 2, car: 1 }])
  sightings.end(1, 'a')
  sightings.end(1, 'unknown')
  expect(plain(sightings.of(1))).toEqual([true, 2, { person: 1, car: 1 }])
  sightings.end(1, 'b')
  await clock.advance(29_000)
  expect(plain(sightings.of(1))).toEqual([true, 2, { person: 1, car: 1 }])
  const before = told.length
  await clock.advance(2000)
  expect(told.length).toBe(before + 1)
  expect(plain(sightings.of(1))).toEqual([false, 0, { person: 0, car: 0 }])
  expect(plain(sightings.of(2))).toEqual([false, 0, {}])
})

test('keeps no more words than a hub can show, whoever brings them', () => {
  using sightings = createSightings({ ...createClock(), changed: () => {} })
  for (let at = 0; at < 100; at++) sightings.begin(1, String(at), [{ label: `word ${at}`, ...box }])
  expect(sightings.of(1).count).toBe(100)
  expect(sightings.of(1).labels.size).toBe(32)
})

test('two names that are the same in topics are told apart, the older camera keeping its own', () => {
  const named = (channelId: number, name: string) => ({ channelId, deviceId: 1, name })
  const cameras = camerasOf([named(7, 'Front_door'), named(3, 'Front door'), named(9, 'Küche+')])
  expect(cameras.map(({ safe }) => safe)).toEqual(['Front_door', 'Front_door_7', 'K_che_'])
  expect(cameras.map((camera) => detectionTopic('l', camera))).toEqual([
    'l/detections/Front door',
    'l/detections/Front_door',
    'l/detections/K_che_',
  ])
})

test('a count never stands where something else is said', () => {
  const [camera] = camerasOf([{ channelId: 1, deviceId: 1, name: 'gate' }])
  const labels = new Map([
    ['motion', 1],
    ['a/b', 1],
    ['a#b', 2],
  ])
  const entries = stateEntries('l', camera!, { moves: true, count: 4, labels })
  expect(entries.map(({ topic, payload }) => [topic, payload])).toEqual([
    ['l/cameras/gate/motion', 'ON'],
    ['l/cameras/gate/detection_count', '4'],
    ['l/cameras/gate/a_b', '3'],
  ])
})
