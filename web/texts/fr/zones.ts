// French for the zones of a camera's picture.
import type { zoneTexts as english } from '../en/zones.ts'
import type { Translation } from '../translation.ts'

export const zoneTexts = {} satisfies Partial<Translation<typeof english>>
