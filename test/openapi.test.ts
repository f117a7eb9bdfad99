// The description of the API: every route of the main port is in it, and it says what the door really checks.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Hono } from 'hono'
import { Hono as App } from 'hono'
import type { Plugin } from '#plugin'
import type { Described, Description } from '../core/http/openapi.ts'
import { declaredRoutes, route } from '../core/http/route.ts'
import { createTestApp, type TestApp } from '../core/testing/test-app.ts'
import { hikvision } from '../plugins/hikvision/index.ts'
import { rtsp } from '../plugins/rtsp/index.ts'
import { ourFiles, read } from './tree.ts'

// Each test asks hundreds of times, or waits for a device; a loaded machine needs its time for that.
setDefaultTimeout(60_000)

/** A dialect with a route that is described: in its own document, not in ours. */
const dialect: Plugin = {
  id: 'other',
  title: 'Other',
  dialect: {
    at: { path: '/api/other' },
    public: [],
    authenticate: async () => null,
    fault: (fault) => Response.json({ detail: fault.message }, { status: 400 }),
    routes: () => new App().get('/things', route({ summary: 'Things', right: 'view' }), (c) => c.json([])),
  },
}

let stand: TestApp
let description: Description
beforeAll(async () => {
  stand = await createTestApp([hikvision, rtsp, dialect])
  description = (await stand.ask('GET', '/api/openapi.json', undefined, null)).body
})
afterAll(() => stand[Symbol.asyncDispose]())

type Named = [name: string, operation: Described, path: string, method: string]

const operations = (): Named[] =>
  Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]): Named => [`${method.toUpperCase()} ${path}`, operation, path, method.toUpperCase()],
    ),
  )

const bodyOf = (operation: Described) => operation.requestBody?.content['application/json']?.schema

test('every route of the main port is described under its full path, and nothing else is', () => {
  const mounted = declaredRoutes(stand.app.root as unknown as Hono)
    // OpenAPI has no word for "whatever file the page is made of".
    .filter(({ path }) => path !== '/*' && !path.startsWith('/api/other/'))
    .map(({ method, path }) => `${method} ${path.replace(/:(\w+)(\{[^}]*\})?/g, '{$1}')}`)
  expect(description.openapi).toBe('3.1.0')
  expect(
    operations()
      .map(([name]) => name)
      .sort(),
  ).toEqual(mounted.sort())
})

test('each operation has a summary, one chapter, a name of its own and a good answer', () => {
  const chapters = description.tags.map(({ name }) => name)
  for (const [name, { summary, tags, responses }] of operations()) {
    expect([name, summary.length > 3]).toEqual([name, true])
    expect([name, tags?.length, chapters.includes(tags?.[0] ?? '')]).toEqual([name, 1, true])
    const good = Object.entries(responses).filter(([status]) => Number(status) < 300)
    const isEmpty = ([status]: [string, unknown]) => status === '204' || status === '101'
    expect([name, good.length, good.every((answer) => isEmpty(answer) || answer[1].content !== undefined)]).toEqual([
      name,
      1,
      true,
    ])
  }
  const names = operations().map(([, { operationId }]) => operationId)
  expect(new Set(names).size).toBe(names.length)
  expect(chapters.filter((chapter) => !operations().some(([, { tags }]) => tags?.includes(chapter)))).toEqual([])
})

test('each operation says who may, and which errors there are', () => {
  const problem = { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } }
  for (const [name, operation, path] of operations()) {
    const { responses, security } = operation
    const right = operation['x-right']
    const isOpen = right === 'public' || right === 'ticket'
    expect([name, security]).toEqual([name, isOpen ? [] : [{ bearer: [] }, { key: [] }]])
    const wanted = [
      ...(bodyOf(operation) ? ['400'] : []),
      ...(right === 'public' ? [] : ['401']),
      ...(isOpen ? [] : ['403']),
      ...(path.includes('{') ? ['404'] : []),
    ]
    expect([name, wanted.filter((status) => !responses[status])]).toEqual([name, []])
    for (const [status, { content }] of Object.entries(responses))
      if (Number(status) >= 400) expect([name, status, content]).toEqual([name, status, problem])
  }
})

test('every reference leads to an object that is there', () => {
  const text = JSON.stringify(description)
  const wanted = new Set([...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name))
  expect([...wanted].filter((name) => !description.components.schemas[name ?? '']).sort()).toEqual([])
  expect(text.match(/"\$ref":"(?!#\/components\/schemas\/)[^"]*"/g) ?? []).toEqual([])
})

describe('what is described is what is checked', () => {
  /** A body that is wrong at one field: the door must name that field, if it reads the same schema. */
  async function problemsOf([, , path, method]: Named, body: unknown): Promise<[number, string[]]> {
    const address = path
      .replace('{key}', 'alarm_hold')
      .replace('{kind}', 'motion')
      .replace(/\{\w+\}/g, '4711')
    const answer = await stand.ask(method, address, body)
    return [answer.status, (answer.body?.errors ?? []).map((problem: { path: string }) => problem.path)]
  }

  /** Who has no ticket learns nothing of what may be asked, not even what is missing. */
  const openToUs = () => operations().filter(([, operation]) => operation['x-right'] !== 'ticket')

  test('a field that is described as required is asked for', async () => {
    let asked = 0
    for (const operation of openToUs()) {
      const required = (bodyOf(operation[1])?.required ?? []) as string[]
      if (required.length === 0) continue
      const [status, problems] = await problemsOf(operation, {})
      expect([operation[0], status, required.filter((name) => !problems.includes(`body.${name}`))]).toEqual([
        operation[0],
        400,
        [],
      ])
      asked++
    }
    expect(asked).toBeGreaterThan(5)
  })

  test('a field that is described is read: a value of no described type is refused by its name', async () => {
    let asked = 0
    for (const operation of openToUs()) {
      const fields = Object.entries((bodyOf(operation[1])?.properties ?? {}) as Record<string, object>)
      // A field that takes anything cannot be wrong.
      const narrow = fields.filter(([, field]) =>
        Object.keys(field).some((key) => /^(type|anyOf|enum|const)$/.test(key)),
      )
      for (const [name] of narrow) {
        const [status, problems] = await problemsOf(operation, { [name]: [[{}]] })
        const named = problems.some((path) => path === `body.${name}` || path.startsWith(`body.${name}.`))
        expect([operation[0], name, status, named]).toEqual([operation[0], name, 400, true])
        asked++
      }
    }
    expect(asked).toBeGreaterThan(30)
  })

  test('no route reads input behind the back of its schema', async () => {
    const found: string[] = []
    for (const path of [...ourFiles('core/api/**/*.ts'), 'core/http/media.ts']) {
      if (path.endsWith('.test.ts')) continue
      // The ticket is a secret, checked as one; names of HLS files are the relay's.
      for (const [line] of (await read(path)).matchAll(/\.req\.(json|query|queries|param|text|parseBody|blob)\(.*/g))
        if (!/param\('(ticket|file)'\)/.test(line)) found.push(`${path}: ${line}`)
    }
    expect(found).toEqual([])
  })
})

describe('the page for people', () => {
  test('shows every operation and object, without a script or a word from elsewhere', async () => {
    const { status, text, headers } = await stand.ask('GET', '/api/docs', undefined, null)
    expect([status, headers.get('content-type')?.split(';')[0]]).toEqual([200, 'text/html'])
    expect(headers.get('content-security-policy')).toContain("default-src 'self'")
    for (const [, { operationId }] of operations()) expect(text).toContain(`<details id="${operationId}">`)
    for (const name of Object.keys(description.components.schemas)) expect(text).toContain(`id="schema-${name}"`)
    expect(text).not.toMatch(/<script|style="|\son\w+="|\[object|undefined/)
    const addresses = [...text.matchAll(/(?:src|href)="([^#"][^"]*)"/g)].map(([, address]) => address)
    expect(addresses.sort()).toEqual(['../icon.svg', 'docs.css', 'openapi.json'])
  })

  test('its links inside lead somewhere', async () => {
    const { text } = await stand.ask('GET', '/api/docs', undefined, null)
    const ids = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
    const targets = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
    expect(targets.filter((id) => !ids.has(id))).toEqual([])
  })

  test('its style sheet comes from us', async () => {
    const { status, text, headers } = await stand.ask('GET', '/api/docs.css', undefined, null)
    expect([status, headers.get('content-type')?.split(';')[0]]).toEqual([200, 'text/css'])
    expect(text).not.toMatch(/url\(|@import/)
  })
})
