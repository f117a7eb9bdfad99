// The bytes of a recording, computed while they are read: a clip over and over, with true times, up to the byte as long as announced.
import type { Footage } from '../../../../test/rtsp-source/index.ts'
import type { Reel } from '../recording/reels.ts'
import { type Group, groupsOf, writeGroup } from './groups.ts'
import { pad, TICKS } from './program-stream.ts'

export interface Film {
  footage: Footage
  reels: readonly Reel[]
  /** The wall clock of a moment, as UTC digits. */
  wallOf(at: Date): Date
  /** Wanted length; null or too short for the pictures: as long as they need. */
  bytes: number | null
  header: Buffer
}

/** The maker's header: his mark is not at the front, the first pack is at byte 64. `bare` is what others begin with. */
export function makersHeader(hasSound: boolean, bare: boolean): Buffer {
  const mark = Buffer.alloc(40)
  mark.write('IMKH')
  // Version, program stream, H.264, G.711 A-law mono with 16 bits at 8 kHz.
  Buffer.from([1, 1, 0, 0, 2, 0, 0, 1]).copy(mark, 4)
  if (hasSound) Buffer.from([0x11, 0x71, 1, 16, 0x40, 0x1f, 0, 0, 0, 0xfa, 0, 0]).copy(mark, 12)
  const before = Buffer.alloc(24)
  before.writeUInt32BE(0x40, 0)
  before.writeUInt32BE(0x13, 4)
  return bare ? mark : Buffer.concat([before, mark])
}

interface Step {
  group: Group
  frames: number
  /** Since the film's beginning. */
  frame: number
  at: Date
  length: number
}

/** Group after group; cheap, so that the length is known before a byte is made. */
function* steps({ footage, reels }: Film): Generator<Step> {
  const { fps } = footage.clip
  const groups = groupsOf(footage)
  let frame = 0
  for (const reel of reels) {
    const all = Math.round(reel.seconds * fps)
    for (let left = all, index = 0; left > 0; index++) {
      const group = groups[index % groups.length]!
      const frames = Math.min(left, group.ends.length)
      const at = new Date(reel.start.getTime() + ((all - left) * 1000) / fps)
      yield { group, frames, frame, at, length: group.ends[frames - 1]! }
      left -= frames
      frame += frames
    }
  }
}

/** Its length in bytes, and its bytes in pieces of about two seconds. The same film gives the same bytes. */
export function project(film: Film): { length: number; pieces(): Generator<Buffer> } {
  const { reels, header, wallOf } = film
  const { fps } = film.footage.clip
  let [needed, count] = [header.length, 0]
  for (const step of steps(film)) {
    needed += step.length
    count++
  }
  const length = Math.max(needed, film.bytes ?? 0)
  // Recorders fill up to a steady rate; so the bytes per second are what the list says.
  const padded = (index: number) => Math.floor(((length - needed) * index) / count)
  // Like the clock of a recorder that runs for a while.
  const began = (Math.floor((reels[0]?.start.getTime() ?? 0) / 1000) % 3600) * TICKS
  return {
    length,
    *pieces() {
      yield header
      let index = 0
      for (const { group, frames, frame, at, length: own } of steps(film)) {
        const bytes = Buffer.allocUnsafe(own + padded(index + 1) - padded(index))
        const ticks = began + Math.round((frame * TICKS) / fps)
        writeGroup(group, frames, bytes, { ticks, wall: wallOf(at), fps })
        pad(bytes, own, bytes.length)
        index++
        yield bytes
      }
    },
  }
}
