// A clip in memory: its access units, parameter sets and sound, ready to be looped.

export interface SourceClip {
  readonly codec: 'h264' | 'h265'
  readonly width: number
  readonly height: number
  readonly fps: number
  /** Frames from one key frame to the next. */
  readonly gop: number
  /** Access units in the order of sending, each a list of NAL units; frame `n` shows the number `n % units.length`. */
  readonly units: readonly (readonly Buffer[])[]
  /** SPS and PPS (H.265: VPS before them). */
  readonly parameterSets: readonly Buffer[]
  /** G.711 A-law at 8 kHz, as long as the picture; null = no sound. */
  readonly sound: Buffer | null
  /** True: the SDP does not tell the parameter sets, as some cameras do not. */
  readonly silentSdp?: boolean
  /** Unit that a new client gets first (0); another than a key frame's is what some cameras do. */
  readonly firstUnit?: number
  /** Footage is no loop: what unit `index` since its beginning is made of; null beyond its end. Takes the place of `units`. */
  readonly unitAt?: (index: number) => readonly Buffer[] | null
  /** At its end the connection is closed; otherwise it stays, and nothing more comes. */
  readonly hangsUp?: boolean
  /** Loses nothing to a client that is too slow, and keeps it for him. */
  readonly waits?: boolean
}

const h264Type = (nal: Buffer) => nal[0]! & 31
const h265Type = (nal: Buffer) => (nal[0]! >> 1) & 63

/** The NAL units between the start codes of an Annex-B stream. */
function splitNals(stream: Buffer): Buffer[] {
  const nals: Buffer[] = []
  let start = -1
  for (let code = stream.indexOf('\x00\x00\x01', 0, 'latin1'); code >= 0; ) {
    if (start >= 0) nals.push(trimZeros(stream.subarray(start, code)))
    start = code + 3
    code = stream.indexOf('\x00\x00\x01', start, 'latin1')
  }
  if (start >= 0) nals.push(stream.subarray(start))
  return nals
}

function trimZeros(nal: Buffer): Buffer {
  let end = nal.length
  while (end > 0 && nal[end - 1] === 0) end--
  return nal.subarray(0, end)
}

/** Cuts an Annex-B stream into access units; delimiters are left out, parameter sets stay in band. */
export function readAnnexB(
  stream: Buffer,
  codec: SourceClip['codec'],
): Pick<SourceClip, 'units' | 'parameterSets' | 'gop'> {
  const isH264 = codec === 'h264'
  const typeOf = isH264 ? h264Type : h265Type
  const parameterSets = new Map<number, Buffer>()
  const units: Buffer[][] = []
  let unit: Buffer[] = []
  let hasPicture = false
  for (const nal of splitNals(stream)) {
    const type = typeOf(nal)
    const isPicture = isH264 ? type >= 1 && type <= 5 : type < 32
    const isFirstSlice = isPicture && (nal[isH264 ? 1 : 2]! & 0x80) !== 0
    if (hasPicture && (isFirstSlice || !isPicture)) {
      units.push(unit)
      unit = []
      hasPicture = false
    }
    if (isH264 ? type === 7 || type === 8 : type >= 32 && type <= 34) parameterSets.set(type, nal)
    if (type !== (isH264 ? 9 : 35)) unit.push(nal)
    hasPicture ||= isPicture
  }
  if (unit.length) units.push(unit)
  const isKey = (nals: Buffer[]) => nals.some((nal) => typeOf(nal) === (isH264 ? 7 : 33))
  const second = units.findIndex((nals, index) => index > 0 && isKey(nals))
  const sets = [...parameterSets].sort(([a], [b]) => a - b).map(([, nal]) => nal)
  return { units, parameterSets: sets, gop: second < 0 ? units.length : second }
}
