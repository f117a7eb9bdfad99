// Spanish for finding settings: other words that people use for them, and places beside the settings that are sought there.
import type { searchTexts as english } from '../en/search.ts'
import type { Translation } from '../translation.ts'

export const searchTexts = {} satisfies Partial<Translation<typeof english>>
