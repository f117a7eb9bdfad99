// Vietnamese for the page of the home hub.
import type { hubTexts as english } from '../en/hub.ts'
import type { Translation } from '../translation.ts'

export const hubTexts = {} satisfies Partial<Translation<typeof english>>
