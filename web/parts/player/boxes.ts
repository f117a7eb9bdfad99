// The little that the player must read of fragmented MP4: time scales of an init, first decode time of a fragment.

interface Box {
  type: string
  start: number
  end: number
}

function* boxes(view: DataView, from: number, to: number): Generator<Box> {
  for (let at = from; at + 8 <= to; ) {
    const size = view.getUint32(at)
    if (size < 8 || at + size > to) return
    const type = String.fromCharCode(...[4, 5, 6, 7].map((offset) => view.getUint8(at + offset)))
    yield { type, start: at + 8, end: at + size }
    at += size
  }
}

function find(view: DataView, path: string[], from = 0, to = view.byteLength): Box | null {
  const [name, ...rest] = path
  for (const box of boxes(view, from, to))
    if (box.type === name) return rest.length === 0 ? box : find(view, rest, box.start, box.end)
  return null
}

/** Ticks a second of each track, by its number. */
export function timescales(init: ArrayBuffer): Map<number, number> {
  const view = new DataView(init)
  const scales = new Map<number, number>()
  const moov = find(view, ['moov'])
  if (!moov) return scales
  for (const trak of boxes(view, moov.start, moov.end)) {
    if (trak.type !== 'trak') continue
    const tkhd = find(view, ['tkhd'], trak.start, trak.end)
    const mdhd = find(view, ['mdia', 'mdhd'], trak.start, trak.end)
    if (!tkhd || !mdhd) continue
    const long = (box: Box) => view.getUint8(box.start) === 1
    scales.set(view.getUint32(tkhd.start + (long(tkhd) ? 20 : 12)), view.getUint32(mdhd.start + (long(mdhd) ? 20 : 12)))
  }
  return scales
}

/** Decode time in seconds at which a fragment begins, over all its tracks; null for what is not a fragment. */
export function decodeTime(fragment: ArrayBuffer, scales: ReadonlyMap<number, number>): number | null {
  const view = new DataView(fragment)
  const moof = find(view, ['moof'])
  if (!moof) return null
  let earliest: number | null = null
  for (const traf of boxes(view, moof.start, moof.end)) {
    if (traf.type !== 'traf') continue
    const tfhd = find(view, ['tfhd'], traf.start, traf.end)
    const tfdt = find(view, ['tfdt'], traf.start, traf.end)
    const scale = tfhd && scales.get(view.getUint32(tfhd.start + 4))
    if (!tfdt || !scale) continue
    const ticks =
      view.getUint8(tfdt.start) === 1 ? Number(view.getBigUint64(tfdt.start + 4)) : view.getUint32(tfdt.start + 4)
    earliest = Math.min(earliest ?? Number.POSITIVE_INFINITY, ticks / scale)
  }
  return earliest
}
