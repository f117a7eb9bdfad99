// What somebody began before his power ended does not come through after it: a password takes time to look at.
import { expect, test } from 'bun:test'
import { createDoor } from '../testing/door.ts'
import { faultOf } from '../testing/fault-of.ts'

const password = 'correct horse'
const HERE = { address: '192.0.2.1', agent: 'test' }

async function stand() {
  const door = await createDoor()
  const anna = await door.person({ username: 'anna', password })
  const bert = await door.person({ username: 'bert', password, role: 'operator' }, anna.caller)
  return { ...door, anna, bert }
}

test('who is disabled while his password is looked at gets no sign-in, for later either', async () => {
  const { services, anna, bert, ...door } = await stand()
  const coming = faultOf(() => services.users.verify('bert', password, HERE))
  services.accounts.change(anna.caller, bert.user.uuid, { active: false })
  expect((await coming).kind).toBe('not-allowed')
  await door[Symbol.asyncDispose]()
})

test('who is deleted while his password is looked at is told what everybody unknown is told', async () => {
  const { services, anna, bert, ...door } = await stand()
  for (const typed of [password, 'guess']) {
    const { user } = typed === password ? bert : await door.person({ username: 'carl', password }, anna.caller)
    const coming = faultOf(() => services.users.verify(user.username, typed, HERE))
    services.accounts.remove(anna.caller, user.uuid)
    expect(await coming).toMatchObject({ kind: 'not-signed-in', message: 'Invalid username or password' })
  }
  const carl = await door.person({ username: 'carl', password }, anna.caller)
  const coming = faultOf(() => services.users.changePassword(carl.caller, 'guess', 'battery staple'))
  services.accounts.remove(anna.caller, carl.user.uuid)
  expect((await coming).kind).toBe('not-signed-in')
  await door[Symbol.asyncDispose]()
})

test('a new password that was asked for by a sign-in that has ended meanwhile is not taken', async () => {
  const { services, anna, bert, ...door } = await stand()
  const other = services.tokens.signIn(bert.user, HERE)
  const coming = faultOf(() => services.users.changePassword(bert.caller, password, 'battery staple'))
  services.signIns.endOthers(services.tokens.read(other.accessToken))
  expect((await coming).kind).toBe('not-signed-in')
  const login = (typed: string) => door.ask('POST', '/api/auth/login', { body: { username: 'bert', password: typed } })
  expect([(await login('battery staple')).status, (await login(password)).status]).toEqual([401, 200])
  await door[Symbol.asyncDispose]()
})

test('a sign-in that has ended meanwhile sets up no second factor', async () => {
  const { services, anna, bert, ...door } = await stand()
  const other = services.tokens.signIn(bert.user, HERE)
  const coming = faultOf(() => services.secondFactor.setup(bert.caller, password))
  services.signIns.endOthers(services.tokens.read(other.accessToken))
  expect((await coming).kind).toBe('not-signed-in')
  expect((await door.ask('GET', '/api/auth/totp', { token: other.accessToken })).body.data.pending).toBe(false)
  await door[Symbol.asyncDispose]()
})

test('wrong passwords that are tried within a sign-in stand in the log', async () => {
  const { anna, ...door } = await stand()
  const token = anna.accessToken
  await door.ask('POST', '/api/auth/change-password', {
    token,
    body: { old_password: 'guess', new_password: 'battery staple' },
  })
  await door.ask('POST', '/api/auth/totp/setup', { token, body: { password: 'guess' } })
  const failed = (await door.ask('GET', '/api/activity?success=false', { token })).body.data
  expect(failed.map((row: { action: string; error_message: string }) => [row.action, row.error_message])).toEqual([
    ['confirm_password', 'Password incorrect'],
    ['change_password', 'Old password incorrect'],
  ])
  await door[Symbol.asyncDispose]()
})

test('a script that signs in each time leaves fifty sign-ins behind, and ends nobody else’s', async () => {
  const { anna, services, ...door } = await stand()
  const script = { address: '192.0.2.9', agent: 'script' }
  const early = services.tokens.signIn(anna.user, script)
  const ticket = services.tickets.issue(services.tokens.read(early.accessToken), { type: 'events' }, 'view')
  for (let count = 0; count < 80; count++) {
    door.pass(1)
    services.tokens.signIn(anna.user, script)
  }
  const { body } = await door.ask('GET', '/api/auth/sign-ins', { token: anna.accessToken })
  expect(body.count).toBe(51)
  expect((await door.ask('GET', '/api/auth/me', { token: early.accessToken })).status).toBe(401)
  expect(services.tickets.peek(ticket.secret)).toBe(null)
  await door[Symbol.asyncDispose]()
})
