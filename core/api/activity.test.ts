// The activity log through the front door: filters, pages, sums, who may read it, and what is removed from it.
import { afterEach, beforeEach, expect, test } from 'bun:test'
import { createDoor } from '../testing/door.ts'

type Door = Awaited<ReturnType<typeof createDoor>>

let door: Door
let anna: Awaited<ReturnType<Door['person']>>
beforeEach(async () => {
  door = await createDoor()
  anna = await door.person({ username: 'anna' })
})
afterEach(() => door[Symbol.asyncDispose]())

const ask = (method: string, path: string, token = anna.accessToken) =>
  door.ask(method, `/api/activity${path}`, { token })
const note = (action: string, more: object = {}, by = anna) =>
  door.services.activity.record(by.caller, { action, ...more })
const actions = (body: { data: { action: string }[] }) => body.data.map(({ action }) => action)

async function otherHousehold() {
  door.services.settings.set(anna.caller, 'open_registration', true)
  return door.person({ username: 'otto' })
}

test('a row is what clients know, with the full name of who it was', async () => {
  note('update_channel', { resourceType: 'channel', resourceId: 4, metadata: { before: 'a', after: 'b' } })
  const { status, body } = await ask('GET', '?limit=1')
  expect([status, body.pagination.limit, body.pagination.page]).toEqual([200, 1, 1])
  expect(body.data).toEqual([
    {
      id: expect.any(Number),
      user_id: anna.user.id,
      username: 'anna',
      full_name: null,
      caller: 'user',
      action: 'update_channel',
      resource_type: 'channel',
      resource_id: '4',
      ip_address: expect.anything(),
      user_agent: expect.anything(),
      metadata: { before: 'a', after: 'b' },
      success: true,
      error_message: null,
      created_at: door.now().toISOString(),
      undoable: false,
      undone_at: null,
    },
  ])
})

test('each filter narrows the list, alone and with others', async () => {
  const bert = await door.person({ username: 'bert', role: 'operator' }, anna.caller)
  note('one', { resourceType: 'channel', resourceId: 1 })
  note('two', { resourceType: 'device', resourceId: 1 }, bert)
  note('two', { resourceType: 'device', resourceId: 2, success: false, error: 'It refused' })
  const found = async (query: string) => {
    const { body } = await ask('GET', query)
    expect(body.pagination?.total ?? body.data.length).toBe(body.data.length)
    return actions(body)
  }
  expect(await found('?action=two')).toEqual(['two', 'two'])
  expect(await found('?resourceType=channel')).toEqual(['one'])
  expect(await found(`?userId=${bert.user.uuid}&resourceType=device`)).toEqual(['two'])
  expect(await found(`?userId=${bert.user.id}&success=false`)).toEqual([])
  expect(await found('?success=false&cursor=')).toEqual(['two'])
  expect(await found('?action=one&success=true')).toEqual(['one'])
  expect(await found('?startDate=2030-01-01')).toEqual([])
  expect(await found('?action=one&endDate=2026-01-15')).toEqual(['one'])
  expect(await found('?action=one&endDate=2026-01-14')).toEqual([])
  expect(await found('?userId=99999')).toEqual([])
})

test('pages and cursors show every row once, also while new ones come', async () => {
  for (let index = 0; index < 7; index++) note(`act_${index}`)
  const wanted = ['act_6', 'act_5', 'act_4', 'act_3', 'act_2', 'act_1', 'act_0']
  const paged: string[] = []
  for (const page of [1, 2, 3]) paged.push(...actions((await ask('GET', `?limit=3&page=${page}`)).body))
  expect(paged.slice(0, 7)).toEqual(wanted)
  const walked: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await ask('GET', `?limit=3&cursor=${cursor}`)
    walked.push(...actions(body))
    note('later')
    expect(body.has_more).toBe(body.next_cursor !== null)
    cursor = body.next_cursor
  }
  expect(walked.slice(0, 7)).toEqual(wanted)
  expect(walked).not.toContain('later')
})

test('bad input is refused in the words that clients know', async () => {
  const cases: [string, string, string][] = [
    ['GET', '?page=0', 'Invalid page number'],
    ['GET', '?limit=101', 'Invalid limit (must be between 1 and 100)'],
    ['GET', '?startDate=yesterday', 'Invalid startDate format'],
    ['GET', '?startDate=2026-02-01&endDate=2026-01-01', 'startDate must be before endDate'],
    ['GET', '?success=maybe', 'success must be one of "true", "false"'],
    ['GET', '?cursor=1;2', 'cursor is not one that this list gave out'],
    ['GET', '/me?limit=0', 'Invalid limit (must be between 1 and 100)'],
    ['DELETE', "/cleanup?daysToKeep=0 days'", 'daysToKeep must be a whole number'],
    ['DELETE', '/cleanup?daysToKeep=6', 'daysToKeep must be at least 7'],
  ]
  for (const [method, path, text] of cases) {
    const { status, body } = await ask(method, path)
    expect([path, status, body.error]).toEqual([path, 400, text])
  }
})

test('a failed sign-in with a name that nobody has is kept, and the founder alone reads it', async () => {
  const otto = await otherHousehold()
  await door.ask('POST', '/api/auth/login', { body: { username: 'nobody here', password: 'wrong password' } })
  const failed = (await ask('GET', '?action=login_failed')).body
  expect([failed.pagination.total, failed.data[0].username, failed.data[0].user_id]).toEqual([1, 'nobody here', null])
  expect((await ask('GET', `/${failed.data[0].id}`)).status).toBe(200)
  expect(actions({ data: (await ask('GET', '/stats')).body.data.recentFailures })).toEqual(['login_failed'])
  expect((await ask('GET', '?action=login_failed', otto.accessToken)).body.data).toEqual([])
  expect((await ask('GET', `/${failed.data[0].id}`, otto.accessToken)).status).toBe(404)
})

test('sums count what was done and what failed, of all or of one account', async () => {
  const bert = await door.person({ username: 'bert', role: 'operator' }, anna.caller)
  note('two', { resourceType: 'device' }, bert)
  note('two', { resourceType: 'device', success: false, error: 'It refused' }, bert)
  note('three', { resourceType: 'channel' }, bert)
  note('three', { resourceType: 'channel' })
  const { body } = await ask('GET', `/stats?userId=${bert.user.uuid}`)
  const about = body.data.byAction.filter(({ action }: { action: string }) => action !== 'login')
  expect(about).toEqual([
    { action: 'two', count: 2 },
    { action: 'three', count: 1 },
  ])
  expect(body.data.byResourceType.find((one: { resource_type: string }) => one.resource_type === 'device').count).toBe(
    2,
  )
  const total = body.data.totalActivities
  expect(body.data.successRate).toBe(Math.round(((total - 1) / total) * 10_000) / 100)
  expect(actions({ data: body.data.recentFailures })).toEqual(['two'])
  const all = (await ask('GET', '/stats')).body.data
  expect(all.byAction.find((one: { action: string }) => one.action === 'three').count).toBe(2)
  expect(all.totalActivities).toBe((await ask('GET', '')).body.pagination.total)
})

test('one sees what he did himself; everything else is for admins', async () => {
  const bert = await door.person({ username: 'bert', role: 'viewer' }, anna.caller)
  note('mine', {}, bert)
  note('not mine')
  const mine = await ask('GET', '/me', bert.accessToken)
  expect([mine.status, actions(mine.body).includes('mine'), actions(mine.body).includes('not mine')]).toEqual([
    200,
    true,
    false,
  ])
  expect((await ask('GET', '/me?limit=1')).body.data).toHaveLength(1)
  for (const [method, path] of [
    ['GET', ''],
    ['GET', '/stats'],
    ['GET', '/1'],
    ['DELETE', '/cleanup'],
  ] as const)
    expect([path, (await ask(method, path, bert.accessToken)).status]).toEqual([path, 403])
})

test('one entry is found by its number, and not by another household', async () => {
  const otto = await otherHousehold()
  note('one')
  const { id } = (await ask('GET', '?action=one')).body.data[0]
  expect((await ask('GET', `/${id}`)).body).toMatchObject({ success: true, data: { id, action: 'one' } })
  expect((await ask('GET', `/${id}`, otto.accessToken)).status).toBe(404)
  const missing = await ask('GET', '/4711')
  expect([missing.status, missing.body.error]).toEqual([404, 'Activity log not found'])
})

test('what is older than asked is removed, of one household, and that is logged', async () => {
  const otto = await otherHousehold()
  note('old')
  note('foreign', {}, otto)
  door.pass(40 * 86_400)
  const again = (await door.ask('POST', '/api/auth/login', { body: { username: 'anna', password: anna.password } }))
    .body
  note('fresh')
  const { status, body } = await ask('DELETE', '/cleanup?daysToKeep=30', again.token)
  expect([status, body.data.deletedCount > 0]).toEqual([200, true])
  expect(body.message).toBe(`Deleted ${body.data.deletedCount} activity logs older than 30 days`)
  expect(actions((await ask('GET', '', again.token)).body)).toEqual(['cleanup_activity_logs', 'fresh', 'login'])
  expect(door.services.activity.count(otto.caller, { action: 'foreign' })).toBe(1)
})
