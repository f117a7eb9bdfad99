// What a camera says of its motor (WIRE 9): `PTZChanelCap`, with its ranges; and what is sent to it.
import type { PtzAbilities, PtzVector } from '#plugin'
import { child, flag, int, type Node } from '../isapi/xml.ts'

type Range = readonly [from: number, to: number]

export interface Motor {
  /** Full speed to each side, on the camera's scale; null = it does not move that way. */
  speeds: { pan: number | null; tilt: number | null; zoom: number | null }
  momentary: boolean
  /** Tenths; null where it cannot be sent to a place. */
  places: { azimuth: Range; elevation: Range; zoom: Range | null } | null
  home: boolean
  /** The highest number of a preset; null = not told, 0 = none. */
  presets: number | null
}

/** Numbers of presets that are commands: 94 restarts the camera. */
export const isCommand = (id: number) => id >= 33 && id <= 105
const COMMANDS = 105 - 33 + 1

const PERCENT = 100

function rangeOf(space: Node | null, axis: string): Range | null {
  const [from, to] = [int(space, axis, 'Min'), int(space, axis, 'Max')]
  return from !== null && to !== null && from < to ? [from, to] : null
}

function speedOf(document: Node, space: 'PanTilt' | 'Zoom', axis: string): number | null {
  for (const kind of ['Continuous', 'Momentary']) {
    const range = rangeOf(child(document, `${kind}${space}Space`), axis)
    if (range) return range[1]
  }
  return null
}

/** A document without a word about speeds leaves all open, unless it has no presets either. */
function speedsOf(document: Node): Motor['speeds'] {
  const told = document.children.some(({ name }) => /^(Continuous|Momentary)(PanTilt|Zoom)Space$/.test(name))
  if (!told) {
    const open = int(document, 'maxPresetNum') === 0 ? null : PERCENT
    return { pan: open, tilt: open, zoom: open }
  }
  return {
    pan: speedOf(document, 'PanTilt', 'XRange'),
    tilt: speedOf(document, 'PanTilt', 'YRange'),
    zoom: speedOf(document, 'Zoom', 'ZRange'),
  }
}

export function readMotor(document: Node | null): Motor {
  if (!document) {
    const speeds = { pan: PERCENT, tilt: PERCENT, zoom: PERCENT }
    return { speeds, momentary: false, places: null, home: true, presets: null }
  }
  const space = child(document, 'AbsolutePanTiltPositionSpace')
  const [azimuth, elevation] = [rangeOf(space, 'XRange'), rangeOf(space, 'YRange')]
  const zoom = rangeOf(child(document, 'AbsoluteZoomPositionSpace'), 'ZRange')
  const home = flag(document, 'homePostionSupport') ?? flag(document, 'homePositionSupport')
  return {
    speeds: speedsOf(document),
    momentary: child(document, 'MomentaryPanTiltSpace') !== null || child(document, 'MomentaryZoomSpace') !== null,
    places: azimuth && elevation ? { azimuth, elevation, zoom } : null,
    home: home !== false,
    presets: int(document, 'maxPresetNum'),
  }
}

export function abilitiesOf({ speeds, places, home, presets }: Motor): PtzAbilities {
  const most = presets === null || presets < 33 ? presets : Math.max(presets - COMMANDS, 32)
  return {
    panTilt: speeds.pan !== null || speeds.tilt !== null,
    zoom: speeds.zoom !== null,
    continuous: true,
    relative: places !== null,
    absolute: places !== null,
    home,
    setHome: home,
    presets: presets === 0 ? null : { most },
  }
}

export function moves(document: Node): boolean {
  return Object.values(readMotor(document).speeds).some((speed) => speed !== null)
}

/** On the camera's scale; the slightest wish still moves it. */
function speedFor(share: number, most: number | null): number {
  if (most === null || share === 0) return 0
  return Math.sign(share) * Math.max(Math.round(Math.abs(share) * most), 1)
}

export function moveDocument({ speeds }: Motor, { pan, tilt, zoom }: PtzVector, ms?: number): string {
  const duration = ms === undefined ? '' : `<Momentary>\n<duration>${ms}</duration>\n</Momentary>\n`
  return `<?xml version="1.0" encoding="UTF-8"?>
<PTZData>
<pan>${speedFor(pan, speeds.pan)}</pan>
<tilt>${speedFor(tilt, speeds.tilt)}</tilt>
<zoom>${speedFor(zoom, speeds.zoom)}</zoom>
${duration}</PTZData>
`
}

/** Tenths, as the camera counts them; elevation grows downwards. */
export interface Place {
  azimuth: number
  elevation: number
  zoom: number | null
}

export function placeDocument({ azimuth, elevation, zoom }: Place): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<PTZData>
<AbsoluteHigh>
<elevation>${elevation}</elevation>
<azimuth>${azimuth}</azimuth>
${zoom === null ? '' : `<absoluteZoom>${zoom}</absoluteZoom>\n`}</AbsoluteHigh>
</PTZData>
`
}

export function readPlace(status: Node): Place | null {
  const high = child(status, 'AbsoluteHigh')
  const [azimuth, elevation] = [int(high, 'azimuth'), int(high, 'elevation')]
  return azimuth === null || elevation === null ? null : { azimuth, elevation, zoom: int(high, 'absoluteZoom') }
}

/** Where in its range, from 0 to 1. */
export const shareOf = (value: number, [from, to]: Range) => Math.min(Math.max((value - from) / (to - from), 0), 1)
/** The value at that share of its range. */
export const valueAt = (share: number, [from, to]: Range) =>
  Math.round(from + Math.min(Math.max(share, 0), 1) * (to - from))
