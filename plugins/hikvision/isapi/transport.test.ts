// Large bodies through the door to a device: byte for byte what was sent, although their pieces are given back early.
import { expect, test } from 'bun:test'
import { createHash } from 'node:crypto'
import { startTestDevice, testClient } from '../test-device.ts'
import { EXPIRED } from './test-certificates.ts'

/** No two of its kilobytes are the same. */
const BODY = new Uint8Array(
  Uint32Array.from({ length: 6 * 1024 * 1024 }, (_, index) => (index * 2_654_435_761) >>> 0).buffer,
)
const hash = (pieces: Iterable<Uint8Array>) => {
  const sum = createHash('sha256')
  for (const piece of pieces) sum.update(piece)
  return sum.digest('hex')
}
const SUM = hash([BODY])

for (const tls of [undefined, EXPIRED])
  test(`over ${tls ? 'HTTPS' : 'HTTP'} two large bodies at once arrive as they were sent, and stay so while a slow reader keeps them`, async () => {
    await using device = await startTestDevice({
      tls,
      answers: { '/clip': (_request, response) => void response.writeHead(200).end(BODY) },
    })
    const client = testClient(device)
    async function read(): Promise<string> {
      const ending = new AbortController()
      const { body } = await client.stream('/clip', ending.signal)
      const kept: Uint8Array[] = []
      for await (const piece of body ?? []) {
        kept.push(piece)
        await new Promise(setImmediate)
      }
      ending.abort()
      return hash(kept)
    }
    expect(await Promise.all([read(), read()])).toEqual([SUM, SUM])
    expect(await read()).toBe(SUM)
    client.close()
  })

test('a connection that is used again and again gathers no listeners', async () => {
  const small = (_request: unknown, response: import('node:http').ServerResponse) => void response.end('<a/>')
  await using device = await startTestDevice({
    answers: { '/small': small, '/clip': (_request, response) => void response.writeHead(200).end(BODY) },
  })
  const client = testClient(device)
  const warned: string[] = []
  const note = ({ message }: Error) => void warned.push(message)
  process.on('warning', note)
  try {
    for (let round = 0; round < 6; round++) {
      const ending = new AbortController()
      const { body } = await client.stream('/clip', ending.signal)
      for (let asked = 0; asked < 5; asked++) await client.fetch('/small')
      for await (const piece of body ?? []) if (round % 2 && piece.byteLength) break
      ending.abort()
    }
    await new Promise(setImmediate)
    expect(warned).toEqual([])
  } finally {
    process.off('warning', note)
    client.close()
  }
})
