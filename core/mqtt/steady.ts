// How much time has passed, by a clock that somebody may set back.

/** Milliseconds that never go back: where the clock does, they go on from what they were. Only good for pauses. */
export function createSteady(now: () => Date): () => number {
  let last = Number.NEGATIVE_INFINITY
  let added = 0
  return () => {
    const at = now().getTime()
    if (at + added < last) added = last - at
    last = at + added
    return last
  }
}
