// Spanish for the pages about the appliance and its machine.
import type { machineTexts as english } from '../en/machine.ts'
import type { Translation } from '../translation.ts'

export const machineTexts = {} satisfies Partial<Translation<typeof english>>
