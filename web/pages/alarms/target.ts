// What a device says that it framed, in words.
import { hasText, t } from '../../texts/t.ts'

/** “person, vehicle”: our words for what a device framed, its own for those that we do not know. */
export const targetText = (target: string): string =>
  target
    .split(',')
    .map((one) => {
      const key = `alarms.target.${one.trim().toLowerCase()}`
      return hasText(key) ? t(key as 'alarms.target.human') : one.trim()
    })
    .join(', ')
