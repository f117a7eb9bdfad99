// Signing in, against a server that keeps book of every login that reaches it.
import { describe, expect, test } from 'bun:test'
import { Fault } from '#plugin'
import { startTestDevice, testClient } from '../test-device.ts'
import { createLogin } from './login.ts'
import { createTransport } from './transport.ts'

const XML = '<DeviceInfo><model>DS-1</model></DeviceInfo>'
const many = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`/ISAPI/${at}`, XML]))

async function fault(work: Promise<unknown>): Promise<Fault> {
  const error = await work.then(
    () => new Error('it did not fail'),
    (thrown: unknown) => thrown,
  )
  if (error instanceof Fault) return error
  throw error
}

describe('signing in', () => {
  test('twenty requests at once use one nonce without a replay', async () => {
    await using device = await startTestDevice({ answers: many })
    const client = testClient(device)
    await client.get('/ISAPI/0')
    await Promise.all(Object.keys(many).map((path) => client.get(path)))
    expect(device.requests.filter((line) => line.startsWith('401')).length).toBe(1)
    expect([device.replays, device.refused, device.outdated]).toEqual([0, 0, 0])
    client.close()
  })

  test('the counter is hexadecimal', async () => {
    await using device = await startTestDevice({ answers: many })
    const client = testClient(device)
    for (const path of Object.keys(many)) await client.get(path)
    expect(device.headers[10]).toContain('nc=0000000a')
    expect(device.headers.at(-1)).toContain('nc=00000014')
  })

  test('an aged nonce is answered anew, once for all requests in flight', async () => {
    await using device = await startTestDevice({ answers: many })
    const client = testClient(device)
    await client.get('/ISAPI/0')
    device.expire()
    await client.get('/ISAPI/1')
    expect(device.refused).toBe(0)
    expect(device.outdated).toBe(1)
    device.expire()
    await Promise.all(Object.keys(many).map((path) => client.get(path)))
    expect(device.refused).toBe(0)
    client.close()
  })

  const dialects: Record<string, string[]> = {
    'MD5 without qop, as old firmware': ['Digest realm="x", nonce="$nonce"'],
    'MD5 with opaque': ['Digest realm="x", nonce="$nonce", qop="auth,auth-int", opaque="o", algorithm=MD5'],
    'SHA-256': ['Digest realm="x", qop="auth", nonce="$nonce", algorithm=SHA-256'],
    'SHA-512-256': ['Digest realm="x", qop="auth", nonce="$nonce", algorithm="SHA-512-256"'],
    'two headers': [
      'Digest realm="x", qop="auth", nonce="$nonce", algorithm=MD5',
      'Digest realm="x", qop="auth", nonce="$nonce", algorithm=SHA-256',
    ],
    'Basic before Digest': ['Basic realm="x"', 'Digest realm="x", qop="auth", nonce="$nonce"'],
    'Basic alone': ['Basic realm="DS-FB2127"'],
  }
  for (const [name, challenges] of Object.entries(dialects)) {
    test(`signs in by ${name}`, async () => {
      await using device = await startTestDevice({ challenges, answers: { '/ISAPI/a?b=c d': XML, '/ISAPI/a': XML } })
      const client = testClient(device)
      expect((await client.get('/ISAPI/a')).name).toBe('DeviceInfo')
      expect((await client.get('/ISAPI/a')).name).toBe('DeviceInfo')
      expect(device.refused).toBe(0)
      expect(device.requests.length).toBe(3)
      const basic = device.headers.some((header) => header?.startsWith('Basic'))
      expect(basic).toBe(name === 'Basic alone')
      client.close()
    })
  }

  test('the strongest algorithm is taken', async () => {
    await using device = await startTestDevice({ challenges: dialects['two headers'], answers: { '/a': XML } })
    await testClient(device).get('/a')
    expect(device.headers.at(-1)).toContain('algorithm=SHA-256')
  })

  test('names and passwords may hold quotes, colons and any letters', async () => {
    const login = { username: 'Jürgen "the" \\ 汉', password: 'p:ä"ß\\汉 %' }
    for (const challenges of [undefined, ['Basic realm="x"']]) {
      await using device = await startTestDevice({
        ...login,
        ...(challenges && { challenges }),
        answers: { '/a': XML },
      })
      await testClient(device, login).get('/a')
      expect(device.refused).toBe(0)
    }
  })

  test('Basic is not used once the device has offered Digest', async () => {
    const challenges = ['Digest realm="x", qop="auth", nonce="$nonce"']
    await using device = await startTestDevice({ challenges, answers: { '/a': XML } })
    const client = testClient(device)
    await client.get('/a')
    challenges[0] = 'Basic realm="x"'
    device.expire()
    expect((await fault(client.get('/a'))).kind).toBe('device-denied')
    expect(device.headers.some((header) => header?.startsWith('Basic'))).toBe(false)
  })
})

describe('a refused login', () => {
  const REFUSED = `<userCheck version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema"><statusValue>401</statusValue>
<lockStatus>unlock</lockStatus><unlockTime>0</unlockTime><retryLoginTime>4</retryLoginTime></userCheck>`
  const LOCKED = `<userCheck xmlns="http://www.hikvision.com/ver20/XMLSchema"><statusValue>401</statusValue>
<lockStatus>lock</lockStatus><unlockTime>1795</unlockTime><retryLoginTime>0</retryLoginTime></userCheck>`

  test('is not tried again, and says how many tries are left', async () => {
    await using device = await startTestDevice({ password: 'other', refusal: REFUSED, answers: many })
    const client = testClient(device)
    const first = await fault(client.get('/ISAPI/0'))
    expect([first.kind, first.triesLeft]).toEqual(['device-refused-login', 4])
    expect(first.message).toContain('4 more')
    expect(first.message).not.toContain('correct horse')
    const before = device.requests.length
    const later = await Promise.all(Object.keys(many).map((path) => fault(client.get(path))))
    expect(new Set(later.map(({ kind }) => kind))).toEqual(new Set(['device-refused-login']))
    expect((await fault(client.stream('/ISAPI/0', new AbortController().signal))).kind).toBe('device-refused-login')
    expect(device.requests.length).toBe(before)
    expect(device.refused).toBe(1)
  })

  test('reaches the device once when many requests begin together', async () => {
    await using device = await startTestDevice({ password: 'other', answers: many })
    const client = testClient(device)
    const faults = await Promise.all(Object.keys(many).map((path) => fault(client.get(path))))
    expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(['device-refused-login']))
    expect(device.refused).toBe(1)
    expect(device.requests.length).toBe(2)
  })

  test('a password changed under requests in flight is tried afresh at most once', async () => {
    await using device = await startTestDevice({ answers: many })
    const client = testClient(device)
    await client.get('/ISAPI/0')
    device.password = 'changed'
    device.expire()
    const faults = await Promise.all(Object.keys(many).map((path) => fault(client.get(path))))
    expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(['device-refused-login']))
    expect(device.refused).toBe(1)
  })

  test('after a pause one request finds out for all of them that the password has changed', async () => {
    await using device = await startTestDevice({ answers: many })
    const transport = createTransport({
      url: device.url,
      connectTo: '127.0.0.1',
      verifyTls: false,
      pinned: null,
      shown() {},
    })
    const login = createLogin({
      device: 'it',
      username: 'admin',
      password: 'correct horse',
      send: transport.send,
      provenMs: 0,
    })
    const { signal } = new AbortController()
    const ask = (path: string) => login.request({ method: 'GET', path, signal }).then((response) => response.text())
    expect(await Promise.all(Object.keys(many).map(ask))).toEqual(Object.keys(many).map(() => XML))
    device.password = 'changed'
    const faults = await Promise.all(Object.keys(many).map((path) => fault(ask(path))))
    expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(['device-refused-login']))
    // The request that found out, and its fresh answer.
    expect(device.refused).toBeLessThanOrEqual(2)
    transport.close()
  })

  test('Basic is refused at once', async () => {
    await using device = await startTestDevice({ password: 'other', challenges: ['Basic realm="x"'], answers: many })
    const client = testClient(device)
    expect((await fault(client.get('/ISAPI/0'))).kind).toBe('device-refused-login')
    await fault(client.get('/ISAPI/1'))
    expect(device.refused).toBe(1)
  })

  test('by a locked account says when it unlocks', async () => {
    await using device = await startTestDevice({ password: 'other', refusal: LOCKED })
    const found = await fault(testClient(device).get('/a'))
    expect([found.kind, found.retryAfterSeconds]).toEqual(['device-locked', 1795])
    expect(found.message).toContain('30 min')
  })

  test('a device that tells of the lock before we sign in gets no login at all', async () => {
    await using device = await startTestDevice({ challengeBody: LOCKED, answers: many })
    expect((await fault(testClient(device).get('/ISAPI/0'))).kind).toBe('device-locked')
    expect(device.headers).toEqual([undefined])
  })

  test('a lock told with 403 ends the client too', async () => {
    await using device = await startTestDevice({
      answers: {
        '/a': (_request, response) => {
          response.writeHead(403, { 'Content-Type': 'application/xml' })
          response.end(LOCKED)
        },
      },
    })
    const client = testClient(device)
    expect((await fault(client.get('/a'))).kind).toBe('device-locked')
    expect((await fault(client.get('/b'))).kind).toBe('device-locked')
    expect(device.requests.length).toBe(2)
  })

  test('a login of an unknown kind is not answered', async () => {
    await using device = await startTestDevice({ challenges: ['Negotiate'] })
    expect((await fault(testClient(device).get('/a'))).kind).toBe('device-denied')
    expect(device.headers).toEqual([undefined])
  })
})
