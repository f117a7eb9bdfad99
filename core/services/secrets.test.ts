// Secrets at rest, and the key that they hang on.
import { afterEach, expect, test } from 'bun:test'
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPeople } from '../testing/people.ts'
import { createSecrets, holdsCiphertext } from './secrets.ts'

const made: string[] = []
const fresh = () => {
  const path = mkdtempSync(join(tmpdir(), 'porchlight-secrets-'))
  made.push(path)
  return path
}
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true })
})
const open = (data: string, more: { key?: string; mustExist?: boolean } = {}) =>
  createSecrets({ data, key: more.key ?? null, mustExist: more.mustExist ?? false })

test('what was encrypted is read again by the next start, and by nobody else', () => {
  const data = fresh()
  const cipher = open(data).encrypt('pässword', 'devices.password.1')
  expect(cipher).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]+$/)
  expect(cipher).not.toContain('ssword')
  expect(open(data).decrypt(cipher, 'devices.password.1')).toBe('pässword')
  expect(() => open(fresh()).decrypt(cipher, 'devices.password.1')).toThrow(/another secret key/)
  expect(() => open(data, { key: 'x'.repeat(32) }).decrypt(cipher, 'devices.password.1')).toThrow(/another secret key/)
})

test('a ciphertext is worth nothing in another row, changed, or as plain text', () => {
  const secrets = open(fresh())
  const cipher = secrets.encrypt('secret', 'devices.password.1')
  expect(() => secrets.decrypt(cipher, 'devices.password.2')).toThrow(/damaged/)
  expect(() => secrets.decrypt(`${cipher.slice(0, -2)}AA`, 'devices.password.1')).toThrow(/damaged/)
  expect(() => secrets.decrypt(cipher.slice(0, 20), 'devices.password.1')).toThrow(/damaged/)
  expect(() => secrets.decrypt('secret', 'devices.password.1')).toThrow(/another secret key/)
  expect(secrets.encrypt('secret', 'a')).not.toBe(secrets.encrypt('secret', 'a'))
})

test('the key file is for its owner alone', () => {
  const data = fresh()
  open(data)
  expect(statSync(join(data, 'secret.key')).mode & 0o777).toBe(0o600)
  expect(readFileSync(join(data, 'secret.key')).byteLength).toBe(32)
})

test('a key whose writing was cut off is made anew', () => {
  const data = fresh()
  writeFileSync(join(data, 'secret.key.coming'), 'par')
  open(data)
  expect(readdirSync(data)).toEqual(['secret.key'])
})

test('a lost or damaged key is said in words and never replaced while something hangs on it', () => {
  const data = fresh()
  open(data)
  truncateSync(join(data, 'secret.key'), 7)
  expect(() => open(data)).toThrow(/damaged/)
  unlinkSync(join(data, 'secret.key'))
  expect(() => open(data, { mustExist: true })).toThrow(/is missing/)
  expect(open(data).derive('jwt')).toHaveLength(32)
})

test('keys for other purposes differ from each other and stay the same', () => {
  const data = fresh()
  expect(open(data).derive('jwt')).toEqual(open(data).derive('jwt'))
  expect(open(data).derive('jwt')).not.toEqual(open(data).derive('refresh-token'))
})

test('a database with devices or a secret setting holds ciphertext, one with accounts alone does not', async () => {
  await using people = createPeople()
  const { caller, user } = await people.person({ username: 'anna' })
  expect(holdsCiphertext(people.db)).toBe(false)
  people.services.settings.set(caller, 'mqtt_url', 'mqtt://u:p@broker.example')
  expect(holdsCiphertext(people.db)).toBe(true)
  people.services.settings.set(caller, 'mqtt_url', null)
  expect(holdsCiphertext(people.db)).toBe(false)
  people.device(user.householdId)
  expect(holdsCiphertext(people.db)).toBe(true)
})
