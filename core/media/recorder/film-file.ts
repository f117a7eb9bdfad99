// One file of a recorder: fragments while it is written, a film with one index once it is whole.
import { type FileHandle, open } from 'node:fs/promises'
import { bigNumber, number32 } from '../box-writing.ts'
import { boxes, findBox, readInit, type Track } from '../boxes.ts'
import type { Epoch, Fragment } from '../fragment.ts'
import { createFilmIndex, type FilmIndex } from './film-index.ts'

export interface FilmFile {
  /** Wall clock (ms) of its first picture. */
  readonly startMs: number
  readonly seconds: number
  /** Of what has been taken, written or not. */
  readonly bytes: number
  /** Taken and not yet given to the disk. */
  readonly waiting: number
  /** Takes a fragment of its epoch; nothing is written before `flush`. */
  add(fragment: Fragment): void
  /** Gives what is waiting to the disk. Rejects with what the disk says. */
  flush(): Promise<void>
  /** Writes what is waiting and the index; the file is whole from here on. */
  finish(): Promise<WholeFilm>
  /** Closes it as it is: it plays as far as it was written. */
  abandon(): Promise<void>
}

export interface WholeFilm {
  bytes: number
  seconds: number
  frames: number
}

/**
 * Between `ftyp` and `moov`: while the file is written it is room that no player looks at, at its end it becomes the head of
 * an `mdat` that holds everything up to the index, the first `moov` and all fragments included.
 */
export const ROOM = Buffer.concat([number32(16), Buffer.from('free'), number32(0, 0)])

/** Splits an init into what stands before and after the room. */
export function headOf(init: Buffer): { before: Buffer; after: Buffer } {
  const moov = findBox(init, 'moov', { at: 0, end: init.length })
  if (!moov) throw new Error('An init without moov')
  return { before: init.subarray(0, moov.at - 8), after: init.subarray(moov.at - 8) }
}

/** Writes the index behind everything, and then, when it is on the disk, the head that makes the rest its data. */
export async function seal(file: FileHandle, index: FilmIndex, roomAt: number, end: number): Promise<number> {
  const moov = index.moov()
  await file.write(moov, 0, moov.length, end)
  await file.datasync()
  await file.write(Buffer.concat([number32(1), Buffer.from('mdat'), bigNumber(end - roomAt)]), 0, 16, roomAt)
  return end + moov.length
}

/** Where each track of a fragment says that it begins: the places of those times, to be told anew for this file. */
function* timesOf(data: Buffer): Generator<{ moof: { at: number; end: number }; track: number; at: number }> {
  for (const moof of boxes(data)) {
    if (moof.type !== 'moof') continue
    for (const traf of boxes(data, moof.at, moof.end)) {
      const head = traf.type === 'traf' ? findBox(data, 'tfhd', traf) : null
      const time = head && findBox(data, 'tfdt', traf)
      if (head && time) yield { moof, track: data.readUInt32BE(head.at + 4), at: time.at }
    }
  }
}

const readTime = (data: Buffer, at: number) =>
  data[at] === 1 ? Number(data.readBigUInt64BE(at + 4)) : data.readUInt32BE(at + 4)

function writeTime(data: Buffer, at: number, ticks: number): void {
  if (data[at] === 1) bigNumber(ticks).copy(data, at + 4)
  else data.writeUInt32BE(ticks, at + 4)
}

/** Times of an epoch go on for days; a film begins at nought. Where the earliest track begins, in seconds of the epoch. */
function earliest(data: Buffer, tracks: readonly Track[]): number {
  const starts = [...timesOf(data)].map(({ track, at }) => {
    const scale = tracks.find(({ id }) => id === track)?.timescale ?? 1
    return readTime(data, at) / scale
  })
  return Math.min(...starts)
}

/** A new file at a path where there is none. `first` is the fragment that it begins with, which is not added by that. */
export async function createFilmFile(path: string, epoch: Epoch, first: Fragment): Promise<FilmFile> {
  const { before, after } = headOf(epoch.init)
  const index = createFilmIndex(epoch.init)
  const tracks = readInit(epoch.init)
  const base = earliest(first.data, tracks)
  const file = await open(path, 'wx', 0o640)
  let waiting: Buffer[] = [before, ROOM, after]
  let held = before.length + ROOM.length + after.length
  let taken = held
  let written = 0
  let writing: Promise<void> = Promise.resolve()

  async function write(): Promise<void> {
    const [parts, bytes] = [waiting, held]
    waiting = []
    held = 0
    if (bytes === 0) return
    await file.write(Buffer.concat(parts, bytes), 0, bytes, written)
    written += bytes
  }

  const flush = () => {
    writing = writing.then(write)
    return writing
  }

  return {
    startMs: first.time,
    get seconds() {
      return index.duration
    },
    get bytes() {
      return taken
    },
    get waiting() {
      return held
    },
    add({ data }) {
      // The bytes are everybody's: what is told anew is told in a copy of the head alone.
      const heads = new Map<number, { moof: { at: number; end: number }; copy: Buffer }>()
      for (const { moof, track, at } of timesOf(data)) {
        const from = moof.at - 8
        const head = heads.get(from) ?? { moof, copy: Buffer.from(data.subarray(from, moof.end)) }
        heads.set(from, head)
        const scale = tracks.find(({ id }) => id === track)?.timescale ?? 1
        writeTime(head.copy, at - from, Math.max(0, readTime(data, at) - Math.round(base * scale)))
      }
      let from = 0
      for (const [at, { moof, copy }] of heads) {
        if (at > from) waiting.push(data.subarray(from, at))
        waiting.push(copy)
        index.add(copy, taken + at)
        from = moof.end
      }
      waiting.push(data.subarray(from))
      held += data.length
      taken += data.length
    },
    flush,
    async finish() {
      try {
        await flush()
        const bytes = await seal(file, index, before.length, taken)
        return { bytes, seconds: index.duration, frames: index.frames }
      } finally {
        await file.close()
      }
    },
    async abandon() {
      await writing.catch(() => {})
      await file.close()
    },
  }
}
