// German for the picture settings of a camera.
import type { imagingTexts as english } from '../en/imaging.ts'
import type { Translation } from '../translation.ts'

export const imagingTexts = {} satisfies Partial<Translation<typeof english>>
