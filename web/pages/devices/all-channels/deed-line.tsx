// What changes in one part of a channel, and what its device says to that.
import { CircleAlert, CircleCheck } from 'lucide-preact'
import { Button } from '../../../parts/button.tsx'
import { t } from '../../../texts/t.ts'
import { fieldOfName } from '../channels/draft.ts'
import { Changes } from '../channels/will.tsx'
import { nameOf, wordsOf } from '../channels/words.ts'
import type { Deed } from './deeds.ts'

interface Props {
  deed: Deed
  onTake: (deed: Deed) => void
}

export function DeedLine({ deed, onTake }: Props) {
  const { row, part, changes, schedule } = deed
  const codec = part === 'schedule' ? null : (row[part]?.video_codec ?? null)
  return (
    <section class="part-change">
      <h4>{t(part === 'schedule' ? 'configuration.schedule' : `configuration.${part}`)}</h4>
      {schedule === null ? (
        <Changes changes={changes} codec={codec} />
      ) : (
        <p>
          {wordsOf('motion_detect', String(!schedule))} → {wordsOf('motion_detect', String(schedule))}
        </p>
      )}
      <div class="part-said" aria-live="polite">
        <Said deed={deed} codec={codec} onTake={onTake} />
      </div>
    </section>
  )
}

function Said({ deed, codec, onTake }: Props & { codec: string | null }) {
  const { state } = deed
  switch (state.phase) {
    case 'planned':
      return null
    case 'fits':
      return <Good words={t('configuration.fits')} />
    case 'undone':
      return <Good words={t('configuration.undone.one')} />
    case 'failed':
      return <Bad words={t('configuration.failed', { error: state.error })} />
    case 'refused':
      return (
        <>
          <Bad words={t('configuration.refused', { error: state.error })} />
          {state.instead && (
            <div class="part-instead">
              <p class="note">
                {state.instead.length === 0
                  ? t('configuration.instead.same')
                  : t('configuration.instead', {
                      values: state.instead
                        .map(({ field, after }) => `${nameOf(field, codec)}: ${wordsOf(field, after)}`)
                        .join(', '),
                    })}
              </p>
              <Button onClick={() => onTake(deed)}>
                {t(state.instead.length === 0 ? 'configuration.instead.leave' : 'configuration.instead.do')}
              </Button>
            </div>
          )}
        </>
      )
    case 'written': {
      const { ignored, reboot_required: restarts } = state.outcome
      const fields = [...new Set(ignored.map(fieldOfName))].flatMap((field) => (field ? nameOf(field, codec) : []))
      return (
        <>
          <Good words={t('configuration.written')} />
          {ignored.length > 0 && <p class="note attention">{t('configuration.kept', { fields: fields.join(', ') })}</p>}
          {restarts && <p class="note attention">{t('channels.reboot')}</p>}
          {state.error && <Bad words={t('configuration.undo.failed', { error: state.error })} />}
        </>
      )
    }
  }
}

const Good = ({ words }: { words: string }) => (
  <p class="note">
    <CircleCheck class="good" aria-hidden="true" /> {words}
  </p>
)

const Bad = ({ words }: { words: string }) => (
  <p class="note bad">
    <CircleAlert aria-hidden="true" /> {words}
  </p>
)
