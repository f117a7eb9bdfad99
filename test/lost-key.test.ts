// A secret key that is lost, damaged or another one: what is said of it, and that what is said helps.
import { expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../core/testing/free-port.ts'
import { startAppliance } from './e2e/appliance.ts'
import { ran } from './ran.ts'

setDefaultTimeout(120_000)

const main = join(import.meta.dir, '..', 'main.ts')
const PASSPHRASE = 'a porch in the evening'
const WAY_BACK = /from a copy of the data folder[\s\S]*restore[\s\S]*key and database of its day/i

test('without the right secret key no backup is made, and a former one brings key and database of its day', async () => {
  const root = mkdtempSync(join(tmpdir(), 'porchlight-lost-key-'))
  using _gone = { [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) }
  const [data, former] = [join(root, 'data'), join(root, 'former.porchlight-backup')]
  const key = join(data, 'secret.key')
  const run = (args: string[], env: Record<string, string> = {}) =>
    ran([process.execPath, '--no-orphans', main, ...args], {
      env: { PORCHLIGHT_DATA: data, PORCHLIGHT_PORT: '0', PORCHLIGHT_HOST: '127.0.0.1', ...env },
      input: PASSPHRASE,
    })
  const backup = (file: string) => run(['backup', file, '--passphrase-file', '-'])
  const told = async () => {
    const { findings } = JSON.parse((await run(['check', '--json'])).out) as { findings: { what: string }[] }
    return findings.find(({ what }) => what === 'Secret key')
  }
  {
    await using appliance = await startAppliance({ data })
    await appliance.signIn()
    const login = { brand: 'hikvision', name: 'Barn', username: 'admin', password: 'Zaunkoenig-1' }
    await appliance.call('POST', '/api/devices', { ...login, ip_web: `http://127.0.0.1:${freePort()}` })
    expect(await backup(former)).toMatchObject({ code: 0, err: '' })
  }
  // Another one.
  writeFileSync(key, Buffer.alloc(32, 7))
  const none = await backup(join(root, 'new.porchlight-backup'))
  expect(none.code).toBe(1)
  expect(none.err).toMatch(WAY_BACK)
  expect(none.err).not.toContain('anew')
  expect(await told()).toMatchObject({ state: 'wrong', todo: expect.stringMatching(WAY_BACK) })
  // A damaged one, and none: the start says it, too.
  truncateSync(key, 5)
  expect((await run(['serve'])).err).toMatch(WAY_BACK)
  rmSync(key)
  expect((await run(['serve'])).err).toMatch(WAY_BACK)

  expect(await run(['restore', former, '--replace', '--passphrase-file', '-'])).toMatchObject({ code: 0, err: '' })
  expect(await told()).toMatchObject({ state: 'fine' })
  await using appliance = await startAppliance({ data })
  await appliance.signIn()
})
