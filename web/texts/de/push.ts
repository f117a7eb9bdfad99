// German for being told of alarms by the browser.
import type { pushTexts as english } from '../en/push.ts'
import type { Translation } from '../translation.ts'

export const pushTexts = {} satisfies Partial<Translation<typeof english>>
