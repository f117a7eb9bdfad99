// German for what Porchlight records itself.
import type { recorderTexts as english } from '../en/recorder.ts'
import type { Translation } from '../translation.ts'

export const recorderTexts = {} satisfies Partial<Translation<typeof english>>
