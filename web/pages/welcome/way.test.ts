// Which step of the first minutes is next, for every house and every way through them.
import { expect, test } from 'bun:test'
import { after, firstOpen, type House, isSetUp, standingOf, stepIn, stepsOf, stillOpen } from './way.ts'

const house = (more: Partial<House> = {}): House => ({
  ...{ founder: true, devices: 0, picture: 'open', hub: 'open' },
  ...more,
})

test('whoever comes back goes on with the first step that is open', () => {
  expect(firstOpen(house())).toBe('find')
  expect(firstOpen(house({ devices: 1 }))).toBe('picture')
  expect(firstOpen(house({ devices: 1, picture: 'done' }))).toBe('hub')
  expect(firstOpen(house({ devices: 1, picture: 'left' }))).toBe('hub')
  expect(firstOpen(house({ devices: 1, picture: 'done', hub: 'done' }))).toBe('done')
  expect(firstOpen(house({ devices: 1, picture: 'left', hub: 'left' }))).toBe('done')
})

test('a device is asked for until there is one, whatever else was left or done', () => {
  expect(firstOpen(house({ hub: 'done', picture: 'left' }))).toBe('find')
  expect(firstOpen(house({ hub: 'left', picture: 'done' }))).toBe('find')
})

test('without a device a step leads past the pictures, and after the last there is the end', () => {
  expect(after('find', house())).toBe('hub')
  expect(after('find', house({ devices: 2 }))).toBe('picture')
  expect(after('picture', house({ devices: 2 }))).toBe('hub')
  expect(after('hub', house())).toBe('done')
  expect(after('done', house())).toBe('done')
})

test('only the founder is asked for a hub', () => {
  const guest = house({ founder: false, devices: 1, picture: 'done' })
  expect(stepsOf(guest)).toEqual(['find', 'picture', 'done'])
  expect(after('picture', guest)).toBe('done')
  expect(firstOpen(guest)).toBe('done')
  expect(isSetUp(guest)).toBe(true)
})

test('a house is set up with a device, and a hub or none wanted', () => {
  expect(isSetUp(house({ devices: 1 }))).toBe(false)
  expect(isSetUp(house({ devices: 1, hub: 'left' }))).toBe(true)
  expect(isSetUp(house({ devices: 1, hub: 'done' }))).toBe(true)
  expect(isSetUp(house({ hub: 'done' }))).toBe(false)
})

test('a picture that was seen of a device that is gone is open again', () => {
  expect(standingOf('picture', house({ devices: 1, picture: 'done' }))).toBe('done')
  expect(standingOf('picture', house({ picture: 'done' }))).toBe('open')
  expect(standingOf('find', house())).toBe('open')
  expect(standingOf('done', house({ devices: 1, hub: 'left' }))).toBe('done')
})

test('a picture that was put off is still open, a hub that is not wanted is not', () => {
  expect(stillOpen(house())).toEqual(['find', 'picture', 'hub'])
  expect(stillOpen(house({ devices: 1, picture: 'left', hub: 'left' }))).toEqual(['picture'])
  expect(stillOpen(house({ devices: 1, picture: 'done', hub: 'done' }))).toEqual([])
})

test('an address names a step or none', () => {
  expect(stepIn('hub')).toBe('hub')
  expect(stepIn('nothing')).toBeUndefined()
  expect(stepIn(undefined)).toBeUndefined()
})
