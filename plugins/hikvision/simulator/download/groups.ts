// Footage's groups of pictures as finished program stream, made once; a copy only needs its times and its clock.
import { type Face, type Footage, putClock } from '../../../../test/rtsp-source/index.ts'
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
  faces: { at: number; frame: number; face: Face }[]
}

const startCode = Buffer.from([0, 0, 0, 1])
const SOUND_RATE = 8000

function createGroup({ clip, units }: Footage, first: number): Group {
  const { sound, fps, gop } = clip
  const parts: Buffer[] = []
  const ends: number[] = []
  const stamps: Stamp[] = []
  const faces: Group['faces'] = []
  let length = 0
  const put = (...more: Buffer[]) => {
    for (const part of more) {
      parts.push(part)
      length += part.length
    }
  }
  for (let frame = 0; frame < gop && first + frame < units.length; frame++) {
    stamps.push({ at: length + 4, put: putScr, frame })
    put(pack())
    if (frame === 0) put(systemHeader(sound !== null), streamMap(sound !== null))
    stamps.push({ at: length + 9, put: putPts, frame })
    const { nals, faces: own } = units[first + frame]!
    for (const part of packets(
      'video',
      nals.flatMap((nal) => [startCode, nal]),
    )) {
      const face = own.find(({ nal }) => nal === part)
      if (face) faces.push({ at: length, frame, face })
      put(part)
    }
    if (sound) {
      const [from, to] = [first + frame, first + frame + 1].map((index) => Math.floor((index * SOUND_RATE) / fps))
      stamps.push({ at: length + 9, put: putPts, frame })
      put(...packets('sound', [sound.subarray(from, to)]))
    }
    ends.push(length)
  }
  return { bytes: Buffer.concat(parts), ends, stamps, faces }
}

const made = new WeakMap<Footage, Group[]>()

/** Its groups in their order; all but the last have `clip.gop` pictures. */
export function groupsOf(footage: Footage): Group[] {
  const known = made.get(footage)
  if (known) return known
  const { gop } = footage.clip
  const count = Math.ceil(footage.units.length / gop)
  const groups = Array.from({ length: count }, (_, index) => createGroup(footage, index * gop))
  made.set(footage, groups)
  return groups
}

export interface Moment {
  /** Of the stream's clock. */
  ticks: number
  /** The wall clock's as UTC digits. */
  wall: Date
  fps: number
}

/** Writes the first `frames` pictures of a group; the moment is that of the first. Gives where they end. */
export function writeGroup(group: Group, frames: number, to: Buffer, { ticks, wall, fps }: Moment): number {
  const end = group.ends[frames - 1]!
  group.bytes.copy(to, 0, 0, end)
  for (const { at, put, frame } of group.stamps) {
    if (frame >= frames) break
    put(to, at, ticks + Math.round((frame * TICKS) / fps))
  }
  for (const { at, frame, face } of group.faces)
    if (frame < frames) putClock(face, new Date(wall.getTime() + (frame * 1000) / fps), to, at)
  return end
}
