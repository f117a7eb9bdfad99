// Waits for something to become true, with a bound: the one way in which tests wait for the real world.

/** What takes longer is asked after less often, so that an appliance with limits still answers at the end. */
const BRISK_MS = 1000

/** Resolves with the first answer that is neither false, null nor undefined; rejects, naming `what`, when it takes too long. */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  withinMs = 50_000,
): Promise<NonNullable<Exclude<T, false>>> {
  const began = performance.now()
  for (;;) {
    const answer = await ask()
    if (answer !== null && answer !== undefined && answer !== false) return answer as NonNullable<Exclude<T, false>>
    const waited = performance.now() - began
    if (waited > withinMs) throw new Error(`Waited ${withinMs} ms in vain until ${what}`)
    await Bun.sleep(waited < BRISK_MS ? 10 : 50)
  }
}
