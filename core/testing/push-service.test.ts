// The tests' own reading of Web Push, against the example of the standard.
import { expect, test } from 'bun:test'
import { subtle } from 'node:crypto'
import { opened } from './push-service.ts'

/** RFC 8291, section 5 and appendix A. */
const EXAMPLE = {
  text: 'When I grow up, I want to be a watermelon',
  publicKey: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  privateKey: 'q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  body: [
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml',
    'mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT',
    'pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
  ].join(''),
}

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'))

test('reads the message of the standard, and none that was changed on its way', async () => {
  const publicKey = bytesOf(EXAMPLE.publicKey)
  const point = (from: number) => Buffer.from(publicKey.slice(from, from + 32)).toString('base64url')
  const jwk = { kty: 'EC', crv: 'P-256', d: EXAMPLE.privateKey, x: point(1), y: point(33) }
  const how = { name: 'ECDH', namedCurve: 'P-256' }
  const privateKey = await subtle.importKey('jwk', jwk, how, false, ['deriveBits'])
  const browser = { privateKey, publicKey, auth: bytesOf(EXAMPLE.auth) }
  expect(await opened(bytesOf(EXAMPLE.body), browser)).toBe(EXAMPLE.text)
  const changed = bytesOf(EXAMPLE.body)
  changed[100] = (changed[100] ?? 0) ^ 1
  await expect(opened(changed, browser)).rejects.toThrow()
})
