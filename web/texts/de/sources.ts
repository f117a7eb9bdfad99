// German for which alarms of a channel reach us, why some do not, and mending it.
import type { sourceTexts as english } from '../en/sources.ts'
import type { Translation } from '../translation.ts'

export const sourceTexts = {} satisfies Partial<Translation<typeof english>>
