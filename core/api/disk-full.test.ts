// A full disk through the front door: whoever signs in is told what is wrong and what to do.
import { expect, test } from 'bun:test'
import { sql } from 'drizzle-orm'
import { asFault } from '../errors.ts'
import { createDoor } from '../testing/door.ts'

const anna = { username: 'anna', password: 'correct horse' }
/** Long enough that a page of the database holds few of them. */
const AGENT = { 'user-agent': 'x'.repeat(256) }

test('at a full disk the right password is answered with the reason, and lets in once there is room', async () => {
  await using door = await createDoor()
  await door.person(anna)
  const most = (pages: number) => door.db.run(sql.raw(`PRAGMA max_page_count = ${pages}`))
  const signIn = (password = anna.password) =>
    door.ask('POST', '/api/auth/login', { body: { ...anna, password }, headers: AGENT })
  // Less than there are: as many as there are, and not one more.
  most(1)
  let answer = await signIn()
  for (let i = 0; i < 40 && answer.status === 200; i++) answer = await signIn()
  expect(answer.status).toBe(507)
  expect(answer.body.detail).toBe(
    'The disk of Porchlight is full, so that nothing can be kept. Make room on that machine, then try again.',
  )
  expect(door.lines.some((line) => line.includes('A request failed') && line.includes('disk is full'))).toBe(true)
  // Nothing of it to whoever does not know the password, and what only reads goes on.
  expect((await signIn('battery staple')).status).toBe(401)
  expect((await door.ask('GET', '/health')).body.status).toBe('ok')
  most(1_000_000)
  expect((await signIn()).status).toBe(200)
})

test('a database that cannot be written is told, however deep its own error lies; what is none of the disk is not', () => {
  const broken = (code: string) =>
    new Error('Failed to run the query', { cause: Object.assign(new Error('disk I/O error'), { code }) })
  expect(asFault(broken('SQLITE_IOERR_WRITE'))).toMatchObject({
    kind: 'disk-full',
    message: expect.stringContaining('full or fails'),
  })
  expect(asFault(broken('SQLITE_IOERR_SHMSIZE')).kind).toBe('disk-full')
  expect(asFault(broken('ENOSPC'))).toMatchObject({ kind: 'disk-full', message: expect.stringContaining('is full,') })
  expect(asFault(broken('SQLITE_BUSY'))).toMatchObject({ kind: 'internal', message: 'Internal error' })
})
