// One message on its way to a receiver that is slow, talks without end, or shows a certificate of its own.
import { expect, test } from 'bun:test'
import { createServer } from 'node:net'
import { createAddressGuard } from '../core/services/addresses.ts'
import { createSend } from '../core/services/webhooks/send.ts'
import { until } from '../core/testing/until.ts'
import { OTHER } from '../plugins/hikvision/isapi/test-certificates.ts'

const never = new AbortController().signal
const guard = createAddressGuard({
  allowLoopback: true,
  lookup: async () => [{ address: '127.0.0.1', family: 4 }],
})
const message = (url: string, verifyTls = true) => ({
  url,
  verifyTls,
  headers: { 'webhook-id': 'm1' },
  body: '{"ü":1}',
})

test('the name stays in the request, and so does a login', async () => {
  let seen: string[] = []
  await using server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      const { headers, method } = request
      seen = [method, headers.get('host') ?? '', headers.get('authorization') ?? '', await request.text()]
      return new Response()
    },
  })
  const { port } = server
  const send = createSend(guard)
  expect(await send(message(`http://anna:s%20ecret@hook.example:${port}/in`), never)).toMatchObject({ ok: true })
  expect(seen).toEqual(['POST', `hook.example:${port}`, `Basic ${btoa('anna:s ecret')}`, '{"ü":1}'])
  expect(await send(message(`http://anna:100%@hook.example:${port}/in`), never)).toMatchObject({ ok: true })
  expect(seen[2]).toBe(`Basic ${btoa('anna:100%')}`)
})

test('a receiver that does not answer in time has not taken it, and a stop waits for none', async () => {
  const server = createServer((socket) => socket.on('error', () => {}))
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}/`
  expect(await createSend(guard, 100)(message(url), never)).toMatchObject({
    ok: false,
    status: null,
    text: expect.stringContaining('did not answer within 0.1 seconds'),
  })
  const stop = new AbortController()
  const outcome = createSend(guard)(message(url), stop.signal)
  stop.abort()
  expect(await outcome).toMatchObject({ ok: false, status: null })
  server.close()
})

test('an answer without end is not read', async () => {
  let isCancelled = false
  await using server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: () =>
      new Response(
        new ReadableStream({
          async pull(controller) {
            await Bun.sleep(1)
            controller.enqueue(new Uint8Array(65_536))
          },
          cancel() {
            isCancelled = true
          },
        }),
      ),
  })
  const outcome = await createSend(guard)(message(`http://127.0.0.1:${server.port}/`), never)
  expect(outcome).toMatchObject({ ok: true, status: 200 })
  await until('it is told to stop', () => isCancelled)
})

test('a certificate of its own is taken only where a person said so', async () => {
  await using server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    tls: { key: OTHER.key, cert: OTHER.cert },
    fetch: () => new Response(),
  })
  const url = `https://hook.example:${server.port}/`
  const send = createSend(guard)
  expect(await send(message(url), never)).toMatchObject({
    ok: false,
    status: null,
    text: expect.stringContaining('certificate of hook.example'),
  })
  expect(await send(message(url, false), never)).toMatchObject({ ok: true })
})
