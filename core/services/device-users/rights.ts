// Rights of device users: what a wish would change, and whether that may be done. Pure.
import type { ChannelRight, GlobalRight, RightsChange, RightsScope, UserRights } from '#plugin'

export type Scope = 'local' | 'remote'
export const SCOPES: readonly Scope[] = ['local', 'remote']

export const GLOBAL_RIGHTS: readonly GlobalRight[] = [
  'upgrade',
  'parameter_config',
  'restart_or_shutdown',
  'log_or_state_check',
  'manage_channel',
  'playback',
  'record',
  'backup',
  'ptz_control',
  'preview',
  'voice_talk',
  'alarm_out_or_upload',
  'control_local_out',
  'transparent_channel',
]
export const CHANNEL_RIGHTS: readonly ChannelRight[] = ['preview', 'playback', 'record', 'backup', 'ptz_control']

/** One right named in a request, in whatever words: the device need not know it. */
export interface RightWish {
  scope: Scope
  right: string
  /** Null = on the device as a whole. */
  channelNo: number | null
  allowed: boolean
}

export interface RightChange {
  scope: Scope
  right: GlobalRight | ChannelRight
  channelNo: number | null
  from: boolean
  to: boolean
}

const isGlobal = (right: string): right is GlobalRight => (GLOBAL_RIGHTS as string[]).includes(right)
const isChannel = (right: string): right is ChannelRight => (CHANNEL_RIGHTS as string[]).includes(right)

/** True, false, or undefined where the device does not know such a right there. */
export function rightIn(rights: UserRights, { scope, right, channelNo }: Omit<RightWish, 'allowed'>) {
  const own: RightsScope | null = rights[scope]
  if (channelNo === null) return isGlobal(right) ? own?.global[right] : undefined
  return isChannel(right) ? own?.channels[channelNo]?.[right] : undefined
}

/** How an answer names a right that the device does not know: `local.preview`, on a channel as well as on the whole. */
export const rightName = ({ scope, right }: { scope: Scope; right: string }): string => `${scope}.${right}`

/**
 * What differs from now. Rights that the device does not know are `ignored`, unless they were wished off, which they are.
 * Of two wishes for the same right the later one counts.
 */
export function plan(now: UserRights, wishes: readonly RightWish[]): { changes: RightChange[]; ignored: string[] } {
  const changes = new Map<string, RightChange>()
  const ignored = new Set<string>()
  for (const wish of wishes) {
    const from = rightIn(now, wish)
    const key = `${rightName(wish)} ${wish.channelNo}`
    if (from === undefined) {
      if (wish.allowed) ignored.add(rightName(wish))
    } else if (from === wish.allowed) changes.delete(key)
    else changes.set(key, { ...wish, right: wish.right as RightChange['right'], from, to: wish.allowed })
  }
  return { changes: [...changes.values()], ignored: [...ignored] }
}

/** The same as a driver takes it. */
export function changeOf(changes: readonly RightChange[]): RightsChange {
  const scopes: Partial<Record<Scope, RightsScope>> = {}
  for (const { scope, right, channelNo, to } of changes) {
    scopes[scope] ??= { global: {}, channels: {} }
    const own = scopes[scope]
    if (channelNo === null) own.global[right as GlobalRight] = to
    else own.channels[channelNo] = { ...own.channels[channelNo], [right]: to }
  }
  return scopes
}

/**
 * The rights that were changed, short enough for the activity log: on the device as a whole true or false, per channel the
 * numbers of those that have it.
 */
export function summary(
  rights: UserRights,
  changes: readonly RightChange[],
): Record<string, boolean | number[] | null> {
  const told: Record<string, boolean | number[] | null> = {}
  for (const change of changes) {
    const { scope, right, channelNo } = change
    if (channelNo === null) told[`${scope}.${right}`] = rightIn(rights, change) ?? null
    else
      told[`${scope}.channels.${right}`] = Object.entries(rights[scope]?.channels ?? {})
        .filter(([, own]) => own[right as ChannelRight])
        .map(([number]) => Number(number))
  }
  return told
}
