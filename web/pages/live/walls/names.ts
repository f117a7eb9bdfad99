// What a choice of pictures is called, and what there is to choose from.
import { deviceList, deviceOf, pictures, titleOf } from '../../../household.ts'
import { t } from '../../../texts/t.ts'
import { wallList, walls } from './own.ts'
import type { Choice } from './view.ts'

const isKnown = () => walls.value.phase === 'ready'

export function choiceText(choice: Choice): string {
  if (choice.kind === 'all') return t('walls.choice.all')
  if (choice.kind === 'tag') return choice.tag
  if (choice.kind === 'own')
    return (
      wallList().find(({ id }) => id === choice.id)?.name ?? t(isKnown() ? 'walls.choice.gone' : 'walls.choice.own')
    )
  const device = deviceOf(choice.id)
  return device ? titleOf(device) : t('walls.choice.gone')
}

/** Where there is only one recorder, all of its pictures are all there are. */
export function recorderChoices(): Choice[] {
  const withPicture = new Set(pictures.value.map((channel) => channel.device_id))
  const list = deviceList.value.filter(({ id }) => withPicture.has(id))
  return list.length > 1 ? list.map(({ id }) => ({ kind: 'device', id })) : []
}

export const tagChoices = (): Choice[] =>
  [...new Set(pictures.value.flatMap(({ tags }) => tags))]
    .sort((one, other) => one.localeCompare(other))
    .map((tag) => ({ kind: 'tag', tag }))

export const ownChoices = (): Choice[] => wallList().map(({ id }) => ({ kind: 'own', id }))
