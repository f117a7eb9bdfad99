// One file with many in it: a ZIP, written while it is read, and read entry by entry.
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { makeZip } from 'client-zip'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { Fault } from '../../domain/fault.ts'
import { isFull } from '../downloads/space.ts'

export interface Part {
  name: string
  changed: Date
  input: AsyncIterable<Uint8Array> | Uint8Array
}

/** On the disk when it resolves. Parts are asked for one after the other, each when the one before is written. */
export async function writeArchive(path: string, parts: AsyncIterable<Part>, signal: AbortSignal): Promise<number> {
  async function* entries() {
    for await (const { name, changed, input } of parts) yield { name, lastModified: changed, input }
  }
  const file = await open(path, 'wx', 0o600)
  try {
    let bytes = 0
    for await (const piece of makeZip(entries())) {
      signal.throwIfAborted()
      for (let at = 0; at < piece.byteLength; ) at += (await file.write(piece, at)).bytesWritten
      bytes += piece.byteLength
    }
    await file.sync()
    return bytes
  } finally {
    await file.close()
  }
}

/** Passes pieces on and reckons what they are. */
export function summed(input: AsyncIterable<Uint8Array>, onPiece: (bytes: number) => void = () => {}) {
  const hash = createHash('sha256')
  let bytes = 0
  async function* pieces() {
    for await (const piece of input) {
      hash.update(piece)
      bytes += piece.byteLength
      onPiece(piece.byteLength)
      yield piece
    }
  }
  return { pieces: pieces(), sum: () => ({ bytes, sha256: hash.digest('hex') }) }
}

export interface Archive extends Disposable {
  names: string[]
  has(name: string): boolean
  /** As bytes; fault invalid-input for one that is not there, or is larger than that. */
  bytes(name: string, most: number): Promise<Buffer>
  /** Fault invalid-input for one that is not there, or is larger than that: what a few packed bytes become fills a disk. */
  stream(name: string, most: number): Promise<Readable>
}

const broken = (cause?: unknown) =>
  new Fault('invalid-input', 'This file is not a backup of Porchlight, or it is cut off or damaged.', { cause })

/** Fault invalid-input for what is no such file. Names that lead out of a folder are refused by the reader. */
export async function openArchive(path: string): Promise<Archive> {
  if (!(await stat(path).catch(() => null))?.isFile()) throw new Fault('not-found', 'There is no such backup')
  const entries = new Map<string, Entry>()
  let zip: ZipFile
  try {
    zip = await openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true })
  } catch (cause) {
    throw broken(cause)
  }
  try {
    for await (const entry of zip.eachEntry()) if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry)
  } catch (cause) {
    zip.close()
    throw broken(cause)
  }
  const archive: Archive = {
    names: [...entries.keys()],
    has: (name) => entries.has(name),
    async stream(name, most) {
      const entry = entries.get(name)
      // That it is no larger than it says is seen to by the reader.
      if (!entry || entry.uncompressedSize > most) throw broken()
      try {
        return await zip.openReadStreamPromise(entry)
      } catch (cause) {
        throw broken(cause)
      }
    },
    async bytes(name, most) {
      const pieces: Buffer[] = []
      try {
        for await (const piece of await archive.stream(name, most)) pieces.push(piece as Buffer)
      } catch (cause) {
        throw broken(cause)
      }
      return Buffer.concat(pieces)
    },
    [Symbol.dispose]: () => zip.close(),
  }
  return archive
}

/** Takes one entry of so many bytes at most out, into a folder; its sum says whether it is whole. */
export async function takeOut(
  archive: Archive,
  { name, bytes }: { name: string; bytes: number },
  folder: string,
  signal: AbortSignal,
  as = name,
) {
  const path = join(folder, ...as.split('/'))
  await mkdir(dirname(path), { recursive: true, mode: 0o750 })
  const { pieces, sum } = summed(await archive.stream(name, bytes))
  await pipeline(pieces, createWriteStream(path, { mode: 0o640 }), { signal })
  return { path, ...sum() }
}

/** Whether it failed because nothing more fits, in whoever's words. */
export const isOutOfRoom = (error: unknown): boolean =>
  isFull(error) || (error instanceof Fault && error.kind === 'disk-full')
