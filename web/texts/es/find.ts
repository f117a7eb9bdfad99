// Spanish for finding clips on recorders, and for what is done with several things at once.
import type { findTexts as english } from '../en/find.ts'
import type { Translation } from '../translation.ts'

export const findTexts = {} satisfies Partial<Translation<typeof english>>
