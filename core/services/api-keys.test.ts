// API keys as an admin of the household manages them beside his own, and how long they last.
import { expect, test } from 'bun:test'
import { createPeople } from '../testing/people.ts'

async function household() {
  const people = createPeople()
  const anna = await people.person({ username: 'anna' })
  const olga = await people.person({ username: 'olga', role: 'operator' }, anna.caller)
  people.services.settings.set(anna.caller, 'open_registration', true)
  const otto = await people.person({ username: 'otto' })
  const { apiKeys } = people.services
  const make = (who: typeof anna, name: string) => apiKeys.create(who.caller, { name, readOnly: false })
  return { people, apiKeys, anna, olga, otto, make }
}
const namesOf = (rows: { name: string }[]) => rows.map(({ name }) => name)

test('an admin sees and deletes the keys of his household; others their own; nobody those of elsewhere', async () => {
  const { people, apiKeys, anna, olga, otto, make } = await household()
  await using _open = people
  make(anna, 'of anna')
  const { key, row } = make(olga, 'of olga')
  const other = make(otto, 'of otto').row
  expect(namesOf(apiKeys.listManaged(anna.caller))).toEqual(['of anna', 'of olga'])
  expect(namesOf(apiKeys.listManaged(olga.caller))).toEqual(['of olga'])
  expect(namesOf(apiKeys.list(anna.caller))).toEqual(['of anna'])
  expect(() => apiKeys.removeManaged(anna.caller, String(other.id))).toThrow('API key not found')
  expect(() => apiKeys.removeManaged(olga.caller, '1')).toThrow('API key not found')
  expect(() => apiKeys.remove(anna.caller, String(row.id))).toThrow('API key not found')
  const ended: unknown[] = []
  people.bus.on('access.changed', (what) => void ended.push(what))
  apiKeys.removeManaged(anna.caller, String(row.id))
  expect(ended).toEqual([{ userId: olga.user.id, keyId: row.id }])
  expect(apiKeys.callerOf(key)).toBeNull()
  const [last] = people.services.activity.list(anna.caller, { limit: 1 }).items
  expect(last).toMatchObject({
    ...{ action: 'delete_api_key', username: 'anna', resourceId: row.uuid },
    metadata: { name: 'of olga', owner: 'olga' },
  })
})

test('a key manages no keys, not even those of its owner', async () => {
  const { people, apiKeys, anna, make } = await household()
  await using _open = people
  const caller = apiKeys.callerOf(make(anna, 'script').key)
  if (!caller) throw new Error('It is not good')
  expect(() => apiKeys.listManaged(caller)).toThrow('Sign in with a password')
  expect(() => apiKeys.removeManaged(caller, '1')).toThrow('Sign in with a password')
})

test('a key that lasts so many seconds is good until then', async () => {
  const { people, apiKeys, anna } = await household()
  await using _open = people
  const { key, row } = apiKeys.create(anna.caller, { name: 'a day', readOnly: true, lastsSeconds: 86_400 })
  expect(row.expiresAt).toEqual(new Date(+people.now() + 86_400_000))
  people.pass(86_399)
  expect([apiKeys.isOver(row), apiKeys.hasEnded(key), apiKeys.callerOf(key)?.readOnly]).toEqual([false, false, true])
  people.pass(1)
  expect([apiKeys.isOver(row), apiKeys.hasEnded(key), apiKeys.callerOf(key)]).toEqual([true, true, null])
  expect([`${key}x`, 'pl_', ''].map((other) => apiKeys.hasEnded(other))).toEqual([false, false, false])
  expect(apiKeys.create(anna.caller, { name: 'for ever', readOnly: true, lastsSeconds: null }).row.expiresAt).toBeNull()
})
