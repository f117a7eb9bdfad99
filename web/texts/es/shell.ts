// Spanish for search and keys of the shell, and for what is installed.
import type { shellTexts as english } from '../en/shell.ts'
import type { Translation } from '../translation.ts'

export const shellTexts = {} satisfies Partial<Translation<typeof english>>
