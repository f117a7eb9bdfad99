// Challenges in the spellings that devices use.
import { describe, expect, test } from 'bun:test'
import { isStale, signerFor, splitChallenges } from './digest.ts'

describe('challenges', () => {
  test('several headers joined by commas come apart, parameters stay together', () => {
    const header =
      'Basic realm="a, b", Digest realm="x", nonce="1", qop="auth,auth-int", NTLM, Digest nonce="2", realm="y"'
    expect(splitChallenges(header)).toEqual([
      'Basic realm="a, b"',
      'Digest realm="x", nonce="1", qop="auth,auth-int"',
      'NTLM',
      'Digest nonce="2", realm="y"',
    ])
  })

  test('stale is read whatever its case and quotes', () => {
    expect(isStale('Digest qop="auth", realm="IP Camera(83813)", nonce="x", stale="FALSE"')).toBe(false)
    expect(isStale('Digest realm="x", nonce="x", stale="TRUE"')).toBe(true)
    expect(isStale('Digest realm="x", nonce="x", stale=true')).toBe(true)
    expect(isStale('Digest realm="stale=true", nonce="x"')).toBe(false)
  })

  test('what cannot be answered gives no signer', () => {
    for (const header of ['', 'Negotiate', 'Digest realm="x"', 'Digest realm="x", nonce="1", qop="auth-int"'])
      expect(signerFor('u', 'p', header)).toBeNull()
    expect(signerFor('u', 'p', 'Digest realm="x", nonce="1", algorithm=SHA-1')).toBeNull()
    expect(signerFor('u', 'p', 'Basic realm="x", Negotiate')).toBeNull()
  })

  test('nothing is sent that was not asked for', () => {
    const plain = signerFor('u', 'p', 'Digest realm="x", nonce="1"')?.authorization('GET', '/a?b=1') ?? ''
    expect(plain).toMatch(/^Digest username="u",realm="x",nonce="1",uri="\/a\?b=1",response="[\da-f]{32}"$/)
    const full = 'Digest realm="x", nonce="1", qop="auth", opaque="o", algorithm=SHA-256'
    const signed = signerFor('u', 'p', full)?.authorization('PUT', '/a') ?? ''
    expect(signed).toMatch(/opaque="o",qop=auth,algorithm=SHA-256,response="[\da-f]{64}",nc=00000001,cnonce="\w+"$/)
  })
})
