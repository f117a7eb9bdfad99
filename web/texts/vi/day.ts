// Vietnamese for the timeline of a day and for playing footage.
import type { dayTexts as english } from '../en/day.ts'
import type { Translation } from '../translation.ts'

export const dayTexts = {} satisfies Partial<Translation<typeof english>>
