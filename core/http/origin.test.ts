// Who a request counts for when proxies stand before us.
import { expect, test } from 'bun:test'
import { createDoor } from '../testing/door.ts'

/** The address that a failed login is noted under. */
async function seenAs(trusted: string, peer: string, forwarded: string | null): Promise<string | null | undefined> {
  await using door = await createDoor({ env: { PORCHLIGHT_TRUST_PROXY: trusted } })
  const headers = {
    'content-type': 'application/json',
    ...(forwarded === null ? {} : { 'x-forwarded-for': forwarded }),
  }
  const init = { method: 'POST', headers, body: JSON.stringify({ username: 'anna', password: 'guess' }) }
  await door.root.request('/api/auth/login', init, { requestIP: () => ({ address: peer }) })
  return door.db.query.activity.findFirst().sync()?.address
}

const PROXY = '192.0.2.2'

test('whoever writes addresses in front of his own stays who he is, however the proxy writes that one', async () => {
  expect(await seenAs(PROXY, PROXY, '198.51.100.1, 203.0.113.9')).toBe('203.0.113.9')
  expect(await seenAs(PROXY, PROXY, '198.51.100.1, 203.0.113.9:4711')).toBe('203.0.113.9')
  expect(await seenAs(PROXY, PROXY, '198.51.100.1, [2001:db8::9]:4711')).toBe('2001:db8::9')
  expect(await seenAs(PROXY, PROXY, '198.51.100.1, "[2001:db8::9]"')).toBe('2001:db8::9')
  // What cannot be read is not skipped: what stands before it may be anything.
  expect(await seenAs(PROXY, PROXY, '198.51.100.1, unknown')).toBe(PROXY)
  expect(await seenAs(PROXY, PROXY, '198.51.100.1, 1')).toBe(PROXY)
  expect(await seenAs(PROXY, PROXY, null)).toBe(PROXY)
})

test('who lives in the same trusted network as the proxy is not taken for the proxy', async () => {
  expect(await seenAs('192.168.0.0/16', '192.168.1.2', '192.168.1.77')).toBe('192.168.1.77')
})
