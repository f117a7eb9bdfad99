// How the page of rights on all recorders calls people and recorders, and what it says of rights that are lost on the way.
import { deviceOf, titleOf } from '../../../household.ts'
import { t } from '../../../texts/t.ts'
import type { DeviceUser } from '../../devices/users/asks.ts'
import { rangesOf, rank, SCOPES } from '../../devices/users/rights.ts'
import { inScope, rightText } from '../../devices/users/words.ts'
import type { RightsDocument, RightsTemplate } from './asks.ts'
import { beyond, type Given, givenBy, givenIn, leftOut } from './templates.ts'

export const recorderName = (id: number): string => {
  const device = deviceOf(id)
  return device ? titleOf(device) : t('activity.recorder', { id: String(id) })
}

/** “guest on Garage”; a template, which is on none, by its name. */
export const userAt = ({ id, name, device }: DeviceUser): string =>
  id < 0 ? t('rights.template.name', { name }) : t('rights.user', { name, recorder: recorderName(device) })

/** What of a user's or template's rights another one cannot be given, in sentences. */
export function lossTexts(from: DeviceUser | RightsTemplate, to: DeviceUser): string[] {
  const isTemplate = 'document' in from
  const { rights, channels } = leftOut(isTemplate ? givenIn(from.document) : givenBy(from), to)
  const kept = isTemplate ? [] : beyond(from, to)
  const whose = isTemplate ? t('rights.template.name', { name: from.name }) : userAt(from)
  const names = rights.map(({ scope, right }) => `${rightText(right)} ${inScope(scope)}`).join(', ')
  return [
    ...(rights.length > 0 ? [t('rights.lost.rights', { to: userAt(to), rights: names })] : []),
    ...(channels.length > 0
      ? [t('rights.lost.channels', { to: userAt(to), list: rangesOf(channels), count: channels.length })]
      : []),
    ...(kept.length > 0
      ? [t('rights.lost.beyond', { to: userAt(to), from: whose, list: rangesOf(kept), count: kept.length })]
      : []),
  ]
}

/** “Live view on all channels, Playback (1–3)”, for each way in. */
export function documentText(document: RightsDocument): string {
  const given = givenIn(document).sort((a, b) => rank(a.right) - rank(b.right))
  const parts = SCOPES.flatMap((scope) => {
    const own = given.filter((one) => one.scope === scope)
    return own.length > 0 ? [`${t(`users.scope.${scope}`)}: ${rightsText(own)}`] : []
  })
  return parts.length > 0 ? parts.join('. ') : t('rights.template.nothing')
}

function rightsText(given: readonly Given[]): string {
  const whole = given.filter(({ channel }) => channel === null).map(({ right }) => rightText(right))
  const onChannels = new Map<string, (number | 'all')[]>()
  for (const { right, channel } of given)
    if (channel !== null) onChannels.set(right, [...(onChannels.get(right) ?? []), channel])
  const parts = [...onChannels].map(([right, numbers]) => {
    const list = numbers.filter((one) => one !== 'all')
    return list.length === 0
      ? t('rights.onAll', { right: rightText(right) })
      : t('users.line.channels', { right: rightText(right), count: list.length, list: rangesOf(list) })
  })
  return [...whole, ...parts].join(', ')
}
