// Whether anything is new: one number that is another one after every write, and after what is told without one.
import type { Bus, BusEvents } from '../bus.ts'

export interface Changes {
  /**
   * The same as before only if nothing was written since, by us or by another program, and no device, relay or sign-in changed. What
   * goes on in memory alone (what a file has grown to, how many look) is not in it: nobody may keep anything by it for long.
   */
  count(): string
}

interface Deps {
  bus: Bus
  /** Of the database. */
  written: () => string
}

const TOLD = ['access.changed', 'device.state', 'live.changed', 'recorder.trouble', 'setting.changed'] as const
const ALL: readonly (keyof BusEvents)[] = TOLD

/** As long as the bus it hears lives. */
export function createChanges({ bus, written }: Deps): Changes {
  let told = 0
  for (const event of ALL) bus.on(event, () => void told++)
  return { count: () => `${told} ${written()}` }
}
