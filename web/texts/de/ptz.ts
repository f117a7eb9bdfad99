// German for moving cameras.
import type { ptzTexts as english } from '../en/ptz.ts'
import type { Translation } from '../translation.ts'

export const ptzTexts = {} satisfies Partial<Translation<typeof english>>
