// How long to wait before the next try.

/**
 * 1 s, doubled with each failure up to 60 s, less up to a quarter at random, so that what broke together does not come
 * back together. `failures` is how many came before this one.
 */
export function pauseMs(failures: number, random: () => number): number {
  const whole = Math.min(60_000, 1000 * 2 ** Math.min(failures, 10))
  return Math.max(1000, Math.round(whole * (1 - random() / 4)))
}
