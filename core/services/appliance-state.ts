// How the appliance itself is doing: the size of its database, and what a person must see to.
import { statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isPlausible } from './rounds/log.ts'

export interface ApplianceState {
  databaseBytes: number
  /** For people, a sentence each; empty while all is well. */
  problems: string[]
}

export interface ApplianceLook {
  read(): ApplianceState
  /** Bytes that can still be written to the disk of our data, asked anew. */
  freeBytes(): number
}

interface Deps {
  dataFolder: string
  now: () => Date
  /** Bytes that can still be written there. */
  free?: (folder: string) => number
}

/** Less than this, and neither alarms nor pictures may be kept for long. */
export const LEAST_FREE = 512 * 1024 * 1024
/** Neither changes fast. */
const FRESH_MS = 4 * 60_000

export function createApplianceState({ dataFolder, now, free = freeOf }: Deps): ApplianceLook {
  let last: { at: number; state: ApplianceState } | null = null

  function look(): ApplianceState {
    const problems: string[] = []
    const left = free(dataFolder)
    if (left < LEAST_FREE)
      problems.push(`The disk of Porchlight's data is nearly full: ${Math.floor(left / 1e6)} MB are left. Make room.`)
    if (!isPlausible(now()))
      problems.push('The clock of this machine is wrong. Set it, or let it follow a time server.')
    return { databaseBytes: sizeOf('porchlight.db') + sizeOf('porchlight.db-wal'), problems }
  }

  const sizeOf = (file: string) => statSync(join(dataFolder, file), { throwIfNoEntry: false })?.size ?? 0

  return {
    freeBytes: () => free(dataFolder),
    read() {
      const age = last ? +now() - last.at : -1
      if (!last || age < 0 || age >= FRESH_MS) last = { at: +now(), state: look() }
      return last.state
    },
  }
}

function freeOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}
