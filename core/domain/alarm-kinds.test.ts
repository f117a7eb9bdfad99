// The table of alarm kinds holds together.
import { expect, test } from 'bun:test'
import { ALARM_KINDS, alarmKindOf, isAlarmKind } from './alarm-kinds.ts'

test('no word of a device means two kinds', () => {
  const words = Object.values(ALARM_KINDS).flatMap((row) => row.deviceWords)
  expect(new Set(words).size).toBe(words.length)
})

test('the devices words are understood in any case, and an unknown one is "other"', () => {
  expect(alarmKindOf('VMD')).toBe('motion')
  expect(alarmKindOf(' shelteralarm ')).toBe('tamper')
  expect(alarmKindOf('illAccess')).toBe('illegal_login')
  expect(alarmKindOf('quantumflux')).toBe('other')
})

test('only own names are kinds', () => {
  expect(isAlarmKind('motion')).toBe(true)
  expect(isAlarmKind('toString')).toBe(false)
})
