// What became of a write. Nobody has to believe it: what the device has now stands beside what it was asked.
import { Check } from 'lucide-preact'
import { t } from '../../../texts/t.ts'
import type { Changed, Settings } from './asks.ts'
import { type Change, fieldOfName, ownOf } from './draft.ts'
import { nameOf, wordsOf } from './words.ts'

/** What was asked of the device, and what it said to that. */
export interface Outcome {
  asked: Change[]
  answer: Changed
}

export function Became({ outcome: { asked, answer }, settings }: { outcome: Outcome; settings: Settings }) {
  const fields = new Set((answer.ignored ?? []).map(fieldOfName))
  const kept = asked.filter(({ field }) => fields.has(field))
  const restart = answer.reboot_required && <p>{t('channels.reboot')}</p>
  if (kept.length === 0)
    return (
      <div class="note became" role="status">
        <p class="good">
          <Check aria-hidden="true" /> {t('channels.written')}
        </p>
        {restart}
      </div>
    )
  return (
    <div class="note attention boxed became" role="alert">
      <div>
        <p>{t('channels.ignored')}</p>
        <ul>
          {kept.map(({ field, after }) => (
            <li key={field}>
              {t('channels.ignored.one', {
                field: nameOf(field, settings.video_codec),
                asked: wordsOf(field, after),
                has: wordsOf(field, ownOf(settings, field)),
              })}
            </li>
          ))}
        </ul>
        {restart}
      </div>
    </div>
  )
}
