// Bad input through the front door: always 400, always in words.
import { expect, test } from 'bun:test'
import { Hono } from 'hono'
import { generateSpecs } from 'hono-openapi'
import { z } from 'zod'
import { Fault } from '../domain/fault.ts'
import { statusOf } from '../errors.ts'
import { declaredRoutes, route } from './route.ts'
import { idOrUuid, valid, wholeNumber } from './validate.ts'

const app = new Hono()
  .post(
    '/people',
    route({ summary: 'Make', right: 'public', answers: { 200: z.object({ name: z.string() }) } }),
    valid(
      'json',
      z.object({
        name: z.string().min(3),
        role: z.enum(['a', 'b']).optional(),
        tags: z.array(z.string()).max(2).optional(),
      }),
    ),
    (c) => c.json(c.req.valid('json')),
  )
  .get(
    '/people/:id',
    route({ summary: 'Read', right: 'view' }),
    valid('param', z.object({ id: idOrUuid })),
    valid('query', z.object({ page: wholeNumber(1, 100).default(1) })),
    (c) => c.json({ ...c.req.valid('param'), ...c.req.valid('query') }),
  )
  .onError((error, c) => {
    if (!(error instanceof Fault)) return c.json({ error: String(error) }, 500)
    return c.json({ error: error.message, errors: error.problems }, statusOf(error) as 400)
  })

const post = async (body: BodyInit, type: string | null = 'application/json') => {
  const headers = type === null ? undefined : { 'content-type': type }
  const answer = await app.request('/people', { method: 'POST', body, ...(headers ? { headers } : {}) })
  return { status: answer.status, ...((await answer.json()) as { error?: string; errors?: unknown[]; name?: string }) }
}

test('good input passes, unknown keys are ignored', async () => {
  expect(await post('{"name":"anna","extra":1,"__proto__":{"x":1}}')).toEqual({ status: 200, name: 'anna' })
  expect(await post(new TextEncoder().encode('{"name":"anna"}'), null)).toEqual({ status: 200, name: 'anna' })
})

const bad: [string, BodyInit, string, RegExp][] = [
  ['a missing field', '{}', 'application/json', /^name is required$/],
  ['a short text', '{"name":"a"}', 'application/json', /^name must be at least 3 characters$/],
  ['a wrong type', '{"name":1}', 'application/json', /^name must be a string$/],
  ['a null', '{"name":null}', 'application/json', /^name must be a string$/],
  ['a wrong word', '{"name":"anna","role":"c"}', 'application/json', /^role must be one of "a", "b"$/],
  ['too many', '{"name":"anna","tags":["a","b","c"]}', 'application/json', /^tags must be at most 2 items$/],
  ['an array as body', '[]', 'application/json', /must be an object/],
  ['a text as body', '"x"', 'application/json', /must be an object/],
  ['nothing', '', 'application/json', /name is required/],
  ['half a document', '{"name":', 'application/json', /not valid JSON/],
  ['bad UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), 'application/json', /not valid UTF-8/],
  ['NUL in a text', '{"name":"an\\u0000na"}', 'application/json', /control characters/],
  ['NUL in a name', '{"name":"anna","a\\u0000":1}', 'application/json', /control characters in a name/],
  ['half a character', '{"name":"an\\ud800na"}', 'application/json', /half a character/],
  [
    'deep nesting',
    `{"name":"anna","x":${'['.repeat(50000)}${']'.repeat(50000)}}`,
    'application/json',
    /nested too deeply|not valid JSON/,
  ],
  ['a form', 'name=anna', 'application/x-www-form-urlencoded', /must be JSON/],
  ['a picture', new Uint8Array([1, 2, 3]), 'image/png', /must be JSON/],
]
for (const [what, body, type, text] of bad)
  test(`${what} is refused in words`, async () => {
    const answer = await post(body, type)
    expect(answer.status).toBe(type === 'application/json' ? 400 : 415)
    expect(answer.error).toMatch(text)
    expect(answer.errors?.length).toBeGreaterThan(0)
  })

test('more than a mebibyte is 413, with and without a length', async () => {
  const big = `{"name":"${'x'.repeat(1_100_000)}"}`
  expect((await post(big)).status).toBe(413)
  const stream = new ReadableStream({
    pull(controller) {
      controller.enqueue(new Uint8Array(65536))
    },
  })
  expect((await post(stream)).status).toBe(413)
})

test('numbers in the query and ids in the path are read strictly', async () => {
  expect(await (await app.request('/people/7?page=3')).json()).toEqual({ id: '7', page: 3 })
  for (const page of ['0', '101', '1abc', '1e2', '-1', '1.5', '', '%00', '1&page=2'])
    expect((await app.request(`/people/7?page=${page}`)).status).toBe(400)
  for (const id of ['x', '1e3', '-1', '%00', '0x10']) expect((await app.request(`/people/${id}`)).status).toBe(400)
})

test('OpenAPI carries the schemas and every route its right', async () => {
  const spec = await generateSpecs(app)
  const make = spec.paths['/people']?.post as unknown as { requestBody: { content: object }; 'x-right': string }
  expect(JSON.stringify(make.requestBody)).toContain('"minLength":3')
  expect(make['x-right']).toBe('public')
  expect(JSON.stringify(spec.paths['/people/{id}'])).toContain('"page"')
  expect(declaredRoutes(app)).toEqual([
    { method: 'POST', path: '/people', right: 'public', limit: null },
    { method: 'GET', path: '/people/:id', right: 'view', limit: null },
  ])
})
