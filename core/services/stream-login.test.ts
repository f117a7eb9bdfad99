// Which logins may be handed to FFmpeg.
import { expect, test } from 'bun:test'
import { faultOf } from '../testing/fault-of.ts'
import { refuseUnsendable } from './stream-login.ts'

const check = (username: string, password: string) =>
  faultOf(async () =>
    refuseUnsendable(`rtsp://${encodeURIComponent(username)}:${encodeURIComponent(password)}@192.0.2.5:554/1`),
  )

for (const [what, username, password] of [
  ['64 letters', 'admin', 'x'.repeat(64)],
  ['as much as FFmpeg keeps', 'admin', 'x'.repeat(121)],
  ['signs and letters of all kinds', 'jörg m', 'a%b:c@d"e/f?#ä'],
] as const)
  test(`${what} may be sent`, () => {
    refuseUnsendable(`rtsp://${encodeURIComponent(username)}:${encodeURIComponent(password)}@192.0.2.5:554/1`)
  })

for (const [what, username, password] of [
  ['one letter more than FFmpeg keeps', 'admin', 'x'.repeat(122)],
  ['47 percent signs', 'admin', '%'.repeat(47)],
  ['a colon in the user name', 'ad:min', 'password'],
  ['a quote in the user name', 'ad"min', 'password'],
] as const)
  test(`${what} would reach the device as a wrong login, so it is not sent`, async () => {
    const fault = await check(username, password)
    expect(fault.kind).toBe('unsupported')
    expect(fault.message).not.toContain(password)
  })

test('an address without a login may be used', () => refuseUnsendable('rtsp://192.0.2.5:554/user@name'))
