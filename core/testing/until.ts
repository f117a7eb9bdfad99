// Waits for something to become true, with a bound: the one way in which tests wait for the real world.

/** Resolves with the first answer that is neither false, null nor undefined; rejects, naming `what`, when it takes too long. */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  withinMs = 50_000,
): Promise<NonNullable<Exclude<T, false>>> {
  const end = performance.now() + withinMs
  for (;;) {
    const answer = await ask()
    if (answer !== null && answer !== undefined && answer !== false) return answer as NonNullable<Exclude<T, false>>
    if (performance.now() > end) throw new Error(`Waited ${withinMs} ms in vain until ${what}`)
    await Bun.sleep(10)
  }
}
