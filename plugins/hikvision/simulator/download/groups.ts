// A clip's groups of pictures as finished program stream, made once; a copy only needs its times.
import type { SourceClip } from '../../../../test/rtsp-source/index.ts'
import { pack, packets, putPts, putScr, streamMap, systemHeader, TICKS } from './program-stream.ts'

interface Stamp {
  at: number
  put: typeof putPts
  /** Frame in the group. */
  frame: number
}

export interface Group {
  bytes: Buffer
  /** Where each frame ends, its sound included. */
  ends: number[]
  stamps: Stamp[]
}

const startCode = Buffer.from([0, 0, 0, 1])
const SOUND_RATE = 8000

function createGroup(clip: SourceClip, first: number): Group {
  const { sound, fps, gop } = clip
  const parts: Buffer[] = []
  const ends: number[] = []
  const stamps: Stamp[] = []
  let length = 0
  const put = (...more: Buffer[]) => {
    for (const part of more) {
      parts.push(part)
      length += part.length
    }
  }
  for (let frame = 0; frame < gop && first + frame < clip.units.length; frame++) {
    stamps.push({ at: length + 4, put: putScr, frame })
    put(pack())
    if (frame === 0) put(systemHeader(sound !== null), streamMap(sound !== null))
    stamps.push({ at: length + 9, put: putPts, frame })
    put(...packets('video', Buffer.concat(clip.units[first + frame]!.flatMap((nal) => [startCode, nal]))))
    if (sound) {
      const [from, to] = [first + frame, first + frame + 1].map((index) => Math.floor((index * SOUND_RATE) / fps))
      stamps.push({ at: length + 9, put: putPts, frame })
      put(...packets('sound', sound.subarray(from, to)))
    }
    ends.push(length)
  }
  return { bytes: Buffer.concat(parts), ends, stamps }
}

const made = new WeakMap<SourceClip, Group[]>()

/** The clip's groups in their order; all but the last have `clip.gop` pictures. */
export function groupsOf(clip: SourceClip): Group[] {
  const known = made.get(clip)
  if (known) return known
  const count = Math.ceil(clip.units.length / clip.gop)
  const groups = Array.from({ length: count }, (_, index) => createGroup(clip, index * clip.gop))
  made.set(clip, groups)
  return groups
}

/** Writes the first `frames` pictures of a group; `ticks` is the time of the first. Gives where they end. */
export function writeGroup(group: Group, frames: number, to: Buffer, ticks: number, fps: number): number {
  const end = group.ends[frames - 1]!
  group.bytes.copy(to, 0, 0, end)
  for (const { at, put, frame } of group.stamps) {
    if (frame >= frames) break
    put(to, at, ticks + Math.round((frame * TICKS) / fps))
  }
  return end
}
