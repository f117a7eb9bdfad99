// Days of the device's calendar in words.
import { language } from '../../../texts/t.ts'

const days = new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' })

/** “Thursday, 19 November” of `2026-11-19`; it is no instant, so no zone may move it. */
export const dayWords = (day: string): string => days.format(new Date(`${day}T00:00:00Z`))
