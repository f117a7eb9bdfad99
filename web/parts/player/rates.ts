// How fast counters grow, over the last few seconds: pieces of video come in bursts, and a single second says little. Pure.

/** Null: not told. */
export type Counters = Readonly<Record<'bytes' | 'frames' | 'dropped', number | null>>

export interface Rates {
  read(at: number, counters: Counters): { perSecond(name: keyof Counters): number | null }
}

const WINDOW_MS = 5000

/** A counter that begins anew, with another source, begins the window anew. */
export function createRates(): Rates {
  let looks: { at: number; counters: Counters }[] = []
  return {
    read(at, counters) {
      const last = looks.at(-1)?.counters
      const isLess = (name: keyof Counters) => (counters[name] ?? 0) < (last?.[name] ?? 0)
      if (isLess('bytes') || isLess('frames')) looks = []
      looks = [...looks.filter((look) => at - look.at <= WINDOW_MS), { at, counters }]
      const first = looks[0]
      return {
        perSecond(name) {
          const [from, to] = [first?.counters[name] ?? null, counters[name]]
          if (!first || from === null || to === null || at - first.at < 500) return null
          return ((to - from) / (at - first.at)) * 1000
        },
      }
    },
  }
}
