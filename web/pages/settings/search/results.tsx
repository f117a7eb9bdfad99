// The settings that what was typed leads to.
import { ChevronRight } from 'lucide-preact'
import { addressOf } from '../../../base.ts'
import { t } from '../../../texts/t.ts'
import { isTheirs } from '../whose.ts'
import { ENTRIES, type Entry } from './entries.ts'
import { find, nameOf } from './find.ts'
import { BESIDE } from './places.ts'
import { pathOf } from './sought.ts'

/** Only those that are of use to whoever asks. */
export const settingsFor = (typed: string): Entry[] =>
  find(
    typed,
    [...ENTRIES, ...BESIDE].filter(({ whose }) => isTheirs(whose)),
  )

/** The page, pointing at the setting. */
export const hrefOf = (entry: Entry): string => addressOf(pathOf(entry))

export function Results({ typed }: { typed: string }) {
  const found = settingsFor(typed)
  return (
    <>
      <p class="unseen" role="status">
        {t('settings.found', { count: found.length })}
      </p>
      {found.length === 0 && <p>{t('settings.found.none')}</p>}
      {found.length > 0 && (
        <ul class="panel rows" aria-label={t('settings.found.list')}>
          {found.map((entry) => (
            <Result key={`${entry.part.path} ${entry.name}`} entry={entry} />
          ))}
        </ul>
      )}
    </>
  )
}

function Result({ entry }: { entry: Entry }) {
  const { part, name, also } = entry
  const [more] = name === null ? [part.lead] : also
  return (
    <li class="row">
      <div class="row-words">
        <h2>
          <a class="row-link" href={hrefOf(entry)}>
            {nameOf(entry)}
          </a>
        </h2>
        <p class="note">{[name !== null && t(part.title), more && t(more)].filter(Boolean).join(' · ')}</p>
      </div>
      <ChevronRight class="row-more" aria-hidden="true" />
    </li>
  )
}
