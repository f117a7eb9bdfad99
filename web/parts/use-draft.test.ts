// A form's draft when what is stored is renewed under it.
import { expect, test } from 'bun:test'
import { carried } from './use-draft.ts'

const stored = { days: null as number | null, bytes: 10 as number | null }

test('what was chosen after saving stays when the answer comes', () => {
  expect(carried({ days: 60, bytes: 10 }, stored, { days: 30, bytes: 10 })).toEqual({ days: 60, bytes: 10 })
})

test('what nobody has touched follows what is stored, also where another person changed it', () => {
  expect(carried({ days: 30, bytes: 10 }, stored, { days: 30, bytes: 20 })).toEqual({ days: 30, bytes: 20 })
})
