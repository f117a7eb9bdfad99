// What will change on the device, before → after, while it is not yet sent.
import { MoveRight } from 'lucide-preact'
import { t } from '../../../texts/t.ts'
import { type Change, touchesVideo } from './draft.ts'
import { nameOf, wordsOf } from './words.ts'

export function Will({ changes, codec }: { changes: readonly Change[]; codec: string | null }) {
  return (
    <section class="will" aria-live="polite" aria-label={t('channels.will')}>
      <h3>{t('channels.will')}</h3>
      {changes.length === 0 ? (
        <p class="note">{t('channels.will.nothing')}</p>
      ) : (
        <Changes changes={changes} codec={codec} />
      )}
      {touchesVideo(changes) && <p class="note">{t('channels.will.video')}</p>}
    </section>
  )
}

export function Changes({ changes, codec }: { changes: readonly Change[]; codec: string | null }) {
  return (
    <dl class="will-changes">
      {changes.map(({ field, before, after }) => (
        <div key={field}>
          <dt>{nameOf(field, codec)}</dt>
          <dd>
            <del>
              <span class="unseen">{t('channels.before')} </span>
              {wordsOf(field, before)}
            </del>
            <MoveRight aria-hidden="true" />
            <ins>
              <span class="unseen">{t('channels.after')} </span>
              {wordsOf(field, after)}
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  )
}
