// What the address of the live page says.
import { expect, test } from 'bun:test'
import type { ChannelOut, WallOut } from '../../../wire.ts'
import { type Choice, choiceOf, keyOf, picturesOf, viewIn } from './view.ts'

test('every choice is found again by its key, also a tag that looks like another one', () => {
  const choices: Choice[] = [
    { kind: 'all' },
    { kind: 'device', id: 3 },
    { kind: 'own', id: 12 },
    ...['yard', '12', 'tag-yard', 'device-3', 'Hof & Garten\n?'].map((tag): Choice => ({ kind: 'tag', tag })),
  ]
  for (const choice of choices) expect(choiceOf(keyOf(choice))).toEqual(choice)
})

test('what makes no sense in an address is as if it were not there', () => {
  const usual = { choice: { kind: 'all' }, mode: 'grid', each: null, every: 30 } as const
  expect(viewIn({})).toEqual(usual)
  expect(viewIn({ wall: 'device-x', mode: 'dance', each: '5000', every: '-1' })).toEqual(usual)
  expect(viewIn({ wall: 'all', mode: 'arrange' })).toEqual(usual)
  expect(viewIn({ wall: '7', mode: 'wall', each: '4', every: '0' })).toEqual({
    ...{ choice: { kind: 'own', id: 7 }, mode: 'wall', each: 4, every: 0 },
  })
})

test('a wall shows its cameras in its own order, without those that are not there now; a removed wall is none', () => {
  const channel = (id: number, device_id: number, tags: string[] = []) => ({ id, device_id, tags }) as ChannelOut
  const all = [channel(1, 1, ['yard']), channel(2, 1), channel(3, 2, ['yard'])]
  const walls = [{ id: 7, channel_ids: [3, 9, 1] } as WallOut]
  const idsOf = (choice: Choice) => picturesOf(choice, all, walls)?.map(({ id }) => id) ?? null
  expect(idsOf({ kind: 'own', id: 7 })).toEqual([3, 1])
  expect(idsOf({ kind: 'own', id: 8 })).toBeNull()
  expect(idsOf({ kind: 'device', id: 1 })).toEqual([1, 2])
  expect(idsOf({ kind: 'tag', tag: 'yard' })).toEqual([1, 3])
})
