// One name, however it is typed: at the door, at the making of accounts, and where guesses are counted.
import { expect, test } from 'bun:test'
import { createDoor } from '../testing/door.ts'

const password = 'correct horse'
type Door = Awaited<ReturnType<typeof createDoor>>
const login = (door: Door, username: string, typed = password) =>
  door.ask('POST', '/api/auth/login', { body: { username, password: typed } })

test('a name is known in small and capital letters of any script, and with a space behind it', async () => {
  await using door = await createDoor()
  const { caller } = await door.person({ username: 'Anna', password })
  await door.person({ username: 'Özgür Якоб', password }, caller)
  for (const typed of ['anna', 'ANNA ', ' Anna', 'özgür якоб', 'ÖZGÜR ЯКОБ', 'o\u0308zgu\u0308r якоб'])
    expect([typed, (await login(door, typed)).status]).toEqual([typed, 200])
  for (const typed of ['ozgur якоб', 'an na', ' '])
    expect([typed, (await login(door, typed)).status]).toEqual([typed, 401])
})

test('nobody makes an account that reads like another one', async () => {
  await using door = await createDoor()
  const { accessToken: token } = await door.person({ username: 'Özgür', password })
  for (const username of ['özgür', ' ÖZGÜR ', 'o\u0308zgür']) {
    const made = await door.ask('POST', '/api/users', { token, body: { username, password } })
    expect([username, made.status, made.body.detail]).toEqual([username, 409, 'Username already exists'])
  }
  const own = await door.ask('POST', '/api/users', { token, body: { username: 'Ölga-Öl', password: 'ölga-öl ' } })
  expect([own.status, own.body.detail]).toEqual([400, 'The password must not be the user name'])
})

test('other ways to write a name are no further guesses', async () => {
  await using door = await createDoor()
  await door.person({ username: 'éée', password })
  const ways = ['éée', 'e\u0301ée', 'ée\u0301e', 'ÉÉE', ' éée', 'éée ', 'e\u0301e\u0301e']
  const answers: number[] = []
  for (const way of ways) answers.push((await login(door, way, 'guess')).status)
  expect(answers).toEqual([401, 401, 401, 401, 401, 429, 429])
})

test('a stranger cannot ask without end which names are taken where registration is open', async () => {
  await using door = await createDoor()
  const { accessToken: token } = await door.person({ username: 'anna', password })
  await door.ask('PUT', '/api/settings/open_registration', { token, body: { value: true } })
  const answers = new Set<number>()
  for (let count = 0; count < 12; count++)
    answers.add((await door.ask('POST', '/api/auth/register', { body: { username: 'Anna', password } })).status)
  expect([...answers]).toEqual([409, 429])
})

test('a program that tries an old password now and then keeps nobody beside it waiting', async () => {
  await using door = await createDoor()
  await door.person({ username: 'anna', password })
  for (let count = 0; count < 40; count++) {
    expect([count, (await login(door, 'anna', 'the former one')).status]).toEqual([count, 401])
    door.pass(5 * 60)
    if (count % 10 === 9) expect((await login(door, 'anna')).status).toBe(200)
  }
})
