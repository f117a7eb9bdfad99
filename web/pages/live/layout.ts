// How many columns a wall of pictures has: as large as they can be while all are in sight, or scrolling when too small.

export interface Room {
  width: number
  height: number
}

const GAP = 8
const SMALLEST = 200
const WIDE = 16 / 9

/** Columns for `count` pictures of 16:9 in this room. */
export function columnsFor(count: number, room: Room): number {
  if (count <= 1 || room.width <= 0) return 1
  const most = Math.max(1, Math.floor((room.width + GAP) / (SMALLEST + GAP)))
  if (room.width < 600) return room.width > room.height && most > 1 ? 2 : 1
  const height = (columns: number) => {
    const rows = Math.ceil(count / columns)
    return rows * ((room.width - GAP * (columns - 1)) / columns / WIDE) + GAP * (rows - 1)
  }
  for (let columns = 1; columns <= Math.min(most, count); columns++) if (height(columns) <= room.height) return columns
  return Math.min(most, count)
}

/** Where an arrow key leads from tile `index`; null when it leads nowhere. */
export function neighbour(key: string, index: number, columns: number, count: number): number | null {
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[key]
  if (step === undefined) return null
  const next = index + step
  return next >= 0 && next < count ? next : null
}
