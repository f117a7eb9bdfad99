// French for the rights on all recorders.
import type { rightsTexts as english } from '../en/rights.ts'
import type { Translation } from '../translation.ts'

export const rightsTexts = {} satisfies Partial<Translation<typeof english>>
