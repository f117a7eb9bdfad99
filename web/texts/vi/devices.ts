// Vietnamese for devices.
import type { deviceTexts as english } from '../en/devices.ts'
import type { Translation } from '../translation.ts'

export const deviceTexts = {} satisfies Partial<Translation<typeof english>>
