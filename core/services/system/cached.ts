// A value that is dear to get: asked once for everybody who wants it at the same time, and kept for a few seconds.

export type Cached<T> = () => Promise<T>

/** A failure is told to who waits for it and not kept. */
export function cached<T>(ms: number, now: () => Date, load: () => Promise<T>): Cached<T> {
  let kept: { at: number; value: Promise<T> } | null = null
  return () => {
    const age = kept ? +now() - kept.at : -1
    if (kept && age >= 0 && age < ms) return kept.value
    const value = load()
    const mine = { at: +now(), value }
    kept = mine
    value.catch(() => {
      if (kept === mine) kept = null
    })
    return value
  }
}
