// Copies and tries a database file in a thread of its own: both take as long as the file is large, and pictures must not wait.
import { Fault } from '../../domain/fault.ts'
import { shipped } from '../../shipped.ts'

export interface Copied {
  counts: { users: number; devices: number; channels: number; recordings: number }
  /** Time of the newest change of the database's shape. */
  migratedAt: number
}

type Order = { do: 'copy'; from: string; to: string } | { do: 'check'; file: string }
export type CopyOrder = Order
export type CopyAnswer = { done: Copied } | { error: string }

function inThread(order: Order): Promise<Copied> {
  const worker = new Worker(shipped('core/services/backup/copy-thread.ts'))
  const { promise, resolve, reject } = Promise.withResolvers<Copied>()
  worker.onmessage = ({ data }: MessageEvent<CopyAnswer>) =>
    'done' in data ? resolve(data.done) : reject(new Error(data.error))
  worker.onerror = (event) => reject(new Error(event.message))
  worker.postMessage(order)
  return promise.finally(() => worker.terminate())
}

/** Whole and consistent, also while the database is written to. */
export const copyDatabase = (from: string, to: string) => inThread({ do: 'copy', from, to })

/** Fault invalid-input when the file is no database of ours, or a damaged one. */
export async function checkDatabase(file: string): Promise<Copied> {
  try {
    return await inThread({ do: 'check', file })
  } catch (cause) {
    throw new Fault('invalid-input', 'The database in this backup is damaged.', { cause })
  }
}
