// What an entry says: what was done, by whom, and what it was before and is after.
import { hasText, t } from '../../texts/t.ts'
import { rangesOf } from '../devices/users/rights.ts'
import { rightText } from '../devices/users/words.ts'
import type { ActivityOut } from './asks.ts'

/** One value that an entry names. */
export interface Line {
  name: string
  before: string
  after: string
}

/** A deed that this page does not know keeps the API's word. */
export function deedText(action: string): string {
  const key = `activity.did.${action}`
  if (hasText(key)) return t(key as 'activity.did.login')
  const words = action.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export function whoText({ caller, username }: ActivityOut): string {
  if (caller === 'system') return t('activity.by.system')
  if (caller === 'hub') return t('activity.by.hub')
  if (!username) return t('activity.by.nobody')
  return caller === 'key' ? t('activity.by.key', { name: username }) : username
}

/** One that is gone is known by what it was called. */
export function cameraText(id: string, name: string | undefined, metadata: ActivityOut['metadata']): string {
  const former = metadata?.name
  return name ?? (typeof former === 'string' && former !== '' ? former : t('activity.camera', { id }))
}

function fieldText(name: string): string {
  const right = name.match(/^(local|remote)\.(?:channels\.)?(\w+)(?: (\d+))?$/)
  if (right) {
    const [, scope, word = '', channel] = right
    const text = t(scope === 'local' ? 'activity.right.local' : 'activity.right.remote', { right: rightText(word) })
    return channel ? `${text}, ${t('activity.value.channels', { count: 1, list: channel })}` : text
  }
  const key = `activity.field.${name}`
  return hasText(key) ? t(key as 'activity.field.name') : name.replaceAll('_', ' ')
}

function valueText(value: unknown, name: string): string {
  const role = `people.role.${value}`
  if (name === 'role' && hasText(role)) return t(role as 'people.role.viewer')
  if (value === null || value === undefined || value === '') return t('activity.value.none')
  if (typeof value === 'boolean') return value ? t('activity.value.on') : t('activity.value.off')
  if (Array.isArray(value) && value.every((one) => typeof one === 'number'))
    return value.length === 0
      ? t('activity.value.none')
      : t('activity.value.channels', { count: value.length, list: rangesOf(value) })
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const isState = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const GRANTS = ['view', 'playback', 'export', 'ptz'] as const

/** “view playback” of a camera's grants. */
function grantsText(value: unknown): string {
  const given = String(value ?? '').split(' ')
  const known = GRANTS.filter((right) => given.includes(right))
  return known.length > 0 ? known.map((right) => t(`people.grants.${right}`)).join(', ') : t('activity.value.none')
}

/** Grants stand under the number of their camera. */
const grantLine = (name: string, before: unknown, after: unknown): Line => ({
  name,
  before: grantsText(before),
  after: grantsText(after),
})

/** What differs between before and after. `cameraName` knows those that are here. */
export function linesOf(
  { action, metadata }: Pick<ActivityOut, 'action' | 'metadata'>,
  cameraName: (id: number) => string | undefined = () => undefined,
): Line[] {
  const { before, after } = metadata ?? {}
  if (before === undefined || after === undefined) return []
  const both = isState(before) && isState(after)
  const [was, is] = both ? [before, after] : [{ value: before }, { value: after }]
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .map((name) =>
      action === 'update_user_grants'
        ? grantLine(cameraName(Number(name)) ?? t('activity.camera', { id: name }), was[name], is[name])
        : { name: fieldText(name), before: valueText(was[name], name), after: valueText(is[name], name) },
    )
    .filter((line) => line.before !== line.after)
}
