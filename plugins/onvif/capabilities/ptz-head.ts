// What a camera says of a head that it can move, and the way from our shares to its own scales and back.
import { z } from 'zod'
import type { PtzAbilities, PtzPosition } from '#plugin'
import { flag, listOf, maybe, number, text } from '../shapes.ts'

interface Range {
  min: number
  max: number
}

/** One of the scales of a head: for pan and tilt `y` is there, for zoom it is null. */
interface Space {
  uri: string
  x: Range
  y: Range | null
}

export interface Head {
  /** Null: it cannot be moved in that way. */
  speed: { panTilt: Space | null; zoom: Space | null }
  way: { panTilt: Space | null; zoom: Space | null }
  /** Within the limits that somebody has set. */
  place: { panTilt: Space | null; zoom: Space | null }
  /** The whole of it. */
  scale: { panTilt: Space | null; zoom: Space | null }
  home: boolean
  setHome: boolean
  /** Null: not told. */
  presets: number | null
}

const range = z.object({ min: number, max: number }).refine(({ min, max }) => min < max)
const space = z
  .object({ URI: maybe(text), XRange: range, YRange: maybe(range) })
  .transform(({ URI, XRange, YRange }): Space => ({ uri: URI ?? '', x: XRange, y: YRange }))
const plane = space.refine(({ y }) => y !== null)
const spaces = listOf(space)
const planes = listOf(plane)

export const node = z.object({
  $: z.object({ token: z.string(), FixedHomePosition: maybe(flag) }),
  supportedPTZSpaces: z.object({
    absolutePanTiltPositionSpace: planes,
    absoluteZoomPositionSpace: spaces,
    relativePanTiltTranslationSpace: planes,
    relativeZoomTranslationSpace: spaces,
    continuousPanTiltVelocitySpace: planes,
    continuousZoomVelocitySpace: spaces,
  }),
  maximumNumberOfPresets: maybe(number),
  homeSupported: maybe(flag),
})

const limits = maybe(z.object({ range: space }).transform(({ range: found }) => found))

export const configuration = z.object({
  $: z.object({ token: z.string() }),
  nodeToken: text,
  // The specification's own slip of the pen.
  defaultAbsolutePantTiltPositionSpace: maybe(text),
  defaultAbsoluteZoomPositionSpace: maybe(text),
  defaultRelativePanTiltTranslationSpace: maybe(text),
  defaultRelativeZoomTranslationSpace: maybe(text),
  defaultContinuousPanTiltVelocitySpace: maybe(text),
  defaultContinuousZoomVelocitySpace: maybe(text),
  panTiltLimits: limits,
  zoomLimits: limits,
})

/** What the camera takes where no space is named: the configuration's default, else the generic one, else its first. */
function chosen(all: readonly Space[], wanted: string | null): Space | null {
  return all.find(({ uri }) => uri === wanted) ?? all.find(({ uri }) => /Generic\w*Space$/.test(uri)) ?? all[0] ?? null
}

function narrowed(range: Range, by: Range | null | undefined): Range {
  if (!by) return range
  const [min, max] = [Math.max(range.min, by.min), Math.min(range.max, by.max)]
  return min < max ? { min, max } : range
}

/** Somebody may have told the camera to stay within a part of its way. */
function within(place: Space | null, limit: Space | null): Space | null {
  if (!place || !limit || limit.uri !== place.uri) return place
  return { ...place, x: narrowed(place.x, limit.x), y: place.y && narrowed(place.y, limit.y) }
}

export function headOf(described: z.infer<typeof node>, config: z.infer<typeof configuration>): Head {
  const all = described.supportedPTZSpaces
  const scale = {
    panTilt: chosen(all.absolutePanTiltPositionSpace, config.defaultAbsolutePantTiltPositionSpace),
    zoom: chosen(all.absoluteZoomPositionSpace, config.defaultAbsoluteZoomPositionSpace),
  }
  const home = described.homeSupported === true
  return {
    speed: {
      panTilt: chosen(all.continuousPanTiltVelocitySpace, config.defaultContinuousPanTiltVelocitySpace),
      zoom: chosen(all.continuousZoomVelocitySpace, config.defaultContinuousZoomVelocitySpace),
    },
    way: {
      panTilt: chosen(all.relativePanTiltTranslationSpace, config.defaultRelativePanTiltTranslationSpace),
      zoom: chosen(all.relativeZoomTranslationSpace, config.defaultRelativeZoomTranslationSpace),
    },
    scale,
    place: { panTilt: within(scale.panTilt, config.panTiltLimits), zoom: within(scale.zoom, config.zoomLimits) },
    home,
    setHome: home && described.$.FixedHomePosition !== true,
    presets: described.maximumNumberOfPresets,
  }
}

export function abilitiesOf({ speed, way, place, home, setHome, presets }: Head): PtzAbilities {
  const has = (kind: { panTilt: Space | null; zoom: Space | null }) => kind.panTilt !== null || kind.zoom !== null
  return {
    panTilt: [speed, way, place].some(({ panTilt }) => panTilt !== null),
    zoom: [speed, way, place].some(({ zoom }) => zoom !== null),
    ...{ continuous: has(speed), relative: has(way), absolute: has(place), home, setHome },
    presets: presets === 0 ? null : { most: presets },
  }
}

/** As the camera takes it: a few digits behind the point, and no exponent. */
const rounded = (value: number) => Number(value.toFixed(4))

/** From -1 to 1 by a scale whose middle stands for nothing: a full wish to a side is the end of that side. */
export function signed(share: number, { min, max }: Range): number {
  const wish = Math.min(1, Math.max(-1, share))
  return rounded(wish < 0 ? -wish * Math.min(min, 0) : wish * Math.max(max, 0))
}

/** From 0 to 1 by a scale that begins at one end. */
export function valueAt(share: number, { min, max }: Range): number {
  return rounded(min + Math.min(1, Math.max(0, share)) * (max - min))
}

/** What a camera rounds away at the ends of a scale, as a share of it. */
const ROUNDING = 0.01

/** Null beyond the scale: there are cameras that tell places in another one than they name, and nobody knows in which. */
function shareAt(value: number, { min, max }: Range, scale: Range): number | null {
  const share = (value - scale.min) / (scale.max - scale.min)
  if (share < -ROUNDING || share > 1 + ROUNDING) return null
  return Math.min(1, Math.max(0, (value - min) / (max - min)))
}

/** Pan and tilt, from 0 to 1 as from -1 to 1. */
const centred = (share: number | null) => (share === null ? null : share * 2 - 1)

const moves = maybe(z.enum(['MOVING', 'IDLE', 'UNKNOWN']))

export const status = z.object({
  position: maybe(
    z.object({
      panTilt: maybe(z.object({ $: z.object({ x: number, y: number }) })),
      zoom: maybe(z.object({ $: z.object({ x: number }) })),
    }),
  ),
  moveStatus: maybe(z.object({ panTilt: moves, zoom: moves })),
})

/** `value` is on the camera's own scale, for what is sent back to it unchanged. */
export interface Place extends PtzPosition {
  raw: { x: number; y: number } | null
}

export function placeOf({ place, scale }: Head, { position, moveStatus }: z.infer<typeof status>): Place {
  const [head, whole] = [place.panTilt, scale.panTilt]
  const at = head?.y ? position?.panTilt?.$ : null
  const near = place.zoom ? position?.zoom?.$ : null
  const words = [moveStatus?.panTilt, moveStatus?.zoom].filter((word) => word === 'MOVING' || word === 'IDLE')
  return {
    pan: at && head && whole ? centred(shareAt(at.x, head.x, whole.x)) : null,
    tilt: at && head?.y && whole?.y ? centred(shareAt(at.y, head.y, whole.y)) : null,
    zoom: near && place.zoom && scale.zoom ? shareAt(near.x, place.zoom.x, scale.zoom.x) : null,
    moving: words.length === 0 ? null : words.includes('MOVING'),
    raw: at ?? null,
  }
}
