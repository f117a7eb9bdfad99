// One round over the restreamer's paths: what of ours is too much goes, what is missing comes. Doing it twice is doing it once.
import { Fault } from '../../domain/fault.ts'
import type { PathNames } from './names.ts'
import type { Restreamer } from './restreamer.ts'
import type { Wanted } from './wanted.ts'

/** Of one restreamer, from round to round. */
export interface Memory {
  /** What was registered under a name: a restreamer may show it otherwise, or while it reads not at all. */
  registered: Map<string, string>
  /** What it did not take; it is not offered again before it is another. */
  untaken: Map<string, string>
}

export const emptyMemory = (): Memory => ({ registered: new Map(), untaken: new Map() })

/** Names of ours that are there in the end. Throws where the restreamer cannot be asked. */
export async function goRound(
  restreamer: Restreamer,
  wanted: readonly Wanted[],
  { isOurs }: Pick<PathNames, 'isOurs'>,
  memory: Memory,
  signal: AbortSignal,
): Promise<Set<string>> {
  const there = new Map([...(await restreamer.list(signal))].filter(([name]) => isOurs(name)))
  const names = new Set(wanted.map(({ name }) => name))
  // First: among them may be those of a device that refuses the login that they hold.
  for (const name of there.keys()) {
    if (names.has(name)) continue
    await restreamer.remove(name, signal)
    there.delete(name)
    memory.registered.delete(name)
  }
  for (const name of memory.untaken.keys()) if (!names.has(name)) memory.untaken.delete(name)
  for (const { name, address } of wanted) {
    if (address === null || memory.untaken.get(name) === address) continue
    const isThere = there.has(name)
    if (isThere && [there.get(name), memory.registered.get(name)].includes(address)) continue
    try {
      await restreamer.put(name, address, isThere, signal)
      there.set(name, address)
      memory.registered.set(name, address)
      memory.untaken.delete(name)
    } catch (error) {
      if (!(error instanceof Fault) || error.kind !== 'invalid-input') throw error
      memory.untaken.set(name, address)
    }
  }
  return new Set(there.keys())
}
