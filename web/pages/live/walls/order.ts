// The order of pictures: one of them moved, the place under a finger, pages that take turns.

/** The list with `id` at place `to`. */
export function moved(ids: readonly number[], id: number, to: number): number[] {
  const others = ids.filter((one) => one !== id)
  return [...others.slice(0, to), id, ...others.slice(to)]
}

/**
 * What a wall keeps when its pictures are arranged so: those that were not shown meanwhile (switched off, or their recorder
 * does not tell of them now) stay behind the others.
 */
export function kept(stored: readonly number[], shown: readonly number[], arranged: readonly number[]): number[] {
  return [...arranged, ...stored.filter((id) => !shown.includes(id) && !arranged.includes(id))]
}

interface Box {
  left: number
  top: number
  width: number
  height: number
}

/** Which of these boxes a point lies in, or is nearest to. */
export function placeAt(x: number, y: number, boxes: readonly Box[]): number {
  const away = boxes.map(({ left, top, width, height }) => {
    const beside = Math.max(left - x, 0, x - left - width)
    const above = Math.max(top - y, 0, y - top - height)
    return beside * beside + above * above
  })
  return away.indexOf(Math.min(...away))
}

/** So many at a time. */
export function pagesOf<T>(list: readonly T[], each: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / each) }, (_, page) => list.slice(page * each, (page + 1) * each))
}
