// Vietnamese for the accounts of the household.
import type { peopleTexts as english } from '../en/people.ts'
import type { Translation } from '../translation.ts'

export const peopleTexts = {} satisfies Partial<Translation<typeof english>>
