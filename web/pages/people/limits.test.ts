// What is typed about the limits of an account becomes what is sent, and what is stored can be typed again.
import { expect, test } from 'bun:test'
import type { AccountOut } from './asks.ts'
import { draftOf, isChanged, toWire } from './limits.ts'

const account = (more: Partial<AccountOut>) =>
  ({ sees: null, allowed_networks: null, password_locked: false, role: 'viewer', ...more }) as AccountOut

test('what is stored comes back as it was', () => {
  const all: Partial<AccountOut>[] = [
    { sees: 'all', allowed_networks: ['192.0.2.0/24', '2001:db8::1/128'], password_locked: true },
    { sees: { tags: ['garden', 'at the front'] } },
    {},
  ]
  for (const more of all) {
    const { sees, allowed_networks, password_locked } = account(more)
    expect(toWire(draftOf(account(more)), 'viewer')).toEqual({ sees, allowed_networks, password_locked })
  }
})

test('lists are typed with commas, blanks or lines between, and tags with commas alone', () => {
  const draft = {
    scope: 'tags',
    tags: ' garden ,, at the front,',
    networks: '192.0.2.1 192.0.2.2,\n::1;',
    locked: false,
  }
  expect(toWire(draft as never, 'viewer')).toEqual({
    sees: { tags: ['garden', 'at the front'] },
    allowed_networks: ['192.0.2.1', '192.0.2.2', '::1'],
    password_locked: false,
  })
  expect(toWire(draft as never, 'operator')).not.toHaveProperty('sees')
})

test('another way to type the same is no change', () => {
  const before = draftOf(account({ allowed_networks: ['192.0.2.1/32', '::1/128'] }))
  expect(isChanged(before, { ...before, networks: ' 192.0.2.1/32 ,::1/128 ' }, 'viewer')).toBe(false)
  expect(isChanged(before, { ...before, networks: '' }, 'viewer')).toBe(true)
  expect(isChanged(before, { ...before, scope: 'all' }, 'viewer')).toBe(true)
})

test('what was typed for another role does not count', () => {
  const before = draftOf(account({}))
  const after = { ...before, scope: 'all' as const, locked: true }
  expect([isChanged(before, after, 'operator'), isChanged(before, after, 'admin')]).toEqual([true, false])
  expect(toWire(after, 'admin')).toEqual({ allowed_networks: null })
})
