// What a sudden end has left behind of downloads, taken away at the next start.
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** What came whole from a device, and need not be fetched again. */
const WHOLE = '.raw'

/** `halves`: what came whole stays, since somebody is still at it; the rest would be made anew in any case. */
export function sweepParts(folder: string, what: 'all' | 'halves'): void {
  if (what === 'all') {
    rmSync(folder, { recursive: true, force: true })
    return
  }
  try {
    for (const name of readdirSync(folder))
      if (!name.endsWith(WHOLE)) rmSync(join(folder, name), { recursive: true, force: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
