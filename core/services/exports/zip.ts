// Many files as one ZIP, made while it is sent: nothing is copied, and each part of it can be asked for again.
import { makeZip, predictLength } from 'client-zip'

export interface ZipEntry {
  name: string
  bytes: number
  changed: Date
  open(): ReadableStream<Uint8Array>
}

export interface Zip {
  bytes: number
  /** From one byte on up to another, both counted. The same entries give the same bytes; what lies before is read and dropped. */
  stream(first: number, last: number): ReadableStream<Uint8Array>
}

async function* cut(whole: ReadableStream<Uint8Array>, first: number, last: number): AsyncGenerator<Uint8Array> {
  const reader = whole.getReader()
  try {
    for (let at = 0; at <= last; ) {
      const { done, value: piece } = await reader.read()
      if (done) return
      const [from, to] = [Math.max(0, first - at), Math.min(piece.byteLength, last + 1 - at)]
      if (from < to) yield piece.subarray(from, to)
      at += piece.byteLength
    }
  } finally {
    // The library ends its work by throwing, and gives back what it threw.
    await reader.cancel().catch(() => {})
  }
}

export function createZip(entries: readonly ZipEntry[]): Zip {
  const described = entries.map(({ name, bytes, changed }) => ({ name, size: bytes, lastModified: changed }))
  async function* files() {
    // One after the other: a file is opened when its turn has come.
    for (const { name, bytes, changed, open } of entries)
      yield { name, size: bytes, lastModified: changed, input: open() }
  }
  return {
    bytes: Number(predictLength(described)),
    stream(first, last) {
      const pieces = cut(makeZip(files()), first, last)
      return new ReadableStream<Uint8Array>(
        {
          async pull(controller) {
            const { done, value } = await pieces.next()
            if (done) controller.close()
            else controller.enqueue(value)
          },
          async cancel() {
            await pieces.return(undefined)
          },
        },
        { highWaterMark: 0 },
      )
    },
  }
}
