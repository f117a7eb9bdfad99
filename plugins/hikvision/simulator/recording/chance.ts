// Numbers that look random and follow from their words alone, so that a year of footage costs no memory.

/** The same words give the same numbers, each from 0 to below 1. */
export function chanceOf(...words: (string | number)[]): () => number {
  let state = 2166136261
  for (const sign of words.join('/')) state = Math.imul(state ^ sign.charCodeAt(0), 16777619)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
