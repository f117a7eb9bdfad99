// What mending changes on the device, before it is written.
import { MoveRight } from 'lucide-preact'
import { Button } from '../../../parts/button.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { t } from '../../../texts/t.ts'
import type { Mended, Source, SourceAsks } from './asks.ts'
import { changesOf } from './mending.ts'

interface Props {
  asks: SourceAsks
  source: Source
  /** What stays as it is, in a sentence. */
  lead: string
  kind: string
  onClose: () => void
  onDone: (mended: Mended) => void
}

export function MendDialog({ asks, source, lead, kind, onClose, onDone }: Props) {
  const mend = useAsyncAction(() => asks.mend(source.kind), onDone)
  return (
    <Dialog title={t('sources.mend.title', { kind })} onClose={onClose}>
      <p class="note">{lead}</p>
      <dl class="source-changes">
        {changesOf(source).map(({ name, before, after }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <del>
                <span class="unseen">{t('channels.before')} </span>
                {before}
              </del>
              <MoveRight aria-hidden="true" />
              <ins>
                <span class="unseen">{t('channels.after')} </span>
                {after}
              </ins>
            </dd>
          </div>
        ))}
      </dl>
      <FaultNote fault={mend.fault} />
      <div class="actions end">
        <Button onClick={onClose}>{t('do.cancel')}</Button>
        <Button look="primary" pending={mend.pending} onClick={() => void mend.run()}>
          {t('sources.mend.do')}
        </Button>
      </div>
    </Dialog>
  )
}
