// A household keeps an active admin and the appliance its founder, by whatever route and however close together people write.
import { afterEach, beforeEach, expect, test } from 'bun:test'
import { createDoor } from '../../testing/door.ts'

type Door = Awaited<ReturnType<typeof createDoor>>

let door: Door
let anna: Awaited<ReturnType<Door['person']>>
beforeEach(async () => {
  door = await createDoor()
  anna = await door.person({ username: 'anna' })
})
afterEach(() => door[Symbol.asyncDispose]())

const member = (username: string, role: 'admin' | 'operator' | 'viewer', by = anna) =>
  door.person({ username, role }, by.caller)
const ask = (method: string, path: string, body?: unknown, token = anna.accessToken) =>
  door.ask(method, `/api/users${path}`, { token, ...(body === undefined ? {} : { body }) })

test('the founder and the last active admin can be neither deleted, demoted nor disabled, by any route', async () => {
  door.services.settings.set(anna.caller, 'open_registration', true)
  const otto = await door.person({ username: 'otto' })
  const second = await member('second', 'admin', otto)
  await ask('PUT', `/${second.user.id}/status`, { active: false }, otto.accessToken)
  const helper = await member('helper', 'admin')
  const attempts = (name: string) =>
    [
      ['PUT', '', { role: 'viewer' }, `Cannot demote ${name}`],
      ['PUT', '/role', { role: 'operator' }, `Cannot demote ${name}`],
      ['PUT', '', { active: false }, `Cannot disable ${name}`],
      ['PUT', '', { status: 'disabled' }, `Cannot disable ${name}`],
      ['PUT', '/status', { status: 'disabled' }, `Cannot disable ${name}`],
      ['PUT', '/status', { active: false }, `Cannot disable ${name}`],
    ] as const
  for (const [method, path, body, text] of attempts('the last admin user')) {
    const answer = await ask(method, `/${otto.user.id}${path}`, body, otto.accessToken)
    expect([path, body, answer.status, answer.body.error]).toEqual([path, body, 400, text])
  }
  const own = await ask('DELETE', `/${otto.user.id}`, undefined, otto.accessToken)
  expect([own.status, own.body.error]).toEqual([400, 'Cannot delete your own account'])
  for (const token of [anna.accessToken, helper.accessToken])
    for (const [method, path, body, text] of attempts('the founder of this appliance')) {
      const answer = await ask(method, `/${anna.user.id}${path}`, body, token)
      expect([path, body, answer.status, answer.body.error]).toEqual([path, body, 400, text])
    }
  const founder = await ask('DELETE', `/${anna.user.id}`, undefined, helper.accessToken)
  expect([founder.status, founder.body.error]).toEqual([400, 'Cannot delete the founder of this appliance'])
})

test('of two admins who end each other at once, one stays', async () => {
  const ways: [string, unknown, string][] = [
    ['/role', { role: 'viewer' }, 'PUT'],
    ['', { role: 'viewer' }, 'PUT'],
    ['/status', { active: false }, 'PUT'],
    ['', { active: false }, 'PUT'],
    ['', undefined, 'DELETE'],
  ]
  door.services.settings.set(anna.caller, 'open_registration', true)
  for (const [index, [path, body, method]] of ways.entries()) {
    const first = await door.person({ username: `first-${index}` })
    const second = await member(`second-${index}`, 'admin', first)
    // Both are let in before either writes: a body that comes slowly.
    const late = (at: typeof first, on: typeof first) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      const text = JSON.stringify(body ?? {})
      const stream = new ReadableStream<Uint8Array>({
        async pull(controller) {
          await promise
          controller.enqueue(Buffer.from(text))
          controller.close()
        },
      })
      const answer = door.ask(method, `/api/users/${on.user.id}${path}`, {
        token: at.accessToken,
        ...(body === undefined ? {} : { body: stream, headers: { 'content-type': 'application/json' } }),
      })
      return { answer, send: resolve }
    }
    const both = [late(first, second), late(second, first)]
    await Bun.sleep(0)
    for (const { send } of both) send()
    const answers = await Promise.all(both.map(({ answer }) => answer))
    const statuses = answers.map(({ status }) => status).sort()
    expect([method, path, statuses[0]]).toEqual([method, path, 200])
    expect([method, path, statuses[1]]).toEqual([method, path, 400])
    const left = [first, second].filter(({ caller }) => door.services.access.current(caller) !== null)
    expect(left).toHaveLength(1)
    expect(left[0]?.caller.role).toBe('admin')
  }
})

test('who is ended while his request comes in changes nothing', async () => {
  const bert = await member('bert', 'admin')
  const vera = await member('vera', 'viewer')
  const { promise, resolve } = Promise.withResolvers<void>()
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await promise
      controller.enqueue(Buffer.from(JSON.stringify({ role: 'admin' })))
      controller.close()
    },
  })
  const answer = door.ask('PUT', `/api/users/${vera.user.id}/role`, {
    token: bert.accessToken,
    body: stream,
    headers: { 'content-type': 'application/json' },
  })
  await Bun.sleep(0)
  await ask('PUT', `/${bert.user.id}/status`, { active: false })
  resolve()
  expect((await answer).status).toBe(401)
  expect((await ask('GET', `/${vera.user.id}`)).body.data.role).toBe('viewer')
})
