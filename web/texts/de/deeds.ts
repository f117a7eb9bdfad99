// German for deeds in the activity log that are not about people.
import type { deedTexts as english } from '../en/deeds.ts'
import type { Translation } from '../translation.ts'

export const deedTexts = {} satisfies Partial<Translation<typeof english>>
