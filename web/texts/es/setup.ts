// Spanish for the first minutes.
import type { setupTexts as english } from '../en/setup.ts'
import type { Translation } from '../translation.ts'

export const setupTexts = {} satisfies Partial<Translation<typeof english>>
