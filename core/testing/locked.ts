// What any app of ours must pass: every route declares a right, and without a caller only the public ones open.
import { expect, test } from 'bun:test'
import type { Hono } from 'hono'
import { PUBLIC_ROUTES } from '../http/guard.ts'
import { type DeclaredRoute, declaredRoutes } from '../http/route.ts'

/** Outside `/api`: who is well needs no sign-in, the page must load before anybody can, and one picture shows nothing. */
const OPEN_ELSEWHERE = ['GET /health', 'GET /', 'GET /index.html', 'GET /*', 'GET /media/no-picture.jpg']

/** A path that a pattern matches; every parameter becomes something that exists nowhere. */
function example(pattern: string): string {
  return pattern.replace(/:(\w+)(\{[^}]*\})?\??/g, (_, name: string) =>
    /secret|ticket/i.test(name) ? 'x'.repeat(32) : '4711',
  )
}

/**
 * Registers tests. `start` gives the whole app; `closed` is called at the end. Routes below `mounts` belong to dialects, whose
 * own lock and own list of public paths they have.
 */
export function describeLocked(
  name: string,
  start: () => Promise<{ root: Hono; close: () => Promise<void> }>,
  mounts: readonly string[] = [],
): void {
  const ours = (root: Hono) =>
    declaredRoutes(root).filter(({ path }) => !mounts.some((mount) => path === mount || path.startsWith(`${mount}/`)))
  const named = ({ method, path }: DeclaredRoute) => `${method} ${path}`

  test(`${name}: every route declares its right`, async () => {
    const { root, close } = await start()
    const forgetful = ours(root).filter(({ right }) => right === null)
    await close()
    expect(forgetful.map(named)).toEqual([])
  })

  test(`${name}: what declares itself public is what the lock lets through`, async () => {
    const { root, close } = await start()
    const open = ours(root).filter(({ right }) => right === 'public')
    await close()
    const names = open.map(named)
    expect(PUBLIC_ROUTES.filter((name) => !names.includes(name))).toEqual([])
    expect(names.filter((name) => ![...PUBLIC_ROUTES, ...OPEN_ELSEWHERE].includes(name))).toEqual([])
  })

  test(`${name}: every other route answers 401 to a stranger, in JSON, before it looks at anything else`, async () => {
    const { root, close } = await start()
    const closed = ours(root).filter(({ right }) => right !== 'public')
    const open: string[] = []
    for (const route of closed) {
      for (const headers of strangers) {
        const answer = await root.request(example(route.path), {
          method: route.method,
          headers: { 'content-type': 'application/json', ...headers },
          ...(route.method === 'GET' ? {} : { body: '{"half":' }),
        })
        const body = (await answer.json().catch(() => ({}))) as { detail?: string; error?: string; success?: boolean }
        if (answer.status !== 401 || !body.detail || !body.error || body.success !== false)
          open.push(`${named(route)} → ${answer.status} ${JSON.stringify(body)}`)
      }
    }
    await close()
    expect(closed.length).toBeGreaterThan(10)
    expect(open).toEqual([])
  })
}

const strangers: Record<string, string>[] = [
  {},
  { authorization: 'Bearer x.y.z' },
  { 'x-api-key': `pl_${'x'.repeat(43)}` },
  { authorization: 'Basic YWRtaW46YWRtaW4=' },
]
