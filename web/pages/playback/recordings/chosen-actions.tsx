// What can be done with several recordings at once: one file of them, protected or not, removed.
import { CalendarClock, FileArchive, Film, Lock, LockOpen, Trash2 } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { ChosenBar } from '../../../parts/chosen-bar.tsx'
import { Confirm } from '../../../parts/dialog.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { mayManage } from '../../../session.ts'
import { size } from '../../../sizes.ts'
import { t } from '../../../texts/t.ts'
import { useExporting } from '../exporting.ts'
import { protectAll, type RecordingOut, removeAll } from './asks.ts'
import { KeepDialog } from './keep-dialog.tsx'

interface Props {
  /** At least one. */
  chosen: readonly RecordingOut[]
  onNone: () => void
  onChanged: () => void
}

const WORDS = {
  video: {
    count: 'recordings.count',
    title: 'recordings.remove.some',
    text: 'recordings.remove.some.text',
    but: 'recordings.remove.some.but',
  },
  picture: {
    count: 'pictures.count',
    title: 'pictures.remove.some',
    text: 'recordings.remove.some.text',
    but: 'recordings.remove.some.but',
  },
} as const

export function ChosenActions({ chosen, onNone, onChanged }: Props) {
  const [removing, setRemoving] = useState(false)
  const [keeping, setKeeping] = useState(false)
  const there = chosen.filter(({ downloadable }) => downloadable)
  const open = chosen.filter((recording) => !recording.protected)
  const items = there.map(({ id }) => ({ recording_id: id }))
  const isOneChannel = new Set(there.map((recording) => recording.channel_id)).size === 1
  const exporting = useExporting(() => {
    toast(t('chosen.made'))
    onNone()
  })
  const protecting = useAsyncAction(async (on: boolean) => {
    const answer = await protectAll(idsOf(on ? open : chosen), on)
    // What came before a fault has changed, too.
    onChanged()
    return answer
  })
  const removal = useAsyncAction(
    async () => {
      const answer = await removeAll(idsOf(open))
      onChanged()
      return answer
    },
    () => {
      setRemoving(false)
      toast(t('recordings.removed.some'))
    },
  )
  const isPictures = chosen.some(({ kind }) => kind === 'picture')
  const { count, title, text, but } = WORDS[isPictures ? 'picture' : 'video']
  const bytes = chosen.reduce((sum, { file_size: own }) => sum + (own ?? 0), 0)
  return (
    <ChosenBar
      words={t('recordings.sums', { count: t(count, { count: chosen.length }), size: size(bytes) })}
      onNone={onNone}
    >
      {mayManage.value && (
        <>
          <Button icon={<Trash2 />} disabled={open.length === 0} onClick={() => setRemoving(true)}>
            {t('do.remove')}
          </Button>
          <Button icon={<CalendarClock />} onClick={() => setKeeping(true)}>
            {t('keep.some')}
          </Button>
          {open.length > 0 ? (
            <Button icon={<Lock />} pending={protecting.pending} onClick={() => void protecting.run(true)}>
              {t('chosen.protect')}
            </Button>
          ) : (
            <Button icon={<LockOpen />} pending={protecting.pending} onClick={() => void protecting.run(false)}>
              {t('chosen.unprotect')}
            </Button>
          )}
        </>
      )}
      {isOneChannel && !isPictures && items.length > 1 && (
        <Button icon={<Film />} disabled={exporting.pending} onClick={() => void exporting.run('mp4', items)}>
          {t('chosen.film')}
        </Button>
      )}
      <Button
        look="primary"
        icon={<FileArchive />}
        disabled={exporting.pending || items.length === 0}
        onClick={() => void exporting.run('zip', items)}
      >
        {t('chosen.zip')}
      </Button>
      <FaultNote fault={exporting.fault ?? protecting.fault} />
      {keeping && <KeepDialog recordings={chosen} onClose={() => setKeeping(false)} onChanged={onChanged} />}
      {removing && (
        <Confirm
          title={t(title, { count: open.length })}
          text={t(open.length < chosen.length ? but : text)}
          does={t('do.remove')}
          action={removal}
          onClose={() => setRemoving(false)}
        />
      )}
    </ChosenBar>
  )
}

const idsOf = (recordings: readonly RecordingOut[]) => recordings.map(({ id }) => id)
