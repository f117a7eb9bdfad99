// What is typed finds what is meant: beginnings before middles, names before what is said of them, and in spite of a slip.
import { expect, test } from 'bun:test'
import { wordsIn } from '../../../plain-words.ts'
import { isNearly, type Named, rankOf } from './rank.ts'

const DRIVEWAY: Named = { name: 'Driveway (front)', place: 'House', also: 'outside cars' }
const rank = (typed: string, of: Named = DRIVEWAY) => rankOf(of, wordsIn(typed))

test('beginnings of words come first, then their middles, then what is said of it, then a slip', () => {
  expect([rank('dri'), rank('front dri'), rank('way'), rank('house driveway'), rank('cars'), rank('drievway')]).toEqual(
    [0, 1, 2, 3, 3, 4],
  )
})

test('every word counts', () => {
  expect(rank('driveway garden')).toBeNull()
  expect(rank('house cellar')).toBeNull()
})

test('accents and letters that a keyboard lacks make no difference', () => {
  expect(rank('DRÎVEWAY')).toBe(0)
  expect(rank('cua truoc', { name: 'Cửa trước' })).toBe(0)
  expect(rank('duong', { name: 'Đường' })).toBe(0)
  expect(rank('strasse', { name: 'Straße' })).toBe(0)
})

test('two letters begin a word and stand in the middle of none', () => {
  expect(rank('ay')).toBeNull()
  expect(rank('fr')).toBe(1)
})

test('one slip is forgiven in the beginning of a long word, never its first letter', () => {
  for (const typed of ['garge', 'garrage', 'gaarge', 'garahe', 'gara'])
    expect([typed, isNearly('garage', typed)]).toEqual([typed, true])
  for (const typed of ['harage', 'gerege', 'gagare']) expect([typed, isNearly('garage', typed)]).toEqual([typed, false])
  expect(rank('gte', { name: 'Gate' })).toBeNull()
})
