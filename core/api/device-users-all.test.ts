// Device users of all devices through the front door: as last read, for who may look at devices, and nothing asked of any.
import { expect, test } from 'bun:test'
import { createRecorderStand } from '../testing/recorder-stand.ts'
import { hearStatements } from '../testing/statements.ts'

const ALL = '/api/device-users'

test('all users come with the rights that were read, those never read say so, and no device is asked', async () => {
  await using stand = await createRecorderStand()
  expect((await stand.ask('GET', ALL)).body).toEqual({ success: true, data: [] })
  await stand.ask('POST', '/api/device/1/user/sync')
  await stand.ask('GET', '/api/device/1/user/2/permissions')
  stand.recorder.calls.length = 0
  const { body } = await stand.ask('GET', ALL)
  expect(stand.called()).toEqual([])
  expect(body.data.map((user: { user_name: string }) => user.user_name)).toEqual(['admin', 'guard', 'guest'])
  const [admin, guard] = body.data
  expect([admin.rights, admin.device_id, admin.used_by_us]).toEqual([null, 1, true])

  // The same as the device's own page says, put shorter.
  const single = (await stand.ask('GET', '/api/device/1/user/2/permissions')).body
  for (const scope of ['local', 'remote']) {
    expect(guard.rights[scope].global).toEqual(single.global_permissions[scope])
    const flags: Record<string, Record<string, boolean>> = {}
    for (const [right, { allowed, refused }] of Object.entries<Record<string, number[]>>(guard.rights[scope].channels))
      for (const [numbers, has] of [[allowed, true] as const, [refused, false] as const])
        for (const number of numbers ?? []) flags[number] = { ...flags[number], [right]: has }
    const told = Object.entries<Record<string, object>>(single.channel_permissions)
    expect(flags).toEqual(Object.fromEntries(told.map(([number, own]) => [number, own[scope]])) as typeof flags)
    expect(told.length).toBeGreaterThan(0)
  }
})

test('an operator sees them, a viewer and another household do not', async () => {
  await using stand = await createRecorderStand()
  await stand.ask('POST', '/api/device/1/user/sync')
  const operator = await stand.person('night-shift', 'operator')
  expect((await stand.ask('GET', ALL, undefined, operator)).body.data).toHaveLength(3)
  const viewer = await stand.person('child', 'viewer')
  expect((await stand.ask('GET', ALL, undefined, viewer)).status).toBe(403)
  const stranger = await stand.person('stranger')
  expect((await stand.ask('GET', ALL, undefined, stranger)).body.data).toEqual([])
})

test('one more user is not one more question to the database', async () => {
  await using stand = await createRecorderStand()
  const { users } = stand.recorder
  const questions = async (count: number) => {
    stand.recorder.users = Array.from({ length: count }, (_, index) => ({ ...users[0]!, id: index + 1 }))
    await stand.ask('POST', '/api/device/1/user/sync')
    using statements = hearStatements()
    expect((await stand.ask('GET', ALL)).body.data).toHaveLength(count)
    const plans = statements.all().filter((sql) => sql.includes('"device_users"'))
    expect(plans.map((sql) => statements.plan(sql).join()).join()).toContain('USING INDEX device_users_user')
    return statements.count()
  }
  expect(await questions(20)).toBe(await questions(2))
})
