// Ties an epoch's decode times to the wall clock.

/** Fragments can only be late, never early: the smallest (arrival − end) seen is the truest. */
export interface Anchor {
  /** Takes a fragment's arrival (ms) and the decode time of its end (s); returns the wall clock (ms) of decode time 0. */
  update(arrival: number, end: number): number
}

const DRIFT_MS = 500
/** A hold-up of the network is over by then; what is still late is the device's clock, or a step of ours. */
const WINDOW_MS = 10_000

export function createAnchor(): Anchor {
  let anchor = Number.POSITIVE_INFINITY
  let smallest = Number.POSITIVE_INFINITY
  let windowEnds = Number.NEGATIVE_INFINITY
  return {
    update(arrival, end) {
      const guess = arrival - end * 1000
      if (end * 1000 >= windowEnds) {
        if (smallest !== Number.POSITIVE_INFINITY && smallest - anchor > DRIFT_MS) anchor = smallest
        smallest = guess
        windowEnds = end * 1000 + WINDOW_MS
      }
      smallest = Math.min(smallest, guess)
      anchor = Math.min(anchor, guess)
      return anchor
    },
  }
}
