// French for the settings of channels and for when devices record.
import type { channelTexts as english } from '../en/channels.ts'
import type { Translation } from '../translation.ts'

export const channelTexts = {} satisfies Partial<Translation<typeof english>>
