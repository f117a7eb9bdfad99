// Words of the rights matrix: names of rights, what a cell says, a line of the list of changes.
import { hasText, t } from '../../../texts/t.ts'
import { type Line, rangesOf, type Scope, type Share } from './rights.ts'

/** A right that this page does not know keeps the API's name. */
export function rightText(right: string): string {
  const key = `users.right.${right}`
  return hasText(key) ? t(key as 'users.right.preview') : right.replaceAll('_', ' ')
}

export const inScope = (scope: Scope): string => t(`users.in.${scope}`)

export type Look = 'all' | 'some' | 'none' | 'unknown'

export function lookOf({ has, of }: Share): Look {
  if (of === 0) return 'unknown'
  return has === 0 ? 'none' : has < of ? 'some' : 'all'
}

export function lookText(share: Share): string {
  const look = lookOf(share)
  const { has, of } = share
  return look === 'some' ? t('users.is.some', { has, of }) : t(`users.is.${look}`)
}

/** “Playback, channels 1–3”. */
export function lineText({ right, channels }: Line): string {
  if (!channels) return rightText(right)
  return t('users.line.channels', { right: rightText(right), count: channels.length, list: rangesOf(channels) })
}
