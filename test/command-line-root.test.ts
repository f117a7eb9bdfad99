// What root types on the data folder of Porchlight's own user: nothing of root's is left in it, and what that user cannot do is told.
import { afterEach, beforeEach, expect, setDefaultTimeout, test } from 'bun:test'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { account, startAppliance } from './e2e/appliance.ts'
import { ran } from './ran.ts'

setDefaultTimeout(120_000)

const main = join(import.meta.dir, '..', 'main.ts')
const PASSPHRASE = 'a porch in the evening'
const OWNER = 1000
const asRoot = test.skipIf(process.getuid?.() !== 0)

let root = ''
let data = ''
const everything = () => ['', ...readdirSync(data, { recursive: true }).map(String)].map((path) => join(data, path))
const ofRoot = () => everything().filter((path) => lstatSync(path).uid === 0)
const give = () => {
  for (const path of everything()) chownSync(path, OWNER, OWNER)
}
const run = (args: string[], input = '') =>
  ran([process.execPath, '--no-orphans', main, ...args], {
    env: { PORCHLIGHT_DATA: data, PORCHLIGHT_PORT: '0' },
    input,
  })

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'porchlight-root-'))
  chmodSync(root, 0o755)
  data = join(root, 'data')
  await using appliance = await startAppliance({ data })
  await appliance.signIn()
  await appliance.stop()
  give()
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

asRoot('every command leaves files of its user only, and Porchlight starts as that user', async () => {
  const kept = join(data, 'backups/house')
  expect(await run(['backup', kept, '--passphrase-file', '-'], PASSPHRASE)).toMatchObject({ code: 0, err: '' })
  expect(await run(['rotate-key'])).toMatchObject({ code: 0, err: '' })
  expect(await run(['reset-password', account.username])).toMatchObject({ code: 0, err: '' })
  expect(ofRoot()).toEqual([])
  const restored = await run(['restore', kept, '--replace', '--passphrase-file', '-'], PASSPHRASE)
  expect(restored).toMatchObject({ code: 0, err: '' })
  expect(ofRoot()).toEqual([])
  await using appliance = await startAppliance({ data })
  await appliance.signIn()
  expect(readFileSync(`/proc/${appliance.pid}/status`, 'utf8')).toMatch(/^Uid:\t1000\t1000\t1000\t1000$/m)
  await appliance.stop()
  expect(ofRoot()).toEqual([])
})

asRoot('the check sees what its user sees', async () => {
  expect((await run(['check'])).out).toMatch(/^ok +Secret key/m)
  chownSync(join(data, 'secret.key'), 0, 0)
  const found = await run(['check'])
  expect([found.code, found.out]).toEqual([1, expect.stringMatching(/^BAD .*secret\.key/m)])
})

asRoot('where its user may not read or write, the command says so and names him', async () => {
  const [file, theirs] = [join(root, 'of-root'), join(root, 'theirs')]
  writeFileSync(file, 'no backup', { mode: 0o600 })
  const restore = await run(['restore', file, '--replace', '--passphrase-file', '-'], PASSPHRASE)
  expect([restore.code, restore.err]).toEqual([1, expect.stringMatching(/of-root cannot be read by user 1000/)])
  const backup = await run(['backup', theirs, '--passphrase-file', '-'], PASSPHRASE)
  expect([backup.code, backup.err]).toEqual([1, expect.stringMatching(/^Nothing can be written .* by user 1000/)])
  const secret = await run(['backup', '--passphrase-file', file])
  expect([secret.code, secret.err]).toEqual([1, expect.stringMatching(/of-root cannot be read by user 1000/)])
  expect(existsSync(theirs)).toBe(false)
})
