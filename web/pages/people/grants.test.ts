// What a press on a cell of the grants does.
import { expect, test } from 'bun:test'
import { changesOf, fromWire, type Grants, toggled, toWire } from './grants.ts'

const one = { id: 1, hasPtz: true }
const two = { id: 2, hasPtz: false }
const row = (channel_id: number, ...rights: string[]) => ({
  channel_id,
  view: rights.includes('view'),
  playback: rights.includes('playback'),
  export: rights.includes('export'),
  ptz: rights.includes('ptz'),
})
const nothing: Grants = new Map()

test('another right brings the live picture along, and goes with it', () => {
  const plays = toggled(nothing, [one], 'playback')
  expect(toWire(plays)).toEqual([row(1, 'view', 'playback')])
  expect(toWire(toggled(plays, [one], 'playback'))).toEqual([row(1, 'view')])
  expect(toWire(toggled(plays, [one], 'view'))).toEqual([])
})

test('all cameras get what some of them have, and lose what all of them have', () => {
  const some = toggled(nothing, [two], 'view')
  const all = toggled(some, [one, two], 'view')
  expect(toWire(all)).toEqual([row(2, 'view'), row(1, 'view')])
  expect(toWire(toggled(all, [one, two], 'view'))).toEqual([])
})

test('only a camera that moves can be moved', () => {
  expect(toWire(toggled(nothing, [one, two], 'ptz'))).toEqual([row(1, 'view', 'ptz')])
})

test('what has changed is told by camera, and what was put back is none', () => {
  const before = fromWire([row(1, 'view', 'playback'), row(2, 'view')])
  const after = toggled(toggled(before, [one], 'view'), [two], 'export')
  expect(changesOf(before, after)).toEqual([
    { camera: 1, before: ['view', 'playback'], after: [] },
    { camera: 2, before: ['view'], after: ['view', 'export'] },
  ])
  expect(changesOf(before, toggled(toggled(before, [two], 'export'), [two], 'export'))).toEqual([])
})
