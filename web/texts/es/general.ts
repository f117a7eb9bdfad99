// Spanish for the frame of the pages, and for what several of them say.
import type { generalTexts as english } from '../en/general.ts'
import type { Translation } from '../translation.ts'

export const generalTexts = {} satisfies Partial<Translation<typeof english>>
