// What downloads have left behind that nobody will take up again.
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** What came whole from a device, and need not be fetched again while somebody is still at it. */
const WHOLE = '.raw'

/**
 * `all` and `halves` at a start: what is half would be made anew in any case. `wholes` at any time when nobody is at a download:
 * the rest may be somebody's film under way.
 */
export function sweepParts(folder: string, what: 'all' | 'halves' | 'wholes'): void {
  if (what === 'all') {
    rmSync(folder, { recursive: true, force: true })
    return
  }
  try {
    for (const name of readdirSync(folder))
      if (name.endsWith(WHOLE) === (what === 'wholes')) rmSync(join(folder, name), { recursive: true, force: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
