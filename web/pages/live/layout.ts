// How large the pictures of a wall are: as large as they can be while all are in sight, or scrolling when too small.

export interface Room {
  width: number
  height: number
}

export interface Fit {
  columns: number
  /** Width of the whole wall. */
  width: number
}

const GAP = 8
const SMALLEST = 200
/** Somebody has asked for so many columns: they may be smaller than we would make them, as long as words fit on them. */
const SMALLEST_ASKED = 160
const NARROW = 600
const WIDE = 16 / 9

const columnsOf = (tile: number, width: number) => Math.max(1, Math.floor((width + GAP) / (tile + GAP)))
const wallOf = (tile: number, columns: number): Fit => ({ columns, width: tile * columns + GAP * (columns - 1) })
const tileOf = (columns: number, width: number) => (width - GAP * (columns - 1)) / columns

/** All in sight and as large as that allows; null where they would not be larger than `smallest`. */
function inSight(count: number, room: Room, smallest: number): Fit | null {
  let best: Fit | null = null
  let largest = smallest
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns)
    const byHeight = ((room.height - GAP * (rows - 1)) / rows) * WIDE
    const tile = Math.min(tileOf(columns, room.width), byHeight)
    if (tile <= largest) continue
    largest = tile
    best = wallOf(tile, columns)
  }
  return best
}

/** Columns and width for `count` pictures of 16:9 in this room; `asked`: so many columns, if there is room. */
export function wallFor(count: number, room: Room, asked: number | null = null): Fit {
  const full = { columns: 1, width: room.width }
  if (count === 0 || room.width <= 0) return full
  if (asked !== null) {
    const columns = Math.min(asked, columnsOf(SMALLEST_ASKED, room.width))
    // One that is taller than the room is never seen whole.
    return wallOf(Math.min(tileOf(columns, room.width), room.height * WIDE), columns)
  }
  if (room.width < NARROW) return { ...full, columns: room.width > room.height && count > 1 ? 2 : 1 }
  // Too many for one look: readable ones, and the page scrolls.
  return inSight(count, room, SMALLEST) ?? { columns: columnsOf(SMALLEST, room.width), width: room.width }
}

/** The same where nothing scrolls, however small they get: so many columns as were asked for only while all are in sight. */
export function wholeWallFor(count: number, room: Room, asked: number | null = null): Fit {
  const best = inSight(count, room, 0) ?? { columns: 1, width: room.width }
  if (asked === null) return best
  const wanted = wallFor(count, room, asked)
  const rows = Math.ceil(count / wanted.columns)
  const height = (rows * tileOf(wanted.columns, wanted.width)) / WIDE + GAP * (rows - 1)
  return height <= room.height ? wanted : best
}

/** So many readable pictures fit into a room. */
export function mostAtOnce({ width, height }: Room): number {
  const rows = Math.floor((height + GAP) / (SMALLEST / WIDE + GAP))
  return columnsOf(SMALLEST, width) * Math.max(1, rows)
}

/** Where an arrow key leads from tile `index`; null when it leads nowhere. */
export function neighbour(key: string, index: number, columns: number, count: number): number | null {
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[key]
  if (step === undefined || index < 0) return null
  const next = index + step
  return next >= 0 && next < count ? next : null
}
