// What somebody finds who touches a screen full of pictures: turn on, how many, how long, and the way out.
import { ChevronLeft, ChevronRight, Maximize, Minimize, X } from 'lucide-preact'
import { IconButton } from '../../../parts/button.tsx'
import { t } from '../../../texts/t.ts'
import { choiceText } from './names.ts'
import { EACH, EVERY, type View } from './view.ts'

interface Props {
  view: View
  page: number
  pages: number
  /** Null where this browser has none to give. */
  whole: { isWhole: boolean; toggle: () => void } | null
  onTurn: (step: number) => void
  onView: (next: Partial<View>) => void
  onLeave: () => void
}

export function ScreenBar({ view, page, pages, whole, onTurn, onView, onLeave }: Props) {
  return (
    <div class="screen-bar">
      <strong>{choiceText(view.choice)}</strong>
      {pages > 1 && (
        <>
          <IconButton look="picture" label={t('walls.screen.before')} onClick={() => onTurn(-1)}>
            <ChevronLeft />
          </IconButton>
          <span class="screen-page">{t('walls.screen.page', { page: page + 1, pages })}</span>
          <IconButton look="picture" label={t('walls.screen.next')} onClick={() => onTurn(1)}>
            <ChevronRight />
          </IconButton>
        </>
      )}
      <span class="stage-gap" />
      <select
        aria-label={t('walls.screen.each')}
        value={String(view.each)}
        onChange={({ currentTarget: { value } }) => onView({ each: value === 'null' ? null : Number(value) })}
      >
        {EACH.map((count) => (
          <option key={count} value={String(count)}>
            {count === null ? t('walls.screen.fitting') : t('walls.screen.pictures', { count })}
          </option>
        ))}
      </select>
      {pages > 1 && (
        <select
          aria-label={t('walls.screen.every')}
          value={String(view.every)}
          onChange={({ currentTarget: { value } }) => onView({ every: Number(value) })}
        >
          {EVERY.map((seconds) => (
            <option key={seconds} value={String(seconds)}>
              {seconds === 0 ? t('walls.screen.byHand') : t('walls.screen.seconds', { count: seconds })}
            </option>
          ))}
        </select>
      )}
      {whole && (
        <IconButton
          look="picture"
          label={whole.isWhole ? t('player.full.leave') : t('player.full')}
          onClick={whole.toggle}
        >
          {whole.isWhole ? <Minimize /> : <Maximize />}
        </IconButton>
      )}
      <IconButton look="picture" label={t('walls.screen.leave')} onClick={onLeave}>
        <X />
      </IconButton>
    </div>
  )
}
