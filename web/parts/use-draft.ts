// What a person has chosen in a form, over what is stored: a renewal brings what is new and takes nothing of his away.
import { useState } from 'preact/hooks'

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/** `draft` over `after`: what he had left as it was `before` follows what is stored now. */
export function carried<T extends object>(draft: T, before: T, after: T): T {
  const own = Object.entries(draft).filter(([key, value]) => !isSame(value, before[key as keyof T]))
  return { ...after, ...Object.fromEntries(own) }
}

/**
 * `[draft, change, saved]`: begins as `stored` and follows it where nobody has chosen otherwise. `saved` is told what was sent:
 * what comes back of it may be written in another way, and only what was changed since is still somebody's own.
 */
export function useDraft<T extends object>(stored: T): [T, (draft: T) => void, (sent: T) => void] {
  const [kept, keep] = useState<{ stored: T; draft: T; sent: T | null }>({ stored, draft: stored, sent: null })
  const before = kept.sent ?? kept.stored
  const now = isSame(kept.stored, stored) ? kept : { stored, draft: carried(kept.draft, before, stored), sent: null }
  // A state that follows what is given is set while drawing: nobody sees the one before.
  if (now !== kept) keep(now)
  return [now.draft, (draft) => keep({ ...now, draft }), (sent) => keep((one) => ({ ...one, sent }))]
}
