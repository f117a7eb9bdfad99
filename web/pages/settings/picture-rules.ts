// What a household sets about its pictures: how long they are kept, and how much of the disk they may take.

export interface PictureRetention {
  days: number
  bytes: number
}

const SIZES = [500e6, 2e9, 10e9, 50e9, 200e9]

/**
 * What is offered, and what somebody has set by another way. A size that reads nearly like one of ours (2 GiB) stands in its
 * place.
 */
export function sizesOffered(own: number): (readonly [bytes: number, shown: number])[] {
  const near = SIZES.find((one) => Math.abs(own - one) < one / 10)
  const others = SIZES.filter((one) => one !== near).map((one) => [one, one] as const)
  return [...others, [own, near ?? own] as const].sort(([a], [b]) => a - b)
}

/** Something could be removed that would have stayed before. */
export const keepsLess = (before: PictureRetention, after: PictureRetention) =>
  after.days < before.days || after.bytes < before.bytes
