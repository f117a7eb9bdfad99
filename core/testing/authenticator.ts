// An authenticator app as a phone has it: RFC 6238 by hand, knowing nothing but the address that it has scanned.
import { createHmac } from 'node:crypto'

/** Gives the code of the present step, or of one so many steps later. */
export function createAuthenticator(otpauthUrl: string, now: () => Date): (steps?: number) => string {
  const { protocol, host, searchParams } = new URL(otpauthUrl)
  if (protocol !== 'otpauth:' || host !== 'totp') throw new Error(`An authenticator cannot read ${otpauthUrl}`)
  const bits = [...(searchParams.get('secret') ?? '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  return (steps = 0) => {
    const counter = Buffer.alloc(8)
    counter.writeBigUInt64BE(BigInt(Math.floor(+now() / 30_000) + steps))
    const mac = createHmac('sha1', key).update(counter).digest()
    const at = (mac.at(-1) ?? 0) & 15
    return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
  }
}
