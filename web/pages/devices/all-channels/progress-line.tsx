// How far work is that is done from this page: a bar and the same in words.
import { Button } from '../../../parts/button.tsx'
import { t } from '../../../texts/t.ts'
import type { Progress } from './use-read.ts'

interface Props {
  progress: Progress
  words: string
  onStop?: () => void
}

export function ProgressLine({ progress: { done, of }, words, onStop }: Props) {
  return (
    <div class="all-progress">
      <progress max={of} value={done} aria-label={words} />
      <p class="note" role="status">
        {words}
      </p>
      {onStop && (
        <Button look="quiet" onClick={onStop}>
          {t('configuration.apply.stop')}
        </Button>
      )}
    </div>
  )
}
