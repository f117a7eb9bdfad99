// Room on the disk of recordings, looked at before something is written and while it is.
import { statfs } from 'node:fs/promises'
import { Fault } from '../../domain/fault.ts'

/** What must stay free: a database that cannot grow is worse than a download that waits. */
const RESERVE = 512 * 1024 * 1024

export interface Space {
  /** Fault `disk-full`, in words for people, unless so many bytes more fit. */
  check(bytes: number): Promise<void>
}

const gigabytes = (bytes: number) => `${(Math.max(0, bytes) / 1e9).toFixed(1)} GB`

export function createSpace(folder: string, free: () => Promise<number> = () => freeOf(folder)): Space {
  return {
    async check(bytes) {
      const left = (await free()) - RESERVE
      if (left >= bytes) return
      throw new Fault(
        'disk-full',
        `The disk for recordings is full: ${gigabytes(left)} can be used and ${gigabytes(bytes)} are needed. Make room, then resume.`,
      )
    },
  }
}

async function freeOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/** The system's own word that nothing more fits. */
export const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
