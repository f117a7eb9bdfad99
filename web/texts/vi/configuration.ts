// Vietnamese for the settings of all channels.
import type { configurationTexts as english } from '../en/configuration.ts'
import type { Translation } from '../translation.ts'

export const configurationTexts = {} satisfies Partial<Translation<typeof english>>
