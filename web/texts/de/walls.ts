// German for walls of live pictures.
import type { wallTexts as english } from '../en/walls.ts'
import type { Translation } from '../translation.ts'

export const wallTexts = {} satisfies Partial<Translation<typeof english>>
