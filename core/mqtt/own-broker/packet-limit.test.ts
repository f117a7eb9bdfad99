// The length that packets claim, in pieces of every size.
import { describe, expect, test } from 'bun:test'
import { createPacketLimit } from './packet-limit.ts'

/** A packet whose body has so many bytes. */
function packet(body: number): Uint8Array {
  const head = [0x30]
  for (let rest = body; ; rest = Math.floor(rest / 128)) {
    head.push(rest < 128 ? rest : (rest % 128) | 128)
    if (rest < 128) return Uint8Array.from([...head, ...new Uint8Array(body)])
  }
}
const PING = Uint8Array.of(0xc0, 0)

describe('a limit of 1000 bytes', () => {
  for (const size of [1, 2, 3, 7, 500, 100_000])
    test(`lets what is short pass and stops what is long, in pieces of ${size}`, () => {
      const fits = createPacketLimit(() => 1000)
      const good = Buffer.concat([PING, packet(1000), packet(0), packet(127), packet(128), PING, packet(200)])
      for (let at = 0; at < good.length; at += size) expect(fits(good.subarray(at, at + size))).toBe(true)
      const bad = packet(1001)
      let stopped = false
      for (let at = 0; at < bad.length; at += size) stopped ||= !fits(bad.subarray(at, at + size))
      expect(stopped).toBe(true)
    })

  test('stops at the head, before the body has come', () => {
    const fits = createPacketLimit(() => 1000)
    expect(fits(Uint8Array.of(0x10, 0xff, 0xff, 0xff, 0x7f))).toBe(false)
    expect(fits(Uint8Array.of(0))).toBe(false)
  })

  test('a length of more than four bytes is none', () => {
    expect(createPacketLimit(() => 1e12)(Uint8Array.of(0x10, 0x80, 0x80, 0x80, 0x80, 0x01))).toBe(false)
  })

  test('may rise between two packets', () => {
    let limit = 10
    const fits = createPacketLimit(() => limit)
    expect(fits(packet(5))).toBe(true)
    limit = 1000
    expect(fits(packet(500))).toBe(true)
  })
})
