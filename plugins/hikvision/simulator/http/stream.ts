// Sends bytes that are made on the way, no faster than they are read, and breaks off where a fault says so.
import type { ServerResponse } from 'node:http'
import type { Writable } from 'node:stream'
import type { Fault } from '../faults.ts'
import type { Stream } from './answer.ts'

/** Resolves when the bytes are out of our hands, or nobody takes them any more. */
function write(to: Writable, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      to.off('close', done)
      resolve()
    }
    to.on('close', done)
    to.write(bytes, done)
  })
}

const closed = (response: ServerResponse) =>
  new Promise<void>((resolve) => (response.destroyed ? resolve() : void response.once('close', () => resolve())))

function writeHead(response: ServerResponse, { announce }: Stream, length: number) {
  if (announce === 'length') response.setHeader('Content-Length', length)
  else {
    // Without chunks: what comes until the connection ends is the file.
    response.shouldKeepAlive = false
    response.useChunkedEncodingByDefault = false
    response.setHeader('Connection', 'close')
    if (announce === 'zero') response.setHeader('Content-Length', 0)
  }
  response.flushHeaders()
}

/** Pieces small enough for the rate: ten a second. */
async function* paced(pieces: Iterable<Buffer>, rate: number): AsyncGenerator<Buffer> {
  const size = Math.max(1, Math.floor(rate / 10))
  for (const piece of pieces)
    for (let at = 0; at < piece.length; at += size) {
      const part = piece.subarray(at, at + size)
      yield part
      await Bun.sleep((part.length / rate) * 1000)
    }
}

const bytesAt = (what: number | true | undefined, length: number) => (what === true ? length >> 1 : what)

async function send(response: ServerResponse, stream: Stream, fault: Fault | null): Promise<boolean> {
  const short = bytesAt(fault?.short, stream.length)
  const end = Math.min(stream.length, short ?? stream.length)
  const stop = Math.min(end, bytesAt(fault?.cut, stream.length) ?? end, fault?.stall ?? end)
  writeHead(response, stream, end + (fault?.long ?? 0))
  // Past a length of 0 the bytes go out below HTTP.
  const raw = stream.announce === 'zero' ? response.socket : null
  let sent = 0
  let before = Promise.resolve()
  const pieces = fault?.rate ? paced(stream.pieces(), fault.rate) : stream.pieces()
  for await (const piece of pieces) {
    if (response.destroyed || sent >= stop) break
    const part = piece.subarray(0, stop - sent)
    sent += part.length
    stream.onBytes(part.length)
    // The next piece is made while this one is read.
    await before
    before = write(raw ?? response, part)
  }
  await before
  if (response.destroyed) return false
  if (fault?.stall !== undefined && sent < end) {
    await closed(response)
    return false
  }
  // Whatever was written has left by now.
  if (raw || sent < end || fault?.long) setTimeout(() => response.socket?.destroy(), 10)
  else response.end()
  return sent === stream.length
}

export function sendStream(response: ServerResponse, stream: Stream, fault: Fault | null): void {
  send(response, stream, fault).then(
    (isWhole) => stream.onEnd(isWhole),
    (error: unknown) => {
      console.error('The simulator failed in the middle of a download', error)
      stream.onEnd(false)
      response.socket?.destroy()
    },
  )
}
