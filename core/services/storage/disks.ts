// How a folder of recordings stands: whether its disk is there, can be written, and has room.
import { constants } from 'node:fs'
import { access, mkdir, statfs } from 'node:fs/promises'

/** `full`: nothing more is recorded there. */
export type FolderState = 'ok' | 'full' | 'missing' | 'read_only'

export interface Look {
  state: FolderState
  /** Null while it is missing. */
  total: number | null
  free: number | null
}

/** Beside the folders of cameras; a name that no camera has. What our recorder is writing lies here. */
export const UNDER_WAY = '.recorder'
const USUALLY_FREE = 1024 ** 3
/** With less nothing more is recorded. */
export const LEAST_FREE = 256 * 1024 ** 2
/**
 * Kept free on a disk of so many bytes unless somebody says otherwise, by removing the oldest of what was recorded: the database
 * and the next files need it. A tenth of a small one: for the whole of it everything there would have to go.
 */
export const usuallyFree = (total: number) => Math.max(LEAST_FREE, Math.min(USUALLY_FREE, total / 10))
/** A network disk whose other end is away answers after minutes, or never. */
const LONGEST_MS = 2000

const MISSING: Look = { state: 'missing', total: null, free: null }

async function ask(path: string, isThere: () => Promise<boolean>): Promise<Look> {
  if (!(await isThere())) return MISSING
  const { blocks, bavail, bsize } = await statfs(path)
  const [total, free] = [blocks * bsize, bavail * bsize]
  const isWritable = await access(path, constants.W_OK).then(
    () => true,
    () => false,
  )
  if (!isWritable) return { state: 'read_only', total, free }
  return { state: free < LEAST_FREE ? 'full' : 'ok', total, free }
}

/** Looks at folders. One that does not answer is asked once, not again and again: each who waits for it takes a thread of ours. */
export function createLooks(longestMs = LONGEST_MS) {
  const asked = new Map<string, Promise<Look>>()
  return async (path: string, isThere: () => Promise<boolean>): Promise<Look> => {
    const asking =
      asked.get(path) ??
      ask(path, isThere)
        .catch(() => MISSING)
        .finally(() => asked.delete(path))
    asked.set(path, asking)
    const { promise: late, resolve } = Promise.withResolvers<Look>()
    const timer = setTimeout(resolve, longestMs, MISSING)
    try {
      return await Promise.race([asking, late])
    } finally {
      clearTimeout(timer)
    }
  }
}

/** The data folder's own: made where it is not there yet. */
export const madeThere = (path: string) => () =>
  mkdir(path, { recursive: true }).then(
    () => true,
    () => true,
  )
