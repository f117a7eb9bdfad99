// A marked range, before it is exported: what, how long, and as one film or as the recorder's clips.
import { useState } from 'preact/hooks'
import { hereBeside } from '../../../beside.ts'
import { followJobs } from '../../../jobs.ts'
import { Button } from '../../../parts/button.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { Choice } from '../../../parts/field.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { t } from '../../../texts/t.ts'
import { length } from '../../../times.ts'
import { exportRange, fetchRange } from './asks.ts'
import type { Wall } from './wall.ts'

interface Props {
  channel: { id: number; name: string }
  from: number
  to: number
  wall: Wall
  onClose: () => void
}

export function ExportDialog({ channel, from, to, wall, onClose }: Props) {
  const [as, setAs] = useState<'film' | 'clips'>('film')
  const exporting = useAsyncAction(
    (): ReturnType<typeof fetchRange> =>
      (as === 'film' ? exportRange : fetchRange)(channel.id, new Date(from).toISOString(), new Date(to).toISOString()),
    () => {
      followJobs([])
      toast(t('day.export.queued'))
      onClose()
    },
  )
  const both = (at: number) => [wall.full(at), hereBeside(at, wall.offset(at))].filter(Boolean).join(' · ')
  return (
    <Dialog title={t('day.export.title')} onClose={onClose}>
      <dl class="export-facts">
        <dt>{t('playback.channel')}</dt>
        <dd>{channel.name}</dd>
        <dt>{t('day.export.from')}</dt>
        <dd>{both(from)}</dd>
        <dt>{t('day.export.to')}</dt>
        <dd>{both(to)}</dd>
        <dt>{t('day.export.length')}</dt>
        <dd>{length((to - from) / 1000)}</dd>
      </dl>
      <Choice
        label={t('day.export.as')}
        value={as}
        options={[
          ['film', t('day.export.film')],
          ['clips', t('day.export.clips')],
        ]}
        onValue={setAs}
      />
      <p class="note">{t(as === 'film' ? 'day.export.film.note' : 'day.export.clips.note')}</p>
      <FaultNote fault={exporting.fault} />
      <div class="actions end">
        <Button onClick={onClose}>{t('do.cancel')}</Button>
        <Button look="primary" pending={exporting.pending} onClick={() => void exporting.run()}>
          {t('day.export')}
        </Button>
      </div>
    </Dialog>
  )
}
