// What a viewer sees by the tags of channels, or all of them, beside what is granted to him.
import { expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { channels, households, users } from '../db/schema/index.ts'
import { createPeople } from '../testing/people.ts'
import { cleanScope, type ViewerScope } from './scope.ts'

async function household() {
  const people = createPeople()
  const anna = await people.person({ username: 'anna' })
  const { caller } = await people.person({ username: 'vera', role: 'viewer' }, anna.caller)
  const own = people.device(anna.caller.householdId, 3)
  const tag = (index: number, tags: string[]) =>
    people.db
      .update(channels)
      .set({ tags })
      .where(eq(channels.id, own.channels[index]?.id ?? 0))
      .run()
  const sees = (scope: ViewerScope | null) =>
    people.db.update(users).set({ sees: scope }).where(eq(users.id, caller.userId)).run()
  return { ...people, caller, own, tag, sees, [Symbol.asyncDispose]: () => people[Symbol.asyncDispose]() }
}

test('a viewer sees the channels with one of his tags, in lists and alone, and may play them back but not save them', async () => {
  await using house = await household()
  const { access } = house.services
  const { caller, own } = house
  const listed = (right?: 'playback') => access.visibleChannels(caller, right ? { right } : {}).map(({ id }) => id)
  const [first = 0, second = 0, third = 0] = own.channels.map(({ id }) => id)
  expect([listed(), access.visibleDevices(caller), access.grantFor(caller, first)]).toEqual([[], [], null])

  house.tag(0, ['Garden', 'front'])
  house.tag(1, ['gar'])
  house.sees({ tags: ['garden', 'cellar'] })
  expect([listed(), listed('playback')]).toEqual([[first], [first]])
  expect(access.visiblePlaces(caller).map(({ channelId }) => channelId)).toEqual([first])
  expect(access.visibleDevices(caller).map(({ id }) => id)).toEqual([own.device.id])
  expect(access.grantFor(caller, first)).toEqual({ view: true, playback: true, export: false, ptz: false })
  expect([access.sees(caller, second), access.grantFor(caller, second)]).toEqual([false, null])
  expect(() => access.channel(caller, second, 'view')).toThrow('Channel not found')
  expect(() => access.channel(caller, first, 'export')).toThrow('Insufficient permissions')

  // What is granted comes on top, and takes nothing away.
  house.grant(caller.userId, first, { export: true })
  house.grant(caller.userId, third)
  expect(access.grantFor(caller, first)).toEqual({ view: true, playback: true, export: true, ptz: false })
  expect([listed(), listed('playback')]).toEqual([[first, third], [first]])

  house.sees('all')
  expect(listed()).toEqual([first, second, third])
  house.sees(null)
  expect(listed()).toEqual([first, third])
})

test('small and capital letters of a tag are the same in every alphabet', async () => {
  await using house = await household()
  const { access } = house.services
  const { caller, own } = house
  const [first = 0] = own.channels.map(({ id }) => id)
  house.tag(0, ['GÄRTEN'])
  house.tag(1, ['Двор'])
  house.sees({ tags: ['gärten'] })
  expect(access.visibleChannels(caller).map(({ id }) => id)).toEqual([first])
  expect(access.visibleDevices(caller)).toHaveLength(1)
  expect(access.grantFor(caller, first)).toMatchObject({ view: true, playback: true })
  house.sees({ tags: ['ДВОР', 'Gärten'] })
  expect(access.visiblePlaces(caller).map(({ channelNo }) => channelNo)).toEqual([1, 2])
})

test('all channels are all of the own household, and an operator is not measured by tags', async () => {
  await using house = await household()
  const { access } = house.services
  const made = house.db.insert(households).values({ uuid: 'another', createdAt: house.now() }).returning().get()
  const stranger = house.device(made.id)
  house.sees('all')
  const foreign = stranger.channels[0]?.id ?? 0
  expect(access.sees(house.caller, foreign)).toBe(false)
  expect(() => access.channel(house.caller, foreign, 'view')).toThrow('Channel not found')
  expect(access.visibleDevices(house.caller).map(({ id }) => id)).toEqual([house.own.device.id])
  expect(access.grantFor({ ...house.caller, role: 'operator' }, house.own.channels[0]?.id ?? 0)).toBeNull()
})

test('what a viewer has open ends at once when its channel loses the tag, and nothing else does', async () => {
  await using house = await household()
  const { bus, caller, own } = house
  const { tickets } = house.services
  house.tag(0, ['a'])
  house.tag(1, ['a'])
  house.sees({ tags: ['a'] })
  const [first = '', second = ''] = own.channels
    .slice(0, 2)
    .map(({ id }) => tickets.issue(caller, { type: 'live', channelId: id, quality: 'main' }, 'view').secret)
  house.tag(0, [])
  bus.emit('channels.changed', { deviceId: own.device.id, householdId: own.device.householdId })
  expect([tickets.peek(first), tickets.peek(second)?.secret]).toEqual([null, second])
})

test('tags are kept once and without blanks, and none is no scope', () => {
  expect(cleanScope({ tags: [' a ', 'A', '', 'b'] })).toEqual({ tags: ['A', 'b'] })
  expect(cleanScope('all')).toBe('all')
  for (const tags of [[], [' '], ['a,b'], ['x'.repeat(65)], ['a\nb'], Array.from({ length: 51 }, (_, n) => `t${n}`)])
    expect(() => cleanScope({ tags })).toThrow()
})
