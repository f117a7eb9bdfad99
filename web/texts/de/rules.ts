// German for automatic downloads.
import type { ruleTexts as english } from '../en/rules.ts'
import type { Translation } from '../translation.ts'

export const ruleTexts = {} satisfies Partial<Translation<typeof english>>
