// Spanish for looking for cameras and recorders in the network.
import type { discoverTexts as english } from '../en/discover.ts'
import type { Translation } from '../translation.ts'

export const discoverTexts = {} satisfies Partial<Translation<typeof english>>
