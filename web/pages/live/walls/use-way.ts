// The wall from which a camera was opened: who stands beside it there, and the way back.
import { useEffect } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { pictures } from '../../../household.ts'
import { t } from '../../../texts/t.ts'
import type { ChannelOut } from '../../../wire.ts'
import { choiceText } from './names.ts'
import { loadWalls, wallList, walls } from './own.ts'
import { type Choice, choiceOf, picturesOf, viewPath } from './view.ts'

export interface Way {
  choice: Choice
  /** All of them, where the wall is not there any more. */
  beside: readonly ChannelOut[]
  /** What the way back is called, and its path below the mount. */
  label: string
  path: string
}

export function useWay(): Way {
  const choice = choiceOf(useLocation().query.wall)
  const isOwn = choice.kind === 'own'
  useEffect(() => {
    if (isOwn && walls.value.phase !== 'ready') void loadWalls()
  }, [isOwn])
  const wall = picturesOf(choice, pictures.value, wallList())
  return {
    choice,
    beside: wall && wall.length > 0 ? wall : pictures.value,
    label: choice.kind === 'all' ? t('live.back') : choiceText(choice),
    path: viewPath({ choice }),
  }
}
