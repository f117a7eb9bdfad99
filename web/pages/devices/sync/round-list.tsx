// The log of rounds, newest first, some at a time.
import { CircleCheck, CircleX } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { t } from '../../../texts/t.ts'
import { exactFull, moment, now } from '../../../times.ts'
import type { SyncRound } from './asks.ts'

const AT_ONCE = 25

export function RoundList({ rounds }: { rounds: readonly SyncRound[] }) {
  const [shown, setShown] = useState(AT_ONCE)
  if (rounds.length === 0) return <p class="note">{t('sync.log.empty')}</p>
  const more = Math.min(AT_ONCE, rounds.length - shown)
  return (
    <>
      <ol class="rounds">
        {rounds.slice(0, shown).map((round) => (
          <li key={round.id}>
            <time dateTime={round.sync_time} title={exactFull(new Date(round.sync_time))}>
              {moment(new Date(round.sync_time), now.value)}
            </time>
            <Outcome round={round} text={round.is_success ? t('sync.log.success') : t('sync.log.failed')} />
            <span class="round-words">{round.message}</span>
          </li>
        ))}
      </ol>
      {more > 0 && (
        <div class="actions">
          <Button look="quiet" onClick={() => setShown(shown + AT_ONCE)}>
            {t('sync.log.more', { count: more })}
          </Button>
        </div>
      )}
    </>
  )
}

export function Outcome({ round, text }: { round: SyncRound; text: string }) {
  return (
    <strong class="outcome">
      {round.is_success ? <CircleCheck class="good" aria-hidden="true" /> : <CircleX class="bad" aria-hidden="true" />}
      {text}
    </strong>
  )
}
