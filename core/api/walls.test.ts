// Walls through the front door of the whole appliance: what their owner sees of them, what is refused, and who else gets at them.
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { createRightsStand, type RightsStand } from '../testing/rights-stand.ts'

let it: RightsStand
let channels: { id: number; device_id: number }[]
let granted: { token: string; uuid: string }
beforeAll(async () => {
  it = await createRightsStand()
  channels = (await it.ask('GET', '/api/channels')).body
  const token = await it.login('granted')
  granted = { token, uuid: (await it.ask('GET', '/api/auth/me', undefined, token)).body.data.id }
})
afterAll(() => it[Symbol.asyncDispose]())

const [FIRST, SECOND] = [() => channels[0]?.id as number, () => channels[1]?.id as number]
const make = (input: object, token?: string) =>
  it.ask('POST', '/api/walls', { channel_ids: [FIRST()], ...input }, token)
const namesOf = async (token?: string) =>
  (await it.ask('GET', '/api/walls', undefined, token)).body.data.map(({ name }: { name: string }) => name)

test('a wall keeps the order of its cameras and how many stand side by side, and changes what is named of it', async () => {
  const { status, body } = await make({ name: ' Front\tof the house ', channel_ids: [SECOND(), FIRST(), SECOND()] })
  expect(status).toBe(201)
  expect(body.data).toMatchObject({ name: 'Front of the house', channel_ids: [SECOND(), FIRST()], columns: null })
  const path = `/api/walls/${body.data.uuid}`
  const changed = await it.ask('PUT', path, { columns: 2 })
  expect(changed.body.data).toMatchObject({ name: 'Front of the house', channel_ids: [SECOND(), FIRST()], columns: 2 })
  await it.ask('PUT', path, { name: 'Yard', channel_ids: [FIRST()], columns: null })
  const { data } = (await it.ask('GET', '/api/walls')).body
  expect(data.find(({ id }: { id: number }) => id === body.data.id)).toMatchObject({
    ...{ name: 'Yard', channel_ids: [FIRST()], columns: null },
  })
  const { data: deeds } = (await it.ask('GET', '/api/activity?action=update_wall')).body
  expect(deeds[0].metadata).toEqual({
    name: 'Yard',
    before: { name: 'Front of the house', columns: 2, cameras: 'Camera 2, Camera 1' },
    after: { name: 'Yard', columns: null, cameras: 'Camera 1' },
  })
  expect((await it.ask('DELETE', path)).status).toBe(200)
  expect(await namesOf()).not.toContain('Yard')
  expect((await it.ask('DELETE', path)).status).toBe(404)
})

test('a name is given once, whatever its capitals; others may use it for theirs', async () => {
  const { id } = (await make({ name: 'Night' })).body.data
  const again = await make({ name: 'NIGHT' })
  expect([again.status, again.body.detail]).toEqual([
    409,
    'You have a wall “NIGHT” already. Give this one another name.',
  ])
  const other = (await make({ name: 'Day' })).body.data
  expect((await it.ask('PUT', `/api/walls/${other.id}`, { name: 'night' })).status).toBe(409)
  expect((await it.ask('PUT', `/api/walls/${id}`, { name: 'night' })).body.data.name).toBe('night')
  expect((await make({ name: 'Night' }, granted.token)).status).toBe(201)
  for (const one of [id, other.id]) await it.ask('DELETE', `/api/walls/${one}`)
})

test('what is no wall is refused with the field that is wrong', async () => {
  for (const [body, field] of [
    [{ name: ' ' }, 'body.name'],
    [{ name: '\u2028' }, 'body.name'],
    [{ name: 'x'.repeat(61) }, 'body.name'],
    [{ name: 'Many', channel_ids: Array.from({ length: 257 }, (_, index) => index + 1) }, 'body.channel_ids'],
    [{ name: 'Odd', channel_ids: [0] }, 'body.channel_ids.0'],
    [{ name: 'Wide', columns: 13 }, 'body.columns'],
  ] as const) {
    const answer = await make(body)
    expect([answer.status, answer.body.errors?.[0].path]).toEqual([400, field])
  }
  const unknown = await make({ name: 'Far', channel_ids: [FIRST(), 4711] })
  expect([unknown.status, unknown.body.detail]).toEqual([404, 'Channel 4711 not found (channel_ids)'])
  expect((await make({ name: 'Theirs', channel_ids: [it.things.b.channel] })).status).toBe(404)
  expect((await make({ name: 'Hidden', channel_ids: [SECOND()] }, granted.token)).status).toBe(404)
})

test('a camera that its owner may not see at present is left out, and is back with his grant, rearranged or not', async () => {
  const grant = (ids: number[]) =>
    it.ask(
      'PUT',
      `/api/users/${granted.uuid}/grants`,
      ids.map((channel_id) => ({ channel_id, view: true })),
    )
  await grant([FIRST(), SECOND()])
  const { id } = (await make({ name: 'Mine', channel_ids: [SECOND(), FIRST()] }, granted.token)).body.data
  const seen = async () =>
    (await it.ask('GET', '/api/walls', undefined, granted.token)).body.data.find((one: { id: number }) => one.id === id)
      .channel_ids
  await grant([FIRST()])
  expect(await seen()).toEqual([FIRST()])
  const changed = await it.ask('PUT', `/api/walls/${id}`, { channel_ids: [FIRST()] }, granted.token)
  expect(changed.body.data.channel_ids).toEqual([FIRST()])
  await grant([FIRST(), SECOND()])
  expect(await seen()).toEqual([FIRST(), SECOND()])
})

test('a key arranges walls for its owner, and one that may only read shows them', async () => {
  const keyed = async (read_only: boolean) => {
    const { key } = (await it.ask('POST', '/api/keys', { name: 'tablet', read_only })).body.data
    return (method: string, body?: object) =>
      fetch(`${it.app.url}/api/walls`, {
        method,
        headers: { 'x-api-key': key, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      })
  }
  const [writing, reading] = [await keyed(false), await keyed(true)]
  expect((await writing('POST', { name: 'By a key', channel_ids: [] })).status).toBe(201)
  expect(await namesOf()).toContain('By a key')
  expect((await reading('POST', { name: 'No', channel_ids: [] })).status).toBe(403)
  expect(await (await reading('GET')).text()).toContain('By a key')
})

test('there are fifty at most, and they end with the account', async () => {
  const token = await it.login('viewer')
  const { id } = (await it.ask('GET', '/api/auth/me', undefined, token)).body.data
  const already = (await namesOf(token)).length
  const made = []
  for (let n = already; n < 50; n++) made.push((await make({ name: `Wall ${n}`, channel_ids: [] }, token)).status)
  expect(new Set(made)).toEqual(new Set([201]))
  expect(await make({ name: 'One more', channel_ids: [] }, token)).toMatchObject({
    status: 409,
    body: { detail: 'There are 50 walls already. Remove one that is not used.' },
  })
  const count = () => (it.sqlite.query('select count(*) as n from walls').get() as { n: number }).n
  const before = count()
  expect((await it.ask('DELETE', `/api/users/${id}`)).status).toBe(200)
  expect(before - count()).toBe(50)
})
