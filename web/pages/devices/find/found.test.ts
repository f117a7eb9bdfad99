// What was found: its order, its words, and what is remembered of each try.
import { expect, test } from 'bun:test'
import type { Found } from './asks.ts'
import { calledOf, factsOf, inOrder, keyOf, standingOf, whyNot, withOutcomes } from './found.ts'

const found = (given: Partial<Found> = {}): Found => ({
  brand: 'hikvision',
  address: '192.168.1.64',
  name: null,
  model: 'DS-2CD2143G2-I',
  serial_number: 'ABC123',
  activated: true,
  device_id: null,
  ...given,
})

test('what is here already stays so, whether it was ever set up or not', () => {
  expect(standingOf(found())).toBe('new')
  expect(standingOf(found({ activated: false }))).toBe('asleep')
  expect(standingOf(found({ activated: false, device_id: 3 }))).toBe('here')
})

test('new ones come first, then those to set up, then those that are here, each by address', () => {
  const list = [
    found({ address: '192.168.1.2', device_id: 7 }),
    found({ address: '192.168.1.10' }),
    found({ address: '192.168.1.3', activated: false }),
    found({ address: '192.168.1.9' }),
  ]
  expect(inOrder(list).map(({ address }) => address)).toEqual([
    '192.168.1.9',
    '192.168.1.10',
    '192.168.1.3',
    '192.168.1.2',
  ])
})

test('it is called by its name, else its model, else its address, and nothing is said twice', () => {
  expect(calledOf(found({ name: 'Gate' }))).toBe('Gate')
  expect(factsOf(found({ name: 'Gate' }))).toEqual([
    'Hikvision',
    'DS-2CD2143G2-I',
    '192.168.1.64',
    'serial number ABC123',
  ])
  expect(calledOf(found())).toBe('DS-2CD2143G2-I')
  expect(factsOf(found({ serial_number: null }))).toEqual(['Hikvision', '192.168.1.64'])
  expect(factsOf(found({ brand: 'onvif', model: null, serial_number: null }))).toEqual(['ONVIF'])
})

test('another try of one takes the place of its former answer and leaves the others', () => {
  const [a, b] = [found({ address: '10.0.0.1' }), found({ address: '10.0.0.2' })]
  const refused = (address: string) => ({
    address,
    success: false,
    device_id: null,
    error: 'refused',
    kind: 'device-refused-login',
  })
  const first = withOutcomes(new Map(), [a, b], [refused('10.0.0.1'), refused('10.0.0.2')])
  const added = { address: '10.0.0.2', success: true, device_id: 4, error: null, kind: null }
  const second = withOutcomes(first, [b], [added])
  expect(second.get(keyOf(a))).toEqual(refused('10.0.0.1'))
  expect(second.get(keyOf(b))).toEqual(added)
})

test('why a login was refused is said as the device’s driver knows it, other failures in our words', () => {
  const told = 'It refused the password. Its clock is 25 min ahead.'
  expect(whyNot({ kind: 'device-refused-login', error: told })).toBe(told)
  expect(whyNot({ kind: 'device-unreachable', error: 'ECONNREFUSED' })).toContain('Nothing answers')
  expect(whyNot({ kind: 'conflict', error: 'It is there already' })).toBe('It is there already')
})
