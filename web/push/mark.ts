// What this browser remembers of being told of alarms: which subscription of the appliance's is its own, and of what it tells.
import { signal } from '@preact/signals'
import type { PushFilter } from './asks.ts'

export interface PushMark {
  id: number
  /** Browsers change it now and then. */
  endpoint: string
  /** Whose it is, and by which sign-in: it ends with that, and is made again by the next one of the same person. */
  person: string
  signIn: string
  filter: PushFilter
}

const NAME = 'porchlight.push'

const isNumbers = (value: unknown) => Array.isArray(value) && value.every((one) => typeof one === 'number')
const isTexts = (value: unknown) => Array.isArray(value) && value.every((one) => typeof one === 'string')

function isMark(value: unknown): value is PushMark {
  const { id, endpoint, person, signIn, filter } = (value ?? {}) as Record<string, unknown>
  const { kinds, channel_ids } = (filter ?? {}) as Record<string, unknown>
  return (
    typeof id === 'number' &&
    isTexts([endpoint, person, signIn]) &&
    (kinds === null || isTexts(kinds)) &&
    (channel_ids === null || isNumbers(channel_ids))
  )
}

/** Counts when this page has begun or ceased to be told, so that what shows it asks anew: it may do so by itself, after a while. */
export const pushTurns = signal(0)

export const pushMark = {
  read(): PushMark | null {
    try {
      const value: unknown = JSON.parse(localStorage.getItem(NAME) ?? 'null')
      return isMark(value) ? value : null
    } catch {
      return null
    }
  },
  write(mark: PushMark | null): void {
    const before = pushMark.read()
    if (mark) localStorage.setItem(NAME, JSON.stringify(mark))
    else localStorage.removeItem(NAME)
    if (mark?.id !== before?.id || mark?.signIn !== before?.signIn) pushTurns.value++
  },
}
