// Vietnamese for the log that a device keeps.
import type { logTexts as english } from '../en/log.ts'
import type { Translation } from '../translation.ts'

export const logTexts = {} satisfies Partial<Translation<typeof english>>
