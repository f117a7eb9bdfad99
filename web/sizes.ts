// Sizes in words, in the units that are printed on a disk: thousands, not 1,024s.
import { language } from './texts/t.ts'

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const
const MIB = 1024 * 1024

/** “512 MB”, “4 TB”, “1.86 TB”. */
export function size(bytes: number): string {
  let value = Math.max(0, bytes)
  let unit = 0
  // 999.9 GB reads as 1 TB.
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000
    unit++
  }
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: UNITS[unit] ?? 'byte',
    unitDisplay: 'short',
    maximumSignificantDigits: 3,
  }).format(value)
}

/** A size that a device tells in MiB. */
export const sizeOfMib = (mib: number): string => size(mib * MIB)

/** “43%”. */
export const percent = (share: number): string =>
  new Intl.NumberFormat(language, { style: 'percent' }).format(Math.min(1, Math.max(0, share)))
