// German for what a device has switched: its inputs and outputs, its holiday, its restart.
import type { controlTexts as english } from '../en/controls.ts'
import type { Translation } from '../translation.ts'

export const controlTexts = {} satisfies Partial<Translation<typeof english>>
