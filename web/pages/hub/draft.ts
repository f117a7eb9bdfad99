// What of a form of settings is written: what differs from what is stored. Pure.
import type { SettingOut } from '../../wire.ts'

export type Draft = Readonly<Record<string, unknown>>

/** A secret is never shown: an empty field keeps it. Any other empty text means that there is none. */
export function changed(
  settings: readonly SettingOut[],
  keys: readonly string[],
  draft: Draft,
): (readonly [key: string, value: unknown])[] {
  return keys.flatMap((key) => {
    const stored = settings.find((one) => one.key === key)
    if (!stored || stored.locked || !(key in draft)) return []
    const typed = draft[key]
    const value = typeof typed === 'string' ? asStored(typed, stored) : typed
    if (value === null && stored.value === '***') return []
    return JSON.stringify(value) === JSON.stringify(stored.value) ? [] : [[key, value] as const]
  })
}

/** What is no number is sent as it is: the server says best what is wrong with it. */
function asStored(typed: string, { value, default: usual }: SettingOut): unknown {
  const text = typed.trim()
  if (typeof value === 'number' || typeof usual === 'number') return /^\d+$/.test(text) ? Number(text) : text
  return text === '' ? null : text
}
