// Searches for clips: what an address asks for, and what cannot be asked.
import { expect, test } from 'bun:test'
import { problemOf, searchIn, searchQuery, wallTextOf } from './query.ts'

test('an address says again what it was made from, and nonsense in it is as if it were not there', () => {
  const search = { channelIds: [3, 1], from: '2026-11-21T08:00', to: '2026-11-21T09:00:30' }
  expect(searchIn(Object.fromEntries(new URLSearchParams(searchQuery(search))))).toEqual(search)
  expect(searchQuery({ ...search, channelIds: null })).toBe('from=2026-11-21T08:00&to=2026-11-21T09:00:30')
  expect(searchIn({})).toEqual({ channelIds: null, from: '', to: '' })
  expect(searchIn({ channels: 'x,2,2,-1', from: '2026-02-31T08:00Z', to: '2026-13-01T00:00' })).toEqual({
    channelIds: [2],
    from: '',
    to: '',
  })
})

test('a search without channels, backwards, or longer than a recorder is asked for is told as that', () => {
  const search = { channelIds: null, from: '2026-11-01T00:00', to: '2026-12-02T00:00' }
  expect(problemOf(search, 4)).toBe(null)
  expect(problemOf(search, 0)).toBe('channels')
  expect(problemOf({ ...search, channelIds: [] }, 4)).toBe('channels')
  expect(problemOf(search, 65)).toBe('many')
  expect(problemOf({ ...search, to: search.from }, 4)).toBe('order')
  expect(problemOf({ ...search, to: '' }, 4)).toBe('order')
  expect(problemOf({ ...search, to: '2026-12-02T00:01' }, 4)).toBe('long')
})

test('the recorder’s clock is told to the second', () => {
  expect(wallTextOf('2026-11-21T20:15:07.500Z', 480)).toBe('2026-11-22T04:15:07')
})
