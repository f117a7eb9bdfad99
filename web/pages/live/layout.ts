// How large the pictures of a wall are: as large as they can be while all are in sight, or scrolling when too small.

export interface Room {
  width: number
  height: number
}

export interface Wall {
  columns: number
  /** Width of the whole wall. */
  width: number
}

const GAP = 8
const SMALLEST = 200
const NARROW = 600
const WIDE = 16 / 9

/** Columns and width for `count` pictures of 16:9 in this room. */
export function wallFor(count: number, room: Room): Wall {
  const full = { columns: 1, width: room.width }
  if (count === 0 || room.width <= 0) return full
  if (room.width < NARROW) return { ...full, columns: room.width > room.height && count > 1 ? 2 : 1 }
  let best: Wall | null = null
  let largest = SMALLEST
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns)
    const byWidth = (room.width - GAP * (columns - 1)) / columns
    const byHeight = ((room.height - GAP * (rows - 1)) / rows) * WIDE
    const tile = Math.min(byWidth, byHeight)
    if (tile <= largest) continue
    largest = tile
    best = { columns, width: tile * columns + GAP * (columns - 1) }
  }
  // Too many for one look: readable ones, and the page scrolls.
  return best ?? { columns: Math.max(1, Math.floor((room.width + GAP) / (SMALLEST + GAP))), width: room.width }
}

/** Where an arrow key leads from tile `index`; null when it leads nowhere. */
export function neighbour(key: string, index: number, columns: number, count: number): number | null {
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[key]
  if (step === undefined || index < 0) return null
  const next = index + step
  return next >= 0 && next < count ? next : null
}
