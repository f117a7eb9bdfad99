// Makes a film whole whose writing ended without its index: the power went, or the process was killed.
import { type FileHandle, open } from 'node:fs/promises'
import { readFilmIndex } from '../film-tables.ts'
import { seal, type WholeFilm } from './film-file.ts'
import { createFilmIndex, type FilmIndex } from './film-index.ts'

interface Place {
  type: string
  at: number
  size: number
}

/** A file of ours is never larger, and a head of a fragment never comes near. */
const LARGEST_HEAD = 4 << 20

/** Boxes at the top of a file, up to the first that is not whole. */
async function* topBoxes(file: FileHandle, end: number): AsyncGenerator<Place> {
  const head = Buffer.alloc(16)
  for (let at = 0; at + 8 <= end; ) {
    await file.read(head, 0, 16, at)
    const short = head.readUInt32BE(0)
    const size = short === 1 ? Number(head.readBigUInt64BE(8)) : short
    if (size < 8 || at + size > end) return
    yield { type: head.toString('latin1', 4, 8), at, size }
    at += size
  }
}

async function bytesOf(file: FileHandle, from: number, size: number): Promise<Buffer> {
  if (size > LARGEST_HEAD) throw new Error('A head is too large')
  const bytes = Buffer.alloc(size)
  await file.read(bytes, 0, size, from)
  return bytes
}

/** A film that is whole: the head was written, and the file not yet given its name. */
async function lookAt(path: string, bytes: number): Promise<WholeFilm> {
  const { tracks } = await readFilmIndex(path)
  const video = tracks.find(({ kind }) => kind === 'video')
  const ticks = video?.times.at(-1) ?? 0
  return { bytes, seconds: ticks / (video?.timescale ?? 1), frames: video?.sizes.length ?? 0 }
}

/**
 * What was written up to the last whole fragment becomes a whole film, in place; what follows is cut off. Null for a file
 * with no picture in it, which is left as it is. A file that is whole is only looked at.
 */
export async function repairFilm(path: string): Promise<WholeFilm | null> {
  const file = await open(path, 'r+')
  try {
    const { size: end } = await file.stat()
    let roomAt: number | null = null
    let typeBytes: Buffer | null = null
    let index: FilmIndex | null = null
    let moof: { bytes: Buffer; at: number } | null = null
    let whole = 0
    for await (const { type, at, size } of topBoxes(file, end)) {
      if (type === 'ftyp') typeBytes = await bytesOf(file, at, size)
      if (type === 'free') roomAt ??= at
      if (type === 'mdat' && !index) return await lookAt(path, end)
      if (type === 'moov') {
        // The index was written and only the head was not: it is reckoned again all the same.
        if (index) break
        if (!typeBytes || roomAt === null) return null
        index = createFilmIndex(Buffer.concat([typeBytes, await bytesOf(file, at, size)]))
      }
      if (type === 'moof') moof = { bytes: await bytesOf(file, at, size), at }
      if (type === 'mdat' && moof && index) {
        index.add(moof.bytes, moof.at)
        moof = null
        whole = at + size
      }
    }
    if (!index || roomAt === null || index.frames === 0) return null
    await file.truncate(whole)
    const bytes = await seal(file, index, roomAt, whole)
    return { bytes, seconds: index.duration, frames: index.frames }
  } finally {
    await file.close()
  }
}
