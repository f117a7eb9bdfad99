// German for how long alarms are kept, and how long they last.
import type { alarmSettingTexts as english } from '../en/alarm-settings.ts'
import type { Translation } from '../translation.ts'

export const alarmSettingTexts = {} satisfies Partial<Translation<typeof english>>
