// Templates of rights and of channels' settings, through the front door.
import { expect, test } from 'bun:test'
import { createTestApp } from '../testing/test-app.ts'

const start = () => createTestApp([])
const RIGHTS = { remote: { global: { playback: true }, channels: { preview: 'all', playback: [1, 3] } } }

test('a template is kept as it was given, found by its kind, replaced and removed', async () => {
  await using app = await start()
  const { ask } = app
  const made = await ask('POST', '/api/templates', { kind: 'rights', name: ' Guests ', document: RIGHTS })
  expect([made.status, made.body.data]).toEqual([201, expect.objectContaining({ name: 'Guests', document: RIGHTS })])
  const sizes = { kind: 'channels', name: 'Guests', document: { main: { resolution_width: 1920 } } }
  expect((await ask('POST', '/api/templates', sizes)).status).toBe(201)
  const names = async (query = '') =>
    (await ask('GET', `/api/templates${query}`)).body.data.map((one: { kind: string }) => one.kind)
  expect([await names(), await names('?kind=rights')]).toEqual([['channels', 'rights'], ['rights']])

  const { id, uuid } = made.body.data
  const other = { kind: 'rights', name: 'guests', document: { local: {} } }
  const replaced = await ask('PUT', `/api/templates/${uuid}`, other)
  expect([replaced.status, replaced.body.data]).toEqual([
    200,
    expect.objectContaining({ id, name: 'guests', document: { local: {} } }),
  ])
  const done = (await ask('GET', '/api/activity?limit=3')).body.data
  expect(JSON.stringify(done)).toContain('update_template')
  expect((await ask('DELETE', `/api/templates/${id}`)).status).toBe(200)
  expect((await ask('DELETE', `/api/templates/${id}`)).status).toBe(404)
})

test('two templates of one kind have two names, and what no recorder knows is refused by its field', async () => {
  await using app = await start()
  const { ask } = app
  const rights = (name: string, document: unknown = {}) => ({ kind: 'rights', name, document })
  const { id } = (await ask('POST', '/api/templates', rights('Guests'))).body.data
  const second = (await ask('POST', '/api/templates', rights('Family'))).body.data
  expect((await ask('POST', '/api/templates', rights('GUESTS'))).status).toBe(409)
  expect((await ask('PUT', `/api/templates/${second.id}`, rights('guests'))).status).toBe(409)
  expect((await ask('PUT', `/api/templates/${id}`, rights('guests'))).status).toBe(200)
  const long = Array.from({ length: 1000 }, (_, index) => 100_000 + index)
  const all = { preview: long, playback: long, record: long, backup: long, ptz_control: long }
  for (const [body, field] of [
    [rights('x', { remote: { global: { fly: true } } }), 'body.document.remote.global'],
    [rights('x', { local: { channels: { preview: [0] } } }), 'body.document.local.channels.preview.0'],
    [rights('x', { local: { channels: all } }), 'body.document'],
    [rights('x', 5), 'body.document'],
    [rights('\u2028'), 'body.name'],
    [{ kind: 'weather', name: 'x', document: {} }, 'body.kind'],
  ] as const) {
    const { status, body: answer } = await ask('POST', '/api/templates', body)
    expect([status, answer.errors?.[0].path]).toEqual([400, field])
  }
  const asChannels = await ask('PUT', `/api/templates/${id}`, { kind: 'channels', name: 'x', document: {} })
  expect([asChannels.status, asChannels.body.errors?.[0].path]).toEqual([400, 'body.kind'])
})

test('a household keeps at most a hundred, and a key that may only read sees none', async () => {
  await using app = await start()
  const { ask } = app
  const make = (number: number) =>
    ask('POST', '/api/templates', { kind: 'rights', name: `Number ${number}`, document: {} })
  for (let number = 0; number < 100; number++) expect((await make(number)).status).toBe(201)
  expect((await make(100)).status).toBe(409)
  const { key } = (await ask('POST', '/api/keys', { name: 'reader', read_only: true })).body.data
  expect((await ask('GET', '/api/templates', undefined, key)).status).toBe(403)
})
