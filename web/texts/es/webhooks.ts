// Spanish for webhooks.
import type { webhookTexts as english } from '../en/webhooks.ts'
import type { Translation } from '../translation.ts'

export const webhookTexts = {} satisfies Partial<Translation<typeof english>>
