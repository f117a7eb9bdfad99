// French for the users of a device and their rights.
import type { userTexts as english } from '../en/users.ts'
import type { Translation } from '../translation.ts'

export const userTexts = {} satisfies Partial<Translation<typeof english>>
