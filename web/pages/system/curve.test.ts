// Figures as lines.
import { expect, test } from 'bun:test'
import { curveOf, highestOf, roundedUp, sinceOf } from './curve.ts'
import { addressQuery, filterOf } from './log-filter.ts'
import { rangeOf } from './range.ts'

test('a gap in the figures is a gap in the line', () => {
  expect(curveOf([0, 50, null, 100, 100], 100, 40, 10)).toEqual({
    line: 'M0 10L10 5M30 0L40 0',
    area: 'M0 10L10 5V10H0ZM30 0L40 0V10H30Z',
  })
  expect(curveOf([null, null], 100, 40, 10)).toEqual({ line: '', area: '' })
})

test('a lone figure is a dash, and what is too high stays in the box', () => {
  expect(curveOf([null, 200, null], 100, 40, 10).line).toBe('M20 0L22 0')
})

test('the scale ends at a round number', () => {
  expect([0, 1, 3, 7, 10, 64, 180].map(roundedUp)).toEqual([1, 1, 5, 10, 10, 100, 200])
  expect([highestOf([1, null, 3, 2]), highestOf([null, 0]), highestOf([null])]).toEqual([2, 1, null])
})

test('figures that begin late say since when, and those of the whole time say nothing', () => {
  const late = [...Array<null>(15).fill(null), 4, null, 5, 6, 7]
  expect([sinceOf(late), sinceOf([null, null]), sinceOf([]), sinceOf([1, null, 2])]).toEqual([
    15,
    null,
    null,
    undefined,
  ])
})

test('an address with odd words shows the usual', () => {
  expect([rangeOf('week'), rangeOf('toString'), rangeOf(undefined)]).toEqual(['week', 'day', 'day'])
  expect(filterOf({ level: 'all' })).toEqual({ level: 'info', search: '' })
  expect(addressQuery(filterOf({ level: 'warn', search: 'x y' }))).toBe('?level=warn&search=x+y')
  expect(addressQuery(filterOf({}))).toBe('')
})
