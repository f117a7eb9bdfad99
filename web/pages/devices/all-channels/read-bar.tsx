// How old is what is shown, and the way to ask the devices for it anew.
import { RotateCw } from 'lucide-preact'
import { Button } from '../../../parts/button.tsx'
import { mayOperate } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import { ago, now } from '../../../times.ts'
import { ProgressLine } from './progress-line.tsx'
import type { Row } from './rows.ts'
import type { Reading } from './use-read.ts'

/** More of the same says no more. */
const MOST_FAULTS = 4

function wordsOf(unread: number, oldest: string | undefined): string {
  if (!oldest) return t('configuration.read.none')
  const time = ago(new Date(oldest), now.value)
  return unread > 0 ? t('configuration.read.some', { count: unread, time }) : t('configuration.read.oldest', { time })
}

export function ReadBar({ rows, reading }: { rows: readonly Row[]; reading: Reading }) {
  const { progress, failed } = reading
  const open = rows.filter(({ isOpen }) => isOpen)
  const unread = open.filter(({ readAt }) => readAt === null)
  const [oldest] = open.flatMap(({ readAt }) => readAt ?? []).sort()
  if (open.length === 0) return null
  return (
    <div class="all-read">
      {progress ? (
        <ProgressLine progress={progress} words={t('configuration.read.progress', { ...progress })} />
      ) : (
        <div class="all-read-line">
          <p class="note">{wordsOf(unread.length, oldest)}</p>
          {mayOperate.value && (
            <Button look={oldest ? 'quiet' : 'primary'} icon={<RotateCw />} onClick={() => void reading.run(open)}>
              {t(oldest ? 'configuration.read' : 'configuration.read.first')}
            </Button>
          )}
        </div>
      )}
      {failed.length > 0 && !progress && (
        <div class="note bad boxed" role="alert">
          <div>
            <p>{t('configuration.read.failed')}</p>
            <ul>
              {failed.slice(0, MOST_FAULTS).map(({ row, error }) => (
                <li key={row.id}>{t('configuration.failed.one', { name: row.channel.name, error })}</li>
              ))}
              {failed.length > MOST_FAULTS && (
                <li>{t('configuration.failed.more', { count: failed.length - MOST_FAULTS })}</li>
              )}
            </ul>
          </div>
        </div>
      )}
    </div>
  )
}
