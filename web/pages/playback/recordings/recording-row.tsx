// One file of ours: when, how long, how large; played, saved, protected, removed.
import { CalendarClock, Download, FileX, HardDrive, Lock, LockOpen, Play, Trash2 } from 'lucide-preact'
import { mayExport } from '../../../household.ts'
import { IconButton } from '../../../parts/button.tsx'
import { Pick } from '../../../parts/chosen-bar.tsx'
import { Confirm } from '../../../parts/dialog.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { mayManage } from '../../../session.ts'
import { size } from '../../../sizes.ts'
import { t } from '../../../texts/t.ts'
import { exactDay, length, moment, now } from '../../../times.ts'
import { instantText, placeAddress } from '../day/place.ts'
import { DAY } from '../day/view.ts'
import type { RecordingOut } from './asks.ts'
import { KeepDialog } from './keep-dialog.tsx'
import { useRecording } from './use-recording.ts'

interface Props {
  recording: RecordingOut
  chosen: boolean
  onChosen: (on: boolean) => void
  onChanged: () => void
}

export function RecordingRow({ recording, chosen, onChosen, onChanged }: Props) {
  const { camera_name, channel_id, start_time, duration, origin, missing_since } = recording
  const maySave = mayExport(channel_id)
  const it = useRecording(recording, onChanged)
  const { name, time, here, start, saving, protecting } = it
  const facts = [
    here,
    length(duration),
    recording.file_size !== null && size(recording.file_size),
    recording.resolution,
    origin && t(`recordings.origin.${origin}`),
  ].filter(Boolean)
  return (
    <li class="recording" data-gone={missing_since !== null}>
      {maySave && <Pick label={t('chosen.one', { name })} checked={chosen} onChecked={onChosen} />}
      <div class="recording-words">
        <strong>{camera_name}</strong>
        <time dateTime={start_time}>{time}</time>
        <p class="note">
          {facts.join(' · ')}
          {recording.protected && (
            <span class="recording-mark">
              <Lock aria-hidden="true" /> {t('recordings.protected')}
            </span>
          )}
          {recording.keep_until && !recording.protected && (
            <span class="recording-mark">
              <CalendarClock aria-hidden="true" /> {t('keep.until', { day: exactDay(new Date(recording.keep_until)) })}
            </span>
          )}
          {recording.away && (
            <span class="recording-mark attention">
              <HardDrive aria-hidden="true" /> {t('recordings.away')}
            </span>
          )}
          {missing_since && (
            <span class="recording-mark attention">
              <FileX aria-hidden="true" /> {t('recordings.gone', { time: moment(new Date(missing_since), now.value) })}
            </span>
          )}
        </p>
        <FaultNote fault={saving.fault ?? protecting.fault} />
      </div>
      <div class="recording-actions">
        {channel_id !== null && recording.downloadable && (
          <a
            class="icon-button quiet"
            title={t('recordings.play', { name })}
            href={placeAddress({ channelId: channel_id, at: instantText(start + 999), others: null, span: DAY / 24 })}
          >
            <Play />
            <span class="unseen">{t('recordings.play', { name })}</span>
          </a>
        )}
        {maySave && recording.downloadable && (
          <IconButton
            label={t('recordings.save', { name })}
            disabled={saving.pending}
            onClick={() => void saving.run()}
          >
            <Download />
          </IconButton>
        )}
        {mayManage.value && (
          <>
            <IconButton
              label={t(recording.protected ? 'recordings.unprotect' : 'recordings.protect', { name })}
              disabled={protecting.pending}
              onClick={() => void protecting.run()}
            >
              {recording.protected ? <LockOpen /> : <Lock />}
            </IconButton>
            <IconButton label={t('keep.do', { name })} onClick={() => it.setKeeping(true)}>
              <CalendarClock />
            </IconButton>
            <IconButton
              label={t('recordings.remove', { name })}
              disabled={recording.protected}
              onClick={() => it.setRemoving(true)}
            >
              <Trash2 />
            </IconButton>
          </>
        )}
      </div>
      {it.keeping && <KeepDialog recordings={[recording]} onClose={() => it.setKeeping(false)} onChanged={onChanged} />}
      {it.removing && (
        <Confirm
          title={t('recordings.remove.title')}
          text={t('recordings.remove.text', { name, length: length(duration) })}
          does={t('do.remove')}
          action={it.removal}
          onClose={() => it.setRemoving(false)}
        />
      )}
    </li>
  )
}
