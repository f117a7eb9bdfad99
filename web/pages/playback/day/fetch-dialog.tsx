// A marked range, before it is fetched from the recorder: what, how long, and from which channel.
import { followJobs } from '../../../jobs.ts'
import { Button } from '../../../parts/button.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { t } from '../../../texts/t.ts'
import { length } from '../../../times.ts'
import { fetchRange } from './asks.ts'
import type { Wall } from './wall.ts'

interface Props {
  channel: { id: number; name: string }
  from: number
  to: number
  wall: Wall
  onClose: () => void
}

export function FetchDialog({ channel, from, to, wall, onClose }: Props) {
  const fetching = useAsyncAction(
    () => fetchRange(channel.id, new Date(from).toISOString(), new Date(to).toISOString()),
    () => {
      followJobs([])
      toast(t('day.fetch.queued'))
      onClose()
    },
  )
  return (
    <Dialog title={t('day.fetch.title')} onClose={onClose}>
      <dl class="fetch-facts">
        <dt>{t('playback.channel')}</dt>
        <dd>{channel.name}</dd>
        <dt>{t('day.fetch.from')}</dt>
        <dd>{wall.full(from)}</dd>
        <dt>{t('day.fetch.to')}</dt>
        <dd>{wall.full(to)}</dd>
        <dt>{t('day.fetch.length')}</dt>
        <dd>{length((to - from) / 1000)}</dd>
      </dl>
      <p class="note">{t('day.fetch.note')}</p>
      <FaultNote fault={fetching.fault} />
      <div class="actions end">
        <Button onClick={onClose}>{t('do.cancel')}</Button>
        <Button look="primary" pending={fetching.pending} onClick={() => void fetching.run()}>
          {t('day.fetch')}
        </Button>
      </div>
    </Dialog>
  )
}
