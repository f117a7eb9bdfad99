// Vietnamese for recordings, what is being fetched, and gaps.
import type { recordingTexts as english } from '../en/recordings.ts'
import type { Translation } from '../translation.ts'

export const recordingTexts = {} satisfies Partial<Translation<typeof english>>
