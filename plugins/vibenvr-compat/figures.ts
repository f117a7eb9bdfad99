// Numbers as VibeNVR's clients read them: sizes in GiB and MiB, how long we are up, and sums of what is kept.
import type { Services } from '#plugin'

export type KindSum = ReturnType<Services['recordingFigures']['sums']>[number]

const rounded = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits

export const gib = (bytes: number): number => rounded(bytes / 1024 ** 3, 2)
export const mib = (bytes: number): number => rounded(bytes / 1024 ** 2, 1)
export const tenth = (value: number): number => rounded(value, 1)
/** A whole number of per cent. */
export const percent = (part: number, whole: number): number => (whole > 0 ? Math.round((part / whole) * 100) : 0)

/** `5d 12h`. */
export function upFor(seconds: number): string {
  const hours = Math.floor(seconds / 3600)
  return `${Math.floor(hours / 24)}d ${hours % 24}h`
}

export const bytesOf = (sums: readonly KindSum[]): number => sums.reduce((total, { bytes }) => total + bytes, 0)
export const countOf = (sums: readonly KindSum[]): number => sums.reduce((total, { count }) => total + count, 0)
export const perDay = (sums: readonly KindSum[]): number => sums.reduce((total, sum) => total + sum.bytesPerDay, 0)

/** `movies` and `images`, each with its number and size. */
export function byKind(sums: readonly KindSum[]) {
  const of = (kind: KindSum['kind']) => {
    const those = sums.filter((sum) => sum.kind === kind)
    return { count: countOf(those), size_gb: gib(bytesOf(those)) }
  }
  return { movies: of('video'), images: of('picture') }
}
