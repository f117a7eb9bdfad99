// Pauses between tries: growing, with chance in them so that a house full of tablets does not come back at once.

/** Milliseconds before try `attempt` (from 0): 1, 2, 4, 8, at most 15 s, each give or take a quarter. */
export function pauseMs(attempt: number, random: () => number = Math.random): number {
  return Math.min(15_000, 1000 * 2 ** Math.min(attempt, 4)) * (0.75 + random() / 2)
}
