// French for the activity log: what was done, by whom, and how it goes back.
import type { activityTexts as english } from '../en/activity.ts'
import type { Translation } from '../translation.ts'

export const activityTexts = {} satisfies Partial<Translation<typeof english>>
