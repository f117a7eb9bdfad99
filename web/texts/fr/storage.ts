// French for the disks that Porchlight records to: how full they are, for how long still, and their limits.
import type { storageTexts as english } from '../en/storage.ts'
import type { Translation } from '../translation.ts'

export const storageTexts = {} satisfies Partial<Translation<typeof english>>
