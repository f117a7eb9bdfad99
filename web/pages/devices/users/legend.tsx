// What the signs in a table of rights mean.
import { t } from '../../../texts/t.ts'
import { Sign } from './cell.tsx'

export function Legend({ someText, hasFixed }: { someText: string; hasFixed: boolean }) {
  return (
    <ul class="legend" aria-label={t('users.legend')}>
      <li>
        <Sign look="all" /> {t('users.is.all')}
      </li>
      <li>
        <Sign look="some" /> {someText}
      </li>
      <li>
        <Sign look="none" /> {t('users.is.none')}
      </li>
      <li>
        <Sign look="none" changed /> {t('users.is.changed')}
      </li>
      {hasFixed && (
        <li>
          <Sign look="all" fixed /> {t('users.legend.fixed')}
        </li>
      )}
    </ul>
  )
}
