// What a person types about how long alarms last, and what becomes of it.
import { expect, test } from 'bun:test'
import { ruleOf, typedHold } from './holds.ts'

test('what is empty is as usual, a comma is a point, and no limit is 0', () => {
  expect(ruleOf({ hold: '', min_on: ' ', max: '' })).toEqual({})
  expect(ruleOf({ hold: '12,5', min_on: '0', max: '0' })).toEqual({ hold: 12.5, min_on: 0, max: null })
  expect(ruleOf({ hold: '0', min_on: '', max: '600' })).toEqual({ hold: 0, max: 600 })
})

test('what is no number of seconds is not sent', () => {
  for (const wrong of ['-1', 'ten', '86401', '1e2'])
    expect([wrong, ruleOf({ hold: '5', min_on: wrong, max: '' })]).toEqual([wrong, null])
})

test('what is set is typed already', () => {
  expect(typedHold(null)).toEqual({ hold: '', min_on: '', max: '' })
  expect(typedHold({ hold: 45, max: null })).toEqual({ hold: '45', min_on: '', max: '0' })
})
