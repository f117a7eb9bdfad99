// The door to a device: what goes wrong becomes a fault that says what to do.
import { describe, expect, test } from 'bun:test'
import type { ServerResponse } from 'node:http'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { Fault, type FaultKind } from '#plugin'
import { startTestDevice, type TestDeviceOptions, testClient } from '../test-device.ts'
import { EXPIRED, OTHER } from './test-certificates.ts'

const XML = '<a><b>1</b></a>'
const status = (code: number, sub = '', statusCode = 4) =>
  `<?xml version="1.0"?><ResponseStatus xmlns="x"><statusCode>${statusCode}</statusCode><statusString>${code}</statusString>${
    sub && `<subStatusCode>${sub}</subStatusCode>`
  }</ResponseStatus>`

async function fault(work: Promise<unknown>): Promise<Fault> {
  const error = await work.then(
    () => new Error('it did not fail'),
    (thrown: unknown) => thrown,
  )
  if (error instanceof Fault) return error
  throw error
}

describe('answers', () => {
  const cases: [name: string, code: number, body: string, kind: FaultKind][] = [
    ['403 without a word', 403, '', 'unsupported'],
    ['403 notSupport', 403, status(403, 'notSupport'), 'unsupported'],
    ['403 lowPrivilege', 403, status(403, 'lowPrivilege'), 'device-denied'],
    ['403 as JSON', 403, '{"statusCode":4,"statusString":"x","subStatusCode":"notSupport"}', 'unsupported'],
    ['404', 404, '<html>not found', 'unsupported'],
    ['405', 405, '', 'unsupported'],
    ['400', 400, '', 'unsupported'],
    ['503', 503, '', 'device-busy'],
    ['busy in the body', 200, status(200, '', 2), 'device-busy'],
    ['device error with 200', 200, status(200, 'deviceError', 3), 'device-busy'],
    ['no more streams', 403, status(403, 'deployExceedMax'), 'device-busy'],
    ['reboot wanted', 200, status(200, 'rebootRequired', 7), 'not-ready'],
    ['bad content with 200', 200, status(200, 'badXmlContent', 6), 'device-denied'],
    ['500', 500, '', 'device-garbled'],
    ['a web page', 200, '<!DOCTYPE html><html></html>', 'device-garbled'],
    ['no XML', 200, 'hello', 'device-garbled'],
    ['nothing', 200, '', 'device-garbled'],
    ['broken XML', 200, '<a><b></a>', 'device-garbled'],
    ['cut XML', 200, '<a><b>1</b>', 'device-garbled'],
    ['entities', 200, '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'device-garbled'],
    ['too much', 200, `<a>${'x'.repeat(5 * 1024 * 1024)}</a>`, 'device-garbled'],
  ]
  for (const [name, code, body, kind] of cases) {
    test(`${name} is ${kind}`, async () => {
      await using device = await startTestDevice({
        answers: { '/ISAPI/System/x': (_request, response) => void response.writeHead(code).end(body) },
      })
      const found = await fault(testClient(device).get('/ISAPI/System/x'))
      expect(found.kind).toBe(kind)
      expect(found.message).not.toMatch(/correct horse|undefined|null/)
    })
  }

  test('statusCode 1 is no fault', async () => {
    await using device = await startTestDevice({ answers: { '/a': status(200, 'ok', 1) } })
    expect((await testClient(device).get('/a')).name).toBe('ResponseStatus')
  })

  test('a document that the device lacks is found to be absent, but a busy device is not taken for an empty one', async () => {
    const answers: TestDeviceOptions['answers'] = {
      '/absent': (_request, response) => void response.writeHead(403).end(status(403, 'notSupport')),
      '/failing': (_request, response) => void response.writeHead(500).end(),
      '/busy': (_request, response) => void response.writeHead(503).end(),
    }
    await using device = await startTestDevice({ answers })
    const client = testClient(device)
    expect((await client.find('/absent')).fault?.kind).toBe('unsupported')
    expect((await client.find('/failing')).fault?.kind).toBe('device-garbled')
    expect((await fault(client.find('/busy'))).kind).toBe('device-busy')
  })
})

describe('the network', () => {
  test('an answer cut in the middle is garbled', async () => {
    await using device = await startTestDevice({
      answers: {
        '/cut': (_request, response) => {
          response.writeHead(200, { 'Content-Length': '1000' })
          response.write('<a><b>1</b>', () => response.destroy())
        },
      },
    })
    expect((await fault(testClient(device).get('/cut'))).kind).toBe('device-garbled')
  })

  test('no answer is a timeout', async () => {
    await using device = await startTestDevice({ answers: { '/slow': () => {} } })
    const found = await fault(testClient(device, { timeoutMs: 200 }).get('/slow'))
    expect(found.kind).toBe('device-timeout')
  })

  test('an answer that does not end is a timeout', async () => {
    await using device = await startTestDevice({
      answers: { '/slow': (_request, response) => void response.writeHead(200).write('<a>') },
    })
    expect((await fault(testClient(device, { timeoutMs: 200 }).get('/slow'))).kind).toBe('device-timeout')
  })

  test('a closed port is unreachable', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    await using device = await startTestDevice()
    const found = await fault(testClient(device, { url: new URL(`http://127.0.0.1:${port}`) }).get('/a'))
    expect(found.kind).toBe('device-unreachable')
    expect(found.message).toContain(String(port))
  })

  test('a connection closed without an answer is unreachable', async () => {
    await using device = await startTestDevice({ answers: { '/a': (request) => void request.socket.destroy() } })
    const client = testClient(device)
    expect((await fault(client.get('/a'))).kind).toBe('device-unreachable')
    expect([device.refused, device.replays, device.headers.length]).toEqual([0, 0, 2])
  })

  test('a kept connection that the device has closed meanwhile is opened anew, with a counter of its own', async () => {
    let count = 0
    await using device = await startTestDevice({
      answers: { '/a': (request, response) => void (++count === 2 ? request.socket.destroy() : response.end(XML)) },
    })
    const client = testClient(device)
    await client.get('/a')
    await client.get('/a')
    expect([count, device.replays, device.refused]).toEqual([3, 0, 0])
    client.close()
  })

  test('closing the session ends what is waiting, with its reason', async () => {
    await using device = await startTestDevice({ answers: { '/slow': () => {} } })
    const session = new AbortController()
    const client = testClient(device, { signal: session.signal })
    const waiting = fault(client.get('/slow'))
    while (device.headers.length < 2) await Bun.sleep(5)
    session.abort(new Fault('conflict', 'removed'))
    expect((await waiting).kind).toBe('conflict')
    expect((await fault(client.get('/a'))).kind).toBe('conflict')
  })

  test('the name stays in the Host header, the connection goes to the address that was resolved', async () => {
    let host: string | undefined
    await using device = await startTestDevice({
      answers: {
        '/a': (request, response) => {
          host = request.headers.host
          response.end(XML)
        },
      },
    })
    const url = new URL(`http://nvr.invalid:${device.url.port}`)
    await testClient(device, { url }).get('/a')
    expect(host).toBe(url.host)
  })

  test('a port that speaks something else is told from a device', async () => {
    const sockets: Socket[] = []
    const server = createServer((socket) => {
      sockets.push(socket)
      socket.on('error', () => {}).write('SSH-2.0-x\r\n')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    await using device = await startTestDevice()
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const found = await fault(testClient(device, { url, timeoutMs: 1000 }).get('/a'))
    expect(['device-garbled', 'device-unreachable']).toContain(found.kind)
    for (const socket of sockets) socket.destroy()
    server.close()
  })

  test('requests share a connection', async () => {
    await using device = await startTestDevice({ answers: { '/a': XML } })
    const client = testClient(device)
    for (let count = 0; count < 5; count++) await client.get('/a')
    expect(device.connections).toBe(1)
    client.close()
  })

  test('everything but streams goes through the limiter', async () => {
    await using device = await startTestDevice({
      answers: { '/a': XML, '/stream': (_request, response) => void response.writeHead(200).write('x') },
    })
    let limited = 0
    const client = testClient(device, {
      limit: (work) => {
        limited++
        return work()
      },
    })
    await client.get('/a')
    const end = new AbortController()
    await client.stream('/stream', end.signal)
    end.abort()
    expect(limited).toBe(1)
    client.close()
  })
})

describe('redirects', () => {
  test('to HTTPS tell the person to write https', async () => {
    await using device = await startTestDevice({
      answers: {
        '/a': (_request, response) => void response.writeHead(301, { Location: 'https://127.0.0.1:8443/a' }).end(),
      },
    })
    expect((await fault(testClient(device).get('/a'))).message).toContain('https://127.0.0.1:8443')
  })

  test('elsewhere are not followed', async () => {
    await using other = await startTestDevice({ answers: { '/a': XML } })
    await using device = await startTestDevice({
      answers: { '/a': (_request, response) => void response.writeHead(302, { Location: `${other.url}a` }).end() },
    })
    expect((await fault(testClient(device).get('/a'))).kind).toBe('device-garbled')
    expect(other.headers).toEqual([])
  })
})

describe('certificates', () => {
  test('the first one is told and then the only one, though it has expired', async () => {
    await using device = await startTestDevice({ tls: EXPIRED, answers: { '/a': XML } })
    const pinned: string[] = []
    const client = testClient(device, { shown: (certificate) => pinned.push(certificate) })
    await Promise.all([client.get('/a'), client.get('/a')])
    expect(pinned.length).toBe(1)
    expect(pinned[0]?.trim()).toBe(EXPIRED.cert.trim())
    const again = testClient(device, { pinnedCertificate: pinned[0] ?? null, shown: () => pinned.push('again') })
    await again.get('/a')
    expect(pinned.length).toBe(1)
  })

  test('another one gets nothing of ours', async () => {
    await using device = await startTestDevice({ tls: OTHER, answers: { '/a': XML } })
    const seen: string[] = []
    const shown = (certificate: string) => seen.push(certificate.trim())
    const found = await fault(testClient(device, { pinnedCertificate: EXPIRED.cert, shown }).get('/a'))
    expect(found.kind).toBe('device-denied')
    expect(found.message).toContain('another certificate')
    expect(seen).toEqual([OTHER.cert.trim()])
    expect(device.headers).toEqual([])
  })

  test('a stored one that cannot be read trusts nobody, and the one that is shown is told', async () => {
    await using device = await startTestDevice({ tls: OTHER, answers: { '/a': XML } })
    const seen: string[] = []
    const shown = (certificate: string) => seen.push(certificate.trim())
    const found = await fault(testClient(device, { pinnedCertificate: 'damaged', shown }).get('/a'))
    expect(found.kind).toBe('device-denied')
    expect(seen).toEqual([OTHER.cert.trim()])
    expect(device.headers).toEqual([])
  })

  test('one that the system does not trust is refused where that is wanted', async () => {
    await using device = await startTestDevice({ tls: OTHER, answers: { '/a': XML } })
    const found = await fault(testClient(device, { verifyTls: true }).get('/a'))
    expect(found.kind).toBe('device-denied')
    expect(found.message).toContain('self-signed')
    expect(device.headers).toEqual([])
  })

  test('HTTPS to a port of HTTP says so', async () => {
    await using device = await startTestDevice({ answers: { '/a': XML } })
    const url = new URL(`https://127.0.0.1:${device.url.port}`)
    const found = await fault(testClient(device, { url }).get('/a'))
    expect(found.kind).toBe('device-unreachable')
  })
})

describe('writing', () => {
  const refused = (code: number, sub: string) =>
    `<ResponseStatus><statusCode>${code}</statusCode><subStatusCode>${sub}</subStatusCode></ResponseStatus>`

  test('a document goes out signed in, with its length and type', async () => {
    let got: (string | undefined)[] = []
    await using device = await startTestDevice({
      answers: {
        '/a': async (request, response) => {
          const body = await new Response(request as unknown as ReadableStream).text()
          got = [request.method, body, request.headers['content-type'], request.headers['content-length']]
          response.writeHead(200).end(refused(7, 'rebootRequired'))
        },
      },
    })
    expect(await testClient(device).put('/a', '<ä/>')).toEqual({ rebootRequired: true })
    expect(got).toEqual(['PUT', '<ä/>', 'application/xml; charset="UTF-8"', '5'])
  })

  test('what a device does not take is no missing right, even with status 200', async () => {
    const answers: Record<string, string> = {
      '/value': refused(6, 'badParameters'),
      '/right': refused(4, 'lowPrivilege'),
      '/none': refused(4, 'notSupport'),
      '/fine': refused(1, 'ok'),
    }
    await using device = await startTestDevice({ answers })
    const client = testClient(device)
    const kind = (path: string) =>
      client.put(path, '<a/>').then(
        () => 'done',
        (error: unknown) => (error as Fault).kind,
      )
    expect([await kind('/value'), await kind('/right'), await kind('/none'), await kind('/fine')]).toEqual([
      'invalid-input',
      'device-denied',
      'unsupported',
      'done',
    ])
  })

  test('a question with a document goes out again after a connection that was closed meanwhile, an order does not', async () => {
    let seen = 0
    const broken = (_request: unknown, response: ServerResponse) => {
      if (++seen % 2 === 1) response.destroy()
      else response.writeHead(200).end('<ok/>')
    }
    await using device = await startTestDevice({ answers: { '/first': '<a/>', '/ask': broken, '/order': broken } })
    const client = testClient(device)
    await client.get('/first')
    expect((await client.ask('/ask', '<q/>')).name).toBe('ok')
    await client.get('/first')
    await expect(client.put('/order', '', { repeatable: false })).rejects.toThrow('closed the connection')
  })
})
