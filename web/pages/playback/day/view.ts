// What of time a timeline shows: zooming around a point, dragging, and the lines of its ruler.

/** Milliseconds since 1970. */
export interface View {
  start: number
  end: number
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
export const LEAST_SPAN = MINUTE
export const MOST_SPAN = 3 * DAY
/** So far into the future one may look. */
const AHEAD = HOUR

export const lengthOf = ({ start, end }: View): number => end - start
/** Where a moment lies, 0 at the beginning and 1 at the end. */
export const shareOf = (view: View, at: number): number => (at - view.start) / lengthOf(view)
export const momentAt = (view: View, share: number): number => view.start + share * lengthOf(view)
export const around = (at: number, span: number): View => ({ start: at - span / 2, end: at + span / 2 })
export const isIn = ({ start, end }: View, at: number): boolean => at >= start && at < end

const within = (number: number, least: number, most: number) => Math.min(most, Math.max(least, number))

/** Moved back where it would show nothing but future. */
export function settled(view: View, now: number): View {
  const span = within(lengthOf(view), LEAST_SPAN, MOST_SPAN)
  const end = Math.min(view.start + span, Math.max(now + AHEAD, now + span / 2))
  return { start: end - span, end }
}

/** Zoomed by a factor (below 1: closer), with what lies at that share staying where it is. */
export function zoomed(view: View, factor: number, share: number, now: number): View {
  const fixed = momentAt(view, share)
  const span = within(lengthOf(view) * factor, LEAST_SPAN, MOST_SPAN)
  return settled({ start: fixed - share * span, end: fixed + (1 - share) * span }, now)
}

export function moved(view: View, by: number, now: number): View {
  return settled({ start: view.start + by, end: view.end + by }, now)
}

/** The same length, with that moment a little inside; unchanged when it is there already. */
export function following(view: View, at: number): View {
  if (isIn(view, at)) return view
  const span = lengthOf(view)
  const start = at < view.start ? at - span * 0.9 : at - span * 0.1
  return { start, end: start + span }
}

const STEPS = [
  ...[5, 10, 30].map((seconds) => seconds * 1000),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12, 24].map((hours) => hours * HOUR),
]

export interface Tick {
  at: number
  share: number
  /** The wall clock reads midnight there. */
  isDay: boolean
}

/**
 * Lines of a ruler that has room for so many of them, on round times of a wall clock that is `offset` minutes ahead of UTC at
 * a moment; and how far apart they are. A time that comes twice has two lines, one that is left out has none.
 */
export function ticksOf(view: View, room: number, offset: (at: number) => number): { step: number; ticks: Tick[] } {
  const wanted = lengthOf(view) / Math.max(1, room)
  const step = STEPS.find((one) => one >= wanted) ?? DAY
  const moments: { at: number; isDay: boolean }[] = []
  for (const minutes of new Set([view.start, view.start + lengthOf(view) / 2, view.end].map(offset))) {
    const ahead = minutes * MINUTE
    for (let wall = Math.ceil((view.start + ahead) / step) * step; wall - ahead < view.end; wall += step)
      if (offset(wall - ahead) === minutes) moments.push({ at: wall - ahead, isDay: wall % DAY === 0 })
  }
  moments.sort((a, b) => a.at - b.at)
  return { step, ticks: moments.map(({ at, isDay }) => ({ at, isDay, share: shareOf(view, at) })) }
}

/**
 * Those of the lines, on a ruler of that length, that have the room a word needs: at the very end it would be cut, and where the
 * clocks change two lines may stand nearer together than two words.
 */
export function worded(ticks: readonly Tick[], length: number, room: number): Tick[] {
  const found: Tick[] = []
  for (const tick of ticks) {
    const last = found.at(-1)
    const isFree = last === undefined || (tick.share - last.share) * length >= room * NEAREST
    if (isFree && (1 - tick.share) * length >= room) found.push(tick)
  }
  return found
}

/** So much of its room a word fills at most. */
const NEAREST = 0.8
