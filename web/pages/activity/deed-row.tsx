// One entry: when, what, who, what it was before and is after, and the way back.
import { CircleX, Undo2 } from 'lucide-preact'
import { Button } from '../../parts/button.tsx'
import { t } from '../../texts/t.ts'
import { ago, exact, exactFull, now } from '../../times.ts'
import type { ActivityOut } from './asks.ts'
import { cameraName, thingText } from './thing.ts'
import { deedText, type Line, linesOf, whoText } from './words.ts'

export function DeedRow({ deed, onUndo }: { deed: ActivityOut; onUndo: () => void }) {
  const at = new Date(deed.created_at)
  const what = deedText(deed.action)
  const thing = thingText(deed)
  const facts = [whoText(deed), deed.ip_address && t('activity.at', { address: deed.ip_address })]
  const lines = linesOf(deed, cameraName)
  return (
    <article class="deed">
      <time class="deed-when" dateTime={deed.created_at} title={exactFull(at)}>
        {exact(at)}
      </time>
      <div class="deed-words">
        <h3>
          {what}
          {thing && <span class="deed-thing"> · {thing}</span>}
        </h3>
        <p class="note">{facts.filter(Boolean).join(' · ')}</p>
        {lines.length > 0 && <Lines lines={lines} />}
        {!deed.success && (
          <p class="note bad">
            <CircleX aria-hidden="true" /> {deed.error_message ?? t('activity.failed')}
          </p>
        )}
        {deed.undone_at && (
          <p class="note">
            <Undo2 aria-hidden="true" /> {t('activity.undone', { time: ago(new Date(deed.undone_at), now.value) })}
          </p>
        )}
      </div>
      {deed.undoable && !deed.undone_at && (
        <Button icon={<Undo2 />} aria-label={t('activity.undo.of', { what })} onClick={onUndo}>
          {t('activity.undo')}
        </Button>
      )}
    </article>
  )
}

/** “Width: 1920 → 1280”. */
export function Lines({ lines }: { lines: readonly Line[] }) {
  return (
    <ul class="deed-lines" aria-label={t('activity.changes')}>
      {lines.map(({ name, before, after }) => (
        <li key={name}>
          <span class="deed-name">{name}: </span>
          <span>
            <span class="unseen">{t('activity.before')} </span>
            {before}
          </span>
          <span aria-hidden="true"> → </span>
          <span>
            <span class="unseen">, {t('activity.after')} </span>
            {after}
          </span>
        </li>
      ))}
    </ul>
  )
}
