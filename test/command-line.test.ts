// The command line beside an appliance: backup and restore, a new password for who is locked out, another secret key.
import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSimulator } from '../plugins/hikvision/simulator/index.ts'
import { account, startAppliance, until } from './e2e/appliance.ts'
import { ran } from './ran.ts'

const main = join(import.meta.dir, '..', 'main.ts')
const TIMEOUT_MS = 120_000
const PASSPHRASE = 'a porch in the evening'

/** Runs a command on a data folder until it ends. */
const run = (data: string, args: string[], { env = {}, input = '' }: { env?: object; input?: string } = {}) =>
  ran([process.execPath, '--no-orphans', main, ...args], { env: { PORCHLIGHT_DATA: data, ...env }, input })

function scratch() {
  const path = mkdtempSync(join(tmpdir(), 'porchlight-command-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

test(
  'what is typed wrong is said, with exit code 2, and nothing is made',
  async () => {
    using folder = scratch()
    const data = join(folder.path, 'data')
    const wrong: [string[], RegExp][] = [
      [['bakcup'], /no command "bakcup"[\s\S]*reset-password/],
      [['backup', '--with-flies'], /no option "--with-flies"/],
      [['restore'], /Usage: porchlight restore/],
      [['reset-password', 'a', 'b'], /Usage: porchlight reset-password/],
      [['backup', '--passphrase-file'], /needs something behind it/],
      [['backup', '--passphrase-file', '--with-files'], /--passphrase-file needs something behind it/],
    ]
    const answers = await Promise.all(wrong.map(([args]) => run(data, args)))
    for (const [index, [args, text]] of wrong.entries()) {
      const { code, err } = answers[index] ?? { code: 0, err: '' }
      expect({ args, code }).toEqual({ args, code: 2 })
      expect(err).toMatch(text)
      expect(err).not.toContain('    at ')
    }
    const nobody = await run(data, ['backup', '--passphrase-file', '-'], { input: PASSPHRASE })
    expect(nobody).toMatchObject({ code: 1 })
    expect(nobody.err).toMatch(/There is no appliance in/)
    expect((await run(data, ['--help'])).out).toMatch(/^Usage: porchlight/)
    const helped = await Promise.all(
      ['serve', 'backup', 'restore', 'reset-password', 'rotate-key'].map((verb) => run(data, [verb, '--help'])),
    )
    for (const one of helped) {
      expect(one).toMatchObject({ code: 0, err: '' })
      expect(one.out).toMatch(/^Usage: porchlight [a-z-]+.*\n\w.*\n$/)
    }
    expect(existsSync(data)).toBe(false)
  },
  TIMEOUT_MS,
)

test(
  'a backup by command of a running appliance is restored into a fresh folder, where the recorder is reached',
  async () => {
    using folder = scratch()
    const file = join(folder.path, 'house.porchlight-backup')
    await using recorder = await startSimulator({ model: 'nvr8', rtsp: false })
    const online = async (appliance: Awaited<ReturnType<typeof startAppliance>>) =>
      until('the recorder is reached', async () => {
        const { body } = await appliance.call<{ state: { phase: string } }[]>('GET', '/api/devices')
        return body[0]?.state.phase === 'online'
      })
    {
      await using appliance = await startAppliance()
      await appliance.signIn()
      const login = { username: recorder.user, password: recorder.password }
      await appliance.call('POST', '/api/devices', { brand: 'hikvision', ip_web: recorder.url, ...login })
      await online(appliance)
      const short = await run(appliance.data, ['backup', file, '--passphrase-file', '-'], { input: 'short\n' })
      expect(short).toMatchObject({ code: 1 })
      expect(short.err).toContain('10 to 256 characters')
      const made = await run(appliance.data, ['backup', file, '--passphrase-file', '-'], { input: `${PASSPHRASE}\n` })
      expect(made).toMatchObject({ code: 0, err: '' })
      expect(made.out).toMatch(/Made and checked: .*1 devices/)
      expect(readFileSync(file).includes(recorder.password)).toBe(false)
      const running = await run(appliance.data, ['restore', file, '--replace', '--passphrase-file', '-'], {
        input: PASSPHRASE,
      })
      expect(running.err).toMatch(/in use by another Porchlight/)
    }
    const data = join(folder.path, 'fresh')
    const wrong = await run(data, ['restore', file, '--passphrase-file', '-'], { input: 'some other words' })
    expect(wrong).toMatchObject({ code: 1 })
    expect(wrong.err).toMatch(/passphrase is not the one/)
    expect(existsSync(join(data, 'porchlight.db'))).toBe(false)
    const restored = await run(data, ['restore', file, '--passphrase-file', '-'], { input: PASSPHRASE })
    expect(restored).toMatchObject({ code: 0, err: '' })
    expect(statSync(join(data, 'porchlight.db')).mode & 0o777).toBe(0o600)
    const again = await run(data, ['restore', file, '--passphrase-file', '-'], { input: PASSPHRASE })
    expect(again.err).toContain('Add --replace')
    await using appliance = await startAppliance({ data })
    await appliance.signIn()
    await online(appliance)
  },
  TIMEOUT_MS,
)

test(
  'a passphrase that is typed for a new backup is typed twice, and shown by no key',
  async () => {
    using folder = scratch()
    await using appliance = await startAppliance({ data: join(folder.path, 'data') })
    const typing = async (name: string, words: string[]) => {
      const file = join(folder.path, name)
      let shown = ''
      const left = [...words]
      const child = Bun.spawn([process.execPath, '--no-orphans', main, 'backup', file], {
        env: { PATH: process.env.PATH ?? '', PORCHLIGHT_DATA: appliance.data },
        terminal: {
          data(terminal, piece) {
            shown += Buffer.from(piece).toString()
            if (/: $/.test(shown) && left.length) terminal.write(`${left.shift()}\r`)
          },
        },
      })
      return { code: await child.exited, shown, left, made: existsSync(file) }
    }
    const slip = await typing('slip', [PASSPHRASE, 'a porch in the evning'])
    expect(slip).toMatchObject({ code: 1, made: false, left: [] })
    expect(slip.shown).toContain('not the same passphrase')
    const right = await typing('right', [PASSPHRASE, PASSPHRASE])
    expect(right).toMatchObject({ code: 0, made: true, left: [] })
    expect(right.shown).not.toContain('porch in')
  },
  TIMEOUT_MS,
)

test(
  'a backup from an appliance with a key of its environment is read by one with a file, and the other way round',
  async () => {
    using folder = scratch()
    const file = join(folder.path, 'house.porchlight-backup')
    const env = { PORCHLIGHT_SECRET_KEY: 'a key of the environment, longer than a file' }
    await using recorder = await startSimulator({ model: 'nvr8', rtsp: false })
    const login = { username: recorder.user, password: recorder.password }
    const reaches = (appliance: Awaited<ReturnType<typeof startAppliance>>) =>
      until('the recorder is reached', async () => {
        const { body } = await appliance.call<{ state: { phase: string } }[]>('GET', '/api/devices')
        return body[0]?.state.phase === 'online'
      })
    {
      await using appliance = await startAppliance({ env })
      await appliance.signIn()
      await appliance.call('POST', '/api/devices', { brand: 'hikvision', ip_web: recorder.url, ...login })
      const options = { input: PASSPHRASE, env }
      expect(await run(appliance.data, ['backup', file, '--passphrase-file', '-'], options)).toMatchObject({ code: 0 })
    }
    const [first, second] = [join(folder.path, 'first'), join(folder.path, 'second')]
    await run(first, ['restore', file, '--passphrase-file', '-'], { input: PASSPHRASE })
    expect(readFileSync(join(first, 'secret.key')).byteLength).toBe(32)
    {
      await using appliance = await startAppliance({ data: first })
      await appliance.signIn()
      await reaches(appliance)
    }
    const other = { PORCHLIGHT_SECRET_KEY: 'another key of another environment, also long' }
    await run(second, ['restore', file, '--passphrase-file', '-'], { input: PASSPHRASE, env: other })
    expect(existsSync(join(second, 'secret.key'))).toBe(false)
    await using appliance = await startAppliance({ data: second, env: other })
    await appliance.signIn()
    await reaches(appliance)
  },
  TIMEOUT_MS,
)

test(
  'a new password lets somebody in again, ends what was open, and takes the second factor off',
  async () => {
    await using appliance = await startAppliance()
    const token = await appliance.signIn()
    const unknown = await run(appliance.data, ['reset-password', 'nobody'])
    expect(unknown).toMatchObject({ code: 1 })
    expect(unknown.err).toMatch(/no user "nobody"/)
    const { code, out } = await run(appliance.data, ['reset-password', account.username.toUpperCase()])
    expect(code).toBe(0)
    const password = /The password is: (\S+)/.exec(out)?.[1]
    expect((await appliance.call('GET', '/api/devices', undefined, token)).status).toBe(401)
    const signIn = (body: object) => appliance.call('POST', '/api/auth/login', body, '')
    expect((await signIn(account)).status).toBe(401)
    expect((await signIn({ username: account.username, password })).status).toBe(200)
    // As one that was set up: nothing is ever shown of it again.
    using db = new Database(join(appliance.data, 'porchlight.db'))
    db.run('insert into second_factors (user_id, secret, created_at, enabled_at) values (1, ?, 1, 1)', ['v1.lost.x'])
    db.run("insert into recovery_codes (user_id, hash) values (1, 'x')")
    // A browser that is told of alarms falls silent with its sign-in.
    db.run(`insert into push_subscriptions (uuid, user_id, sign_in_id, endpoint_hash, endpoint, p256dh, auth, created_at)
      select 'x', user_id, id, 'x', 'x', 'x', 'x', 1 from sign_ins limit 1`)
    expect(db.query('select uuid from push_subscriptions').all()).toHaveLength(1)
    const asked = await signIn({ username: account.username, password })
    expect({ status: asked.status, asks: asked.body.totp_required }).toEqual({ status: 401, asks: true })
    const file = join(appliance.data, 'next-password')
    // Refused before anybody is looked for.
    writeFileSync(file, 'GRANDMA\n')
    const name = await run(appliance.data, ['reset-password', 'grandma', '--password-file', file])
    expect([name.code, name.err]).toEqual([1, expect.stringContaining('must not be the user name')])
    writeFileSync(file, 'brand new password\n')
    const second = await run(appliance.data, ['reset-password', account.username, '--password-file', file])
    expect(second.out).not.toContain('brand new password')
    expect(second.out).toContain('no second factor any more')
    expect(db.query('select user_id from second_factors union select user_id from recovery_codes').all()).toEqual([])
    expect(db.query('select uuid from push_subscriptions').all()).toEqual([])
    const { status, body } = await signIn({ username: account.username, password: 'brand new password' })
    expect(status).toBe(200)
    const log = await appliance.call('GET', '/api/activity', undefined, String(body.token))
    expect(log.text).toContain('reset_password')
  },
  TIMEOUT_MS,
)

test(
  'a new password while the appliance runs closes what is open within half a minute; keys and links stay, which it says',
  async () => {
    await using appliance = await startAppliance()
    const token = await appliance.signIn()
    const camera = { name: 'Porch', rtsp_url: 'rtsp://127.0.0.1:9/porch' }
    const made = await appliance.call<{ data: { channel_id: number } }>('POST', '/api/cameras', camera)
    expect(made.status).toBe(201)
    const key = await appliance.call<{ data: { key: string } }>('POST', '/api/keys', { name: 'script' })
    const link = { channel_id: made.body.data.channel_id, name: 'Hall tablet' }
    expect((await appliance.call('POST', '/api/stream-links', link)).status).toBe(201)
    const open = await fetch(`${appliance.url}/api/events/stream`, { headers: { authorization: `Bearer ${token}` } })
    expect(open.status).toBe(200)
    const { out } = await run(appliance.data, ['reset-password', account.username, '--password-file', '-'], {
      input: 'brand new password',
    })
    expect(out).toContain('closes within half a minute')
    expect(out).toContain('1 API key and 1 stream link of this user stay')
    const began = Date.now()
    await open.text()
    expect(Date.now() - began).toBeLessThan(40_000)
    expect((await appliance.call('GET', '/api/auth/me', undefined, key.body.data.key)).status).toBe(200)
    const signIn = { username: account.username, password: 'brand new password' }
    const again = await appliance.call<{ token: string }>('POST', '/api/auth/login', signIn, '')
    const links = await appliance.call('GET', '/api/stream-links', undefined, again.body.token)
    expect(links.body.count).toBe(1)
  },
  TIMEOUT_MS,
)

test(
  'who has guessed in vain at the machine itself is let in with the new password at once',
  async () => {
    await using appliance = await startAppliance()
    await appliance.signIn()
    const signIn = async (password: string) =>
      (await appliance.call('POST', '/api/auth/login', { ...account, password }, '')).status
    for (let count = 0; count < 6; count++) await signIn('guess')
    expect(await signIn(account.password)).toBe(429)
    const reset = await run(appliance.data, ['reset-password', account.username, '--password-file', '-'], {
      input: 'brand new password',
    })
    expect(reset.code).toBe(0)
    expect(await signIn('brand new password')).toBe(200)
    expect(await signIn(account.password)).toBe(401)
  },
  TIMEOUT_MS,
)

test(
  'another key by command: the former one is gone, and the recorder is reached all the same',
  async () => {
    await using recorder = await startSimulator({ model: 'nvr8', rtsp: false })
    using folder = scratch()
    const data = join(folder.path, 'data')
    const login = { username: recorder.user, password: recorder.password }
    let token: string
    {
      await using appliance = await startAppliance({ data })
      token = await appliance.signIn()
      await appliance.call('POST', '/api/devices', { brand: 'hikvision', ip_web: recorder.url, ...login })
      expect((await run(data, ['rotate-key'])).err).toMatch(/in use by another Porchlight/)
    }
    const former = readFileSync(join(data, 'secret.key'))
    expect(await run(data, ['rotate-key'])).toMatchObject({ code: 0, err: '' })
    expect(readFileSync(join(data, 'secret.key')).equals(former)).toBe(false)
    expect(readdirSync(data).filter((name) => name.startsWith('secret.key'))).toEqual(['secret.key'])
    await using appliance = await startAppliance({ data })
    expect((await appliance.call('GET', '/api/devices', undefined, token)).status).toBe(401)
    await appliance.signIn()
    await until('the recorder is reached', async () => {
      const { body } = await appliance.call<{ state: { phase: string } }[]>('GET', '/api/devices')
      return body[0]?.state.phase === 'online'
    })
  },
  TIMEOUT_MS,
)

test('a restore is put in place when the appliance starts itself anew', async () => {
  await using appliance = await startAppliance()
  await appliance.signIn()
  const done = (id: number) =>
    until('the job is done', async () => {
      const { body } = await appliance.call<{ state: string; result: { name: string } }>('GET', `/api/jobs/${id}`)
      if (body.state === 'failed') throw new Error(JSON.stringify(body))
      return body.state === 'done' && body.result
    })
  type Begun = { data: { job_id: number } }
  const made = await appliance.call<Begun>('POST', '/api/system/backup', { passphrase: PASSPHRASE })
  const { name } = await done(made.body.data.job_id)
  await appliance.call('POST', '/api/auth/register', { username: 'later', password: 'later-password', role: 'viewer' })
  const restore = { backup: name, passphrase: PASSPHRASE }
  const begun = await appliance.call<Begun>('POST', '/api/system/restore', restore)
  await done(begun.body.data.job_id)
  expect((await appliance.call('POST', '/api/system/restart', {})).status).toBe(400)
  expect((await appliance.call('POST', '/api/system/restart', { confirm: true })).status).toBe(202)
  const urls = () => appliance.lines().filter(({ msg }) => msg === 'Porchlight is listening')
  appliance.url = await until('it listens again', () => urls()[1]?.url as string | undefined)
  await appliance.signIn()
  const login = { username: 'later', password: 'later-password' }
  expect((await appliance.call('POST', '/api/auth/login', login, '')).status).toBe(401)
  expect(await appliance.stop()).toBe(0)
}, 120_000)
