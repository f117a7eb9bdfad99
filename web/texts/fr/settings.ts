// French for the settings: their search and list, and the shorter ones of their pages.
import type { settingTexts as english } from '../en/settings.ts'
import type { Translation } from '../translation.ts'

export const settingTexts = {} satisfies Partial<Translation<typeof english>>
