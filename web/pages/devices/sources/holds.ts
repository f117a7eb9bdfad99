// How long a kind of alarm lasts on a channel, as typed and as sent. Pure.
import type { alarmHoldsOut } from '../../../../core/api/alarm-holds.wire.ts'
import { secondsOf } from '../../settings/alarm-rules.ts'

export type Holds = ReturnType<typeof alarmHoldsOut>
export type ChannelHold = Holds['data'][number]
export type HoldRule = NonNullable<ChannelHold['own']>

/** Empty = as usual. */
export interface TypedHold {
  hold: string
  min_on: string
  max: string
}

const typed = (seconds: number | undefined) => (seconds === undefined ? '' : String(seconds))

/** No longest time is typed as 0. */
export function typedHold(own: HoldRule | null): TypedHold {
  const { hold, min_on, max } = own ?? {}
  return { hold: typed(hold), min_on: typed(min_on), max: typed(max === null ? 0 : max) }
}

/** What is sent; null where something is no number of seconds. */
export function ruleOf({ hold, min_on, max }: TypedHold): HoldRule | null {
  const seconds = { hold: secondsOf(hold), min_on: secondsOf(min_on), max: secondsOf(max) }
  if (Object.values(seconds).includes(null)) return null
  const rule: HoldRule = {}
  if (typeof seconds.hold === 'number') rule.hold = seconds.hold
  if (typeof seconds.min_on === 'number') rule.min_on = seconds.min_on
  if (typeof seconds.max === 'number') rule.max = seconds.max || null
  return rule
}
