// Places in a picture: corners from 0 to 1, counted from the top left. Whether two of them touch, and what holds both.

export interface Point {
  x: number
  y: number
}

/** Alarms are told with corners of targets that move: from this size of a step on it is another place. */
const STEP = 0.05
/** More corners than anything that a device or a person draws. */
const MOST_CORNERS = 64

/** A rectangle as its corners, as much of it as lies in the picture; null where nothing of it does. */
export function boxArea(left: number, top: number, width: number, height: number): Point[] | null {
  const [x1, y1, x2, y2] = [left, top, left + width, top + height].map((at) => Math.min(1, Math.max(0, at)))
  if (x1 === undefined || y1 === undefined || x2 === undefined || y2 === undefined) return null
  if (!(x2 > x1 && y2 > y1)) return null
  return [
    { x: x1, y: y1 },
    { x: x2, y: y1 },
    { x: x2, y: y2 },
    { x: x1, y: y2 },
  ]
}

/** Left, top, right and bottom of what holds all of it. */
export function boundsOf(area: readonly Point[]): { left: number; top: number; right: number; bottom: number } {
  const [across, down] = [area.map(({ x }) => x), area.map(({ y }) => y)]
  return { left: Math.min(...across), top: Math.min(...down), right: Math.max(...across), bottom: Math.max(...down) }
}

/** What a device says, as far as it is a place: within the picture, and not without end. */
export function tidyArea(area: readonly Point[] | null | undefined): Point[] | null {
  const corners = (area ?? []).filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)).slice(0, MOST_CORNERS)
  if (corners.length < 2) return null
  const within = (at: number) => Math.round(Math.min(1, Math.max(0, at)) * 10_000) / 10_000
  return corners.map(({ x, y }) => ({ x: within(x), y: within(y) }))
}

/**
 * The place of an alarm of which a later notice names another: what holds both, in steps so that a target that walks does not
 * change it with each of its notices. The same object where nothing is new.
 */
export function grownArea(known: Point[] | null, told: Point[] | null): Point[] | null {
  if (!told || !known) return known ?? told
  const [had, has] = [boundsOf(known), boundsOf(told)]
  if (has.left >= had.left && has.top >= had.top && has.right <= had.right && has.bottom <= had.bottom) return known
  const down = (one: number, other: number) => (other < one ? Math.floor(other / STEP) * STEP : one)
  const up = (one: number, other: number) => (other > one ? Math.ceil(other / STEP) * STEP : one)
  const [left, top] = [down(had.left, has.left), down(had.top, has.top)]
  const grown = boxArea(left, top, up(had.right, has.right) - left, up(had.bottom, has.bottom) - top)
  return grown && tidyArea(grown)
}

const cross = (a: Point, b: Point, c: Point) => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
const isBetween = (a: Point, b: Point, c: Point) =>
  Math.min(a.x, b.x) <= c.x && c.x <= Math.max(a.x, b.x) && Math.min(a.y, b.y) <= c.y && c.y <= Math.max(a.y, b.y)

function meet(a: Point, b: Point, c: Point, d: Point): boolean {
  const [one, two, three, four] = [cross(a, b, c), cross(a, b, d), cross(c, d, a), cross(c, d, b)]
  if (one * two < 0 && three * four < 0) return true
  return (
    (one === 0 && isBetween(a, b, c)) ||
    (two === 0 && isBetween(a, b, d)) ||
    (three === 0 && isBetween(c, d, a)) ||
    (four === 0 && isBetween(c, d, b))
  )
}

const edgesOf = (area: readonly Point[]) =>
  area.map((from, index) => [from, area[(index + 1) % area.length] ?? from] as const)

function holds(area: readonly Point[], { x, y }: Point): boolean {
  let isIn = false
  for (const [a, b] of edgesOf(area))
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) isIn = !isIn
  return isIn
}

/** Whether two places have a point in common. */
export function touches(one: readonly Point[], other: readonly Point[]): boolean {
  const [first, second] = [one[0], other[0]]
  if (!first || !second) return false
  if (holds(one, second) || holds(other, first)) return true
  return edgesOf(one).some(([a, b]) => edgesOf(other).some(([c, d]) => meet(a, b, c, d)))
}
