// A recorder behind HTTPS whose certificate changes: shown to a person, and nothing sent to it before he trusts it.
import { expect, test } from 'bun:test'
import { X509Certificate } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { createServer } from 'node:tls'
import { createTestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { hikvision } from '../plugins/hikvision/index.ts'
import { EXPIRED, OTHER } from '../plugins/hikvision/isapi/test-certificates.ts'
import { startSimulator } from '../plugins/hikvision/simulator/index.ts'

type Certificate = typeof OTHER

/** Takes TLS off in front of a port; `bytes` counts what arrived inside of it. */
async function startTls(certificate: Certificate, to: number, port = 0) {
  const sockets = new Set<Socket>()
  const front = { port: 0, bytes: 0, close: () => {} }
  const server = createServer({ key: certificate.key, cert: certificate.cert }, (outer) => {
    const inner = connect(to, '127.0.0.1')
    for (const socket of [outer, inner]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => [outer, inner].map((each) => each.destroy()))
    }
    outer.on('data', (bytes) => {
      front.bytes += bytes.length
    })
    outer.pipe(inner).pipe(outer)
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(port, '127.0.0.1', resolve)
  await promise
  front.port = (server.address() as { port: number }).port
  front.close = () => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  return front
}

const fingerprint = ({ cert }: Certificate) => new X509Certificate(cert).fingerprint256

test('a changed certificate is shown, gets nothing of ours, and only that one can be trusted', async () => {
  await using simulator = await startSimulator({ model: 'camera', rtsp: false })
  await using porchlight = await createTestApp([hikvision])
  const { ask } = porchlight
  let front = await startTls(EXPIRED, simulator.port)
  const device = async () => (await ask('GET', '/api/devices/1')).body
  const is = (phase: string) => until(`the device is ${phase}`, async () => (await device()).state.phase === phase)
  const added = await ask('POST', '/api/devices', {
    ip_web: `https://127.0.0.1:${front.port}`,
    username: simulator.user,
    password: simulator.password,
    brand: 'HIKVision',
  })
  expect(added.status).toBe(201)
  await is('online')
  expect(await device()).toMatchObject({
    certificate: {
      fingerprint: fingerprint(EXPIRED),
      subject: 'CN=device-a',
      valid_from: '2015-01-01T00:00:00.000Z',
      valid_to: '2018-01-01T00:00:00.000Z',
    },
    other_certificate: null,
  })

  front.close()
  front = await startTls(OTHER, simulator.port, front.port)
  await until('the other certificate is shown', async () => (await device()).other_certificate !== null)
  const shown = await device()
  expect(shown.other_certificate).toMatchObject({ fingerprint: fingerprint(OTHER), subject: 'CN=device-b' })
  expect(shown.certificate.fingerprint).toBe(fingerprint(EXPIRED))
  await is('away')
  const { state } = await device()
  expect(state).toMatchObject({ kind: 'device-denied', reason: expect.stringContaining('another certificate') })
  expect(front.bytes).toBe(0)

  const trust = (of: Certificate) => ask('POST', '/api/devices/1/trust-certificate', { fingerprint: fingerprint(of) })
  expect((await trust(EXPIRED)).status).toBe(409)
  expect(front.bytes).toBe(0)
  expect((await trust(OTHER)).status).toBe(200)
  await is('online')
  expect(await device()).toMatchObject({ certificate: { fingerprint: fingerprint(OTHER) }, other_certificate: null })
  expect(simulator.stats.refusedLogins.total).toBe(0)
  front.close()
}, 120_000)
