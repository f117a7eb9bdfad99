// A file that is whole gets its place among the recordings, and then its row: both or none.
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Fault } from '../../domain/fault.ts'
import { sync } from '../downloads/checked.ts'
import type { RecordingRow } from './store.ts'

export interface Place {
  /** Where the file lies now, on the same file system. */
  made: string
  path: string
  /** Puts the row in. */
  add(bytes: number): RecordingRow
  /** A row says already that the file lies there. */
  isKnown?: boolean
}

/** What ends it in between leaves at most a file whose place is taken again by the same work. Fault not-found for a camera that has gone. */
export async function place({ made, path, add, isKnown = false }: Place): Promise<RecordingRow> {
  let folder = dirname(path)
  const created = await mkdir(folder, { recursive: true })
  await sync(made)
  await rename(made, path)
  await sync(folder)
  // Up to the folder that holds the name of the first new one.
  while (created && folder.length >= created.length) {
    folder = dirname(folder)
    await sync(folder)
  }
  const { size } = await stat(path)
  try {
    return add(size)
  } catch (error) {
    if (!isKnown) await rm(path, { force: true })
    throw isWithoutChannel(error) ? new Fault('not-found', 'The camera was removed meanwhile.') : error
  }
}

/** The row names a channel that is no longer there. */
function isWithoutChannel(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause)
    if ('code' in at && at.code === 'SQLITE_CONSTRAINT_FOREIGNKEY') return true
  return false
}
