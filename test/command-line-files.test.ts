// Files that commands are given: where they are meant, and that what cannot be read or written is told before anything is made.
import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSimulator } from '../plugins/hikvision/simulator/index.ts'
import { account, startAppliance } from './e2e/appliance.ts'
import { ran } from './ran.ts'

setDefaultTimeout(120_000)

const root = join(import.meta.dir, '..')
const PASSPHRASE = 'a porch in the evening'
const isRoot = process.getuid?.() === 0

let scratch = ''
let data = ''
/** A backup of the appliance. */
let saved = ''

interface Around {
  env?: Record<string, string>
  input?: string
  cwd?: string
  /** What stands in front. */
  by?: string[]
}
const run = (args: string[], { env = {}, by = [], ...more }: Around = {}) =>
  ran([...by, process.execPath, '--no-orphans', join(root, 'main.ts'), ...args], {
    env: { PORCHLIGHT_DATA: data, ...env },
    ...{ input: PASSPHRASE, ...more },
  })
const BY_PIPE = ['--passphrase-file', '-']

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'porchlight-files-'))
  chmodSync(scratch, 0o755)
  ;[data, saved] = [join(scratch, 'data'), join(scratch, 'saved')]
  await using appliance = await startAppliance({ data })
  await appliance.signIn()
  await appliance.stop()
  expect(await run(['backup', saved, ...BY_PIPE])).toMatchObject({ code: 0 })
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

test('a path is meant from where npm was called, not from the folder of the project', async () => {
  const here = join(scratch, 'here')
  mkdirSync(here)
  const around = { cwd: root, env: { INIT_CWD: here } }
  expect(await run(['backup', 'mine', ...BY_PIPE], around)).toMatchObject({ code: 0, err: '' })
  expect([existsSync(join(here, 'mine')), existsSync(join(root, 'mine'))]).toEqual([true, false])
  writeFileSync(join(here, 'words'), PASSPHRASE)
  const fresh = { ...around, env: { INIT_CWD: here, PORCHLIGHT_DATA: join(scratch, 'from-here') } }
  expect(await run(['restore', 'mine', '--passphrase-file', 'words'], fresh)).toMatchObject({ code: 0, err: '' })
})

test('what is no file to restore is told in words, and no folder is made for it', async () => {
  const nobody = join(scratch, 'mistyped')
  const [text, database] = [join(scratch, 'text'), join(scratch, 'other.db')]
  writeFileSync(text, 'no backup')
  new Database(database).run('create table other (x)')
  const env = { PORCHLIGHT_DATA: nobody, PORCHLIGHT_SECRET_KEY: 'a key of the environment, long enough' }
  const wrong: [file: string, RegExp, code?: number][] = [
    ['-', /cannot come from the standard input/, 2],
    [scratch, /is a folder/],
    [join(scratch, 'none'), /is not there/],
    [text, /not a backup of Porchlight/],
    [database, /no database of Porchlight/],
  ]
  for (const [file, words, code = 1] of wrong) {
    const said = await run(['restore', file, ...BY_PIPE], { env })
    expect([file, said.code, said.err, existsSync(nobody)]).toEqual([file, code, expect.stringMatching(words), false])
    expect(said.err).not.toMatch(/E[A-Z]{4,}:/)
  }
  const mistyped = await run(['restore', saved, ...BY_PIPE], { env, input: 'some other words' })
  expect([mistyped.code, mistyped.err, existsSync(nobody)]).toEqual([1, expect.stringContaining('passphrase'), false])
  expect((await run(['backup', '-', ...BY_PIPE])).err).toContain('name a file')
})

test('on the database of a newer version nothing is done, and which one can do it is told', async () => {
  const newer = join(scratch, 'newer')
  expect(await run(['restore', saved, ...BY_PIPE], { env: { PORCHLIGHT_DATA: newer } })).toMatchObject({ code: 0 })
  {
    using db = new Database(join(newer, 'porchlight.db'))
    db.run("insert into __drizzle_migrations (hash, created_at) values ('of later', 9999999999999)")
  }
  for (const args of [
    ['backup', ...BY_PIPE],
    ['reset-password', account.username],
  ]) {
    const { code, err } = await run(args, { env: { PORCHLIGHT_DATA: newer } })
    expect([args, code, err]).toEqual([
      args,
      2,
      expect.stringMatching(/which cannot read it\. Nothing was done\. Give/),
    ])
  }
  expect(readdirSync(join(newer, 'backups'))).toEqual([])
})

test.skipIf(isRoot && !Bun.which('setpriv'))('no device is asked for a capture that cannot be written', async () => {
  const closed = join(scratch, 'closed')
  mkdirSync(closed, { mode: 0o555 })
  await using device = await startSimulator({ model: 'nvr8', rtsp: false })
  const by = isRoot ? ['setpriv', '--reuid=1000', '--regid=1000', '--clear-groups'] : []
  const login = ['--address', device.url, '--user', device.user, '--password-file', '-']
  for (const more of [['--out', join(closed, 'capture.json')], []]) {
    const around = { by, cwd: root, input: device.password, env: { INIT_CWD: closed } }
    const { code, err } = await run(['dump-device', ...login, ...more], around)
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/^Nothing can be written in .*closed by user \d+: nothing was asked/),
    ])
  }
  expect(device.stats.requests.length).toBe(0)
})
