// Vietnamese for alarms and live pictures.
import type { alarmTexts as english } from '../en/alarms.ts'
import type { Translation } from '../translation.ts'

export const alarmTexts = {} satisfies Partial<Translation<typeof english>>
