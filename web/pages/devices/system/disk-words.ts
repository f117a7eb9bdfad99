// What is said of disks: their sum, how full each is, and which bays are empty.
import type { DiskOut } from './asks.ts'

type Told = Pick<DiskOut, 'hdd_id' | 'status' | 'capacity' | 'free_space' | 'property'>

export interface Sum {
  count: number
  capacity: number
  free: number
}

/** An empty bay is no disk, and no fault. */
export const isDisk = (disk: Pick<Told, 'status'>): boolean => disk.status !== 'absent'

export function sumOf(disks: readonly Told[]): Sum {
  const real = disks.filter(isDisk)
  return {
    count: real.length,
    capacity: real.reduce((sum, disk) => sum + disk.capacity, 0),
    free: real.reduce((sum, disk) => sum + freeOf(disk), 0),
  }
}

/** Some firmware tells more free space than there is. */
export const freeOf = ({ capacity, free_space }: Pick<Told, 'capacity' | 'free_space'>): number =>
  Math.max(0, Math.min(capacity, free_space))

/** Null where it means nothing: of a volume that does not answer, of a disk without a file system. */
export const usedShareOf = (disk: Pick<Told, 'status' | 'capacity' | 'free_space'>): number | null =>
  disk.capacity > 0 && disk.status !== 'unformatted' ? (disk.capacity - freeOf(disk)) / disk.capacity : null

/** Nearly nothing is free: usual for a recorder, and worth a word to whoever does not know. */
export const isFull = (disks: readonly Told[]): boolean =>
  disks.some((disk) => isDisk(disk) && (usedShareOf(disk) ?? 0) > 0.95)

export type Tone = 'good' | 'attention' | 'bad' | 'faint'
const TONES: Record<DiskOut['status'], Tone> = {
  ok: 'good',
  full: 'attention',
  smart_warning: 'attention',
  unformatted: 'attention',
  error: 'bad',
  offline: 'bad',
  absent: 'faint',
  other: 'attention',
}
export const toneOf = (status: DiskOut['status']): Tone => TONES[status]

/** What may be done with a disk, where it is not the usual: read and write. */
export function propertyOf(property: string | null): 'readOnly' | 'redundant' | null {
  const word = property?.toLowerCase() ?? ''
  if (word === 'ro' || word === 'readonly') return 'readOnly'
  return word.startsWith('redund') ? 'redundant' : null
}
