// Which footage comes next: stretches without a gap, from the device's own list, asked no more than needed.
import type { Clip } from '#plugin'
import type { Stretch } from '../../media/footage-relay.ts'

export type Search = (from: Date, to: Date, signal: AbortSignal) => AsyncIterable<Pick<Clip, 'start' | 'end'>[]>

export interface Stretches {
  /** The first footage that reaches beyond this instant; null when there is none. */
  at(time: Date, signal: AbortSignal): Promise<Stretch | null>
}

/** A device loses a moment at each cut between its files: that is no gap. */
const SMALL_GAP_MS = 5000
/** Read ahead at least so far: what is played does not stand still for a search. */
const AHEAD_MS = 2 * 3_600_000
/** Asked at once: after a gap the search goes on behind it. */
const WINDOW_MS = 31 * 86_400_000
/** Longest gap that is looked over: so many windows. */
const WINDOWS = 12
/** What ended so lately may still grow; clocks of devices differ from ours by as much. */
const GROWS_MS = 120_000
/** Less than that is not worth opening a connection. */
const SHORTEST_MS = 500
const SHORTEST_GROWN_MS = 3000
const DAY_MS = 86_400_000

interface Span {
  begin: number
  end: number
}

export function createStretches({ search, now }: { search: Search; now: () => Date }): Stretches {
  /** All footage from `from` on, up to the end of the last of these; read at `readAt`. */
  let known: { from: number; readAt: number; spans: Span[] } = { from: Number.POSITIVE_INFINITY, readAt: 0, spans: [] }

  const after = (time: number) => known.spans.find(({ end }) => end - time > SHORTEST_MS)
  const isLast = (span: Span) => span === known.spans.at(-1)

  function add({ start, end }: Pick<Clip, 'start' | 'end'>): void {
    const last = known.spans.at(-1)
    if (last && +start - last.end <= SMALL_GAP_MS) last.end = Math.max(last.end, +end)
    else known.spans.push({ begin: +start, end: +end })
  }

  /** Reads pages until the next footage is known as far as it matters. */
  async function read(from: number, to: number, signal: AbortSignal): Promise<Span | undefined> {
    known = { from, readAt: +now(), spans: [] }
    for await (const page of search(new Date(from), new Date(to), signal)) {
      for (const clip of page.toSorted((a, b) => +a.start - +b.start)) add(clip)
      const first = after(from)
      if (first && (!isLast(first) || first.end - from > AHEAD_MS)) break
    }
    // Of a clip that began before, the beginning is footage too.
    known.from = Math.min(from, known.spans[0]?.begin ?? from)
    return after(from)
  }

  async function find(time: number, signal: AbortSignal): Promise<Span | undefined> {
    const latest = +now() + DAY_MS
    for (let window = 0, from = time; window < WINDOWS && from < latest; window++, from += WINDOW_MS) {
      const found = await read(from, Math.min(from + WINDOW_MS, latest), signal)
      if (found) return found
    }
    return undefined
  }

  return {
    async at(time, signal) {
      const noted = +time >= known.from ? after(+time) : undefined
      const isSettled = noted && (!isLast(noted) || noted.end < known.readAt - GROWS_MS)
      const found = isSettled ? noted : await find(+time, signal)
      if (!found) return null
      const isGrowing = isLast(found) && +now() - found.end < GROWS_MS
      if (isGrowing && found.end - Math.max(+time, found.begin) < SHORTEST_GROWN_MS) return null
      return { begin: new Date(found.begin), end: new Date(found.end), isGrowing }
    },
  }
}
