// What a recorder has on its disk: a clip in whose picture stands the time at which it was taken, to the second.
import type { SourceClip } from './clip.ts'
import { loadRecipe } from './clips.ts'
import { faceText, writeFace } from './clock-face.ts'
import { clockRow, readHeaders, STRIDE, stillRow } from './clock-slices.ts'
import { CLOCK_ROWS, footageRecipe, variantCount } from './recipes.ts'

/** Where half of the clock stands in a unit. */
export interface Face {
  nal: Buffer
  half: 0 | 1
  /** Of its first block. */
  at: number
}

export interface FootageUnit {
  nals: readonly Buffer[]
  /** None in pictures that show the clock of the one before. */
  faces: readonly Face[]
}

export interface Footage {
  /** Its units show an empty clock. */
  clip: SourceClip
  /** One per unit of the clip. */
  units: readonly FootageUnit[]
  /** Picture `frame` of a file that began at a full second; `wall` is the wall clock's as UTC digits. */
  unitAt(frame: number, wall: Date): readonly Buffer[]
}

/** Puts the time into bytes that hold a copy of the unit's slice at `at`. */
export function putClock(face: Face, wall: Date, to: Buffer, at = 0): void {
  writeFace(faceText(wall), face.half, to, at + face.at, STRIDE)
}

function withClock(clip: SourceClip): FootageUnit[] {
  const headers = readHeaders(clip.parameterSets[0]!, clip.parameterSets[1]!)
  const blocks = clip.width / 16
  return clip.units.map((nals, index) => {
    const isSecond = index % clip.fps === 0
    const first = nals.findIndex((nal) => [1, 5].includes(nal[0]! & 31))
    const rows = CLOCK_ROWS.map((row) => (isSecond ? clockRow : stillRow)(nals[first + row]!, headers, blocks))
    const own = [...nals]
    own.splice(first + CLOCK_ROWS[0], rows.length, ...rows.map(({ nal }) => nal))
    const faces = rows.flatMap(({ nal, face }, half) => (face === null ? [] : [{ nal, half: half as 0 | 1, at: face }]))
    return { nals: own, faces }
  })
}

function createFootage(plain: SourceClip): Footage {
  const units = withClock(plain)
  return {
    clip: { ...plain, units: units.map(({ nals }) => nals) },
    units,
    unitAt(frame, wall) {
      const { nals, faces } = units[frame % units.length]!
      if (faces.length === 0) return nals
      return nals.map((nal) => {
        const face = faces.find((one) => one.nal === nal)
        if (!face) return nal
        const copy = Buffer.from(nal)
        putClock(face, wall, copy)
        return copy
      })
    },
  }
}

const loaded = new Map<string, Promise<Footage>>()

/** The same arguments give the same footage; the first time on a machine it is encoded, which takes some seconds. */
export function loadFootage(channel: number, audio: boolean): Promise<Footage> {
  const variant = Math.abs(channel - 1) % variantCount()
  const key = `${variant} ${audio}`
  const known = loaded.get(key)
  if (known) return known
  const loading = loadRecipe(footageRecipe(variant), audio).then(createFootage)
  loaded.set(key, loading)
  loading.catch(() => loaded.delete(key))
  return loading
}
