// Vietnamese: one's own account, and the door with a second factor.
import type { accountTexts as english } from '../en/account.ts'
import type { Translation } from '../translation.ts'

export const accountTexts = {} satisfies Partial<Translation<typeof english>>
