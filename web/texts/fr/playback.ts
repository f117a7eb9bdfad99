// French for the calendar of what the recorders have.
import type { playbackTexts as english } from '../en/playback.ts'
import type { Translation } from '../translation.ts'

export const playbackTexts = {} satisfies Partial<Translation<typeof english>>
