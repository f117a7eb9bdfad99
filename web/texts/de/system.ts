// German for a device's system information, its sync, and long work.
import type { systemTexts as english } from '../en/system.ts'
import type { Translation } from '../translation.ts'

export const systemTexts = {} satisfies Partial<Translation<typeof english>>
