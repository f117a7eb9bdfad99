// The states that a player goes through: each is written down as it comes, since one may be over before anybody looks again.
import type { Locator } from 'playwright-core'

/** Begins to watch; what it gives tells the states since then, apart by spaces. */
export async function statesSeen(player: Locator): Promise<() => Promise<string>> {
  const states = await player.evaluateHandle((video) => {
    const seen: string[] = []
    const note = () => void seen.push((video as HTMLVideoElement).dataset.state ?? '')
    new MutationObserver(note).observe(video, { attributeFilter: ['data-state'] })
    return seen
  })
  return async () => (await states.jsonValue()).join(' ')
}
