// One picture, big: when and why it was taken, saved, protected, removed, and the next one.
import { CalendarClock, ChevronLeft, ChevronRight, Download, FileX, Lock, LockOpen, Play, Trash2 } from 'lucide-preact'
import { useCallback, useLayoutEffect, useState } from 'preact/hooks'
import { channelOf, hasFootage, mayExport } from '../../../household.ts'
import { Button, IconButton } from '../../../parts/button.tsx'
import { Confirm, Dialog } from '../../../parts/dialog.tsx'
import { SignedPicture } from '../../../parts/signed-picture.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { useLoaded } from '../../../parts/use-loaded.ts'
import { mayManage } from '../../../session.ts'
import { size } from '../../../sizes.ts'
import { t } from '../../../texts/t.ts'
import { exactDay, moment, now } from '../../../times.ts'
import { instantText, placeAddress } from '../day/place.ts'
import { DAY } from '../day/view.ts'
import { loadRecording, type RecordingOut } from './asks.ts'
import { KeepDialog } from './keep-dialog.tsx'
import { streamOf } from './picture-card.tsx'
import { useRecording } from './use-recording.ts'

interface Props {
  /** As the address says: a uuid, or the number that alarms know. */
  id: string
  /** Those of the page. */
  list: readonly RecordingOut[]
  onOpen: (id: string) => void
  onClose: () => void
  onChanged: () => void
}

const isMeant = ({ id, recording_id }: RecordingOut, said: string) => id === said || String(recording_id) === said

export function PictureDialog({ id, list, onOpen, onClose, onChanged }: Props) {
  const place = list.findIndex((one) => isMeant(one, id))
  const listed = list[place]
  const newer = list[place - 1]
  const older = place < 0 ? undefined : list[place + 1]
  // With what is drawn and not after it: the next press goes on from the picture that is seen.
  useLayoutEffect(() => {
    const onKey = ({ key, target }: KeyboardEvent) => {
      if (target instanceof HTMLInputElement || document.querySelectorAll('dialog[open]').length > 1) return
      const next = key === 'ArrowLeft' ? newer : key === 'ArrowRight' ? older : undefined
      if (next) onOpen(next.id)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [newer, older, onOpen])
  const steps = (newer || older) && (
    <div class="picture-steps">
      <IconButton label={t('pictures.newer')} disabled={!newer} onClick={() => newer && onOpen(newer.id)}>
        <ChevronLeft />
      </IconButton>
      <IconButton label={t('pictures.older')} disabled={!older} onClick={() => older && onOpen(older.id)}>
        <ChevronRight />
      </IconButton>
    </div>
  )
  const rest = { steps, onClose, onChanged }
  return (
    <Dialog wide title={listed?.camera_name ?? t('pictures.one')} onClose={onClose}>
      {listed ? <Big key={listed.id} picture={listed} {...rest} /> : <Elsewhere id={id} {...rest} />}
    </Dialog>
  )
}

interface BigProps {
  picture: RecordingOut
  steps: ReturnType<typeof Button> | undefined
  onClose: () => void
  onChanged: () => void
}

/** One that is not on this page of the list, such as that of an alarm. */
function Elsewhere({ id, ...rest }: Omit<BigProps, 'picture'> & { id: string }) {
  const { state, reload } = useLoaded(useCallback((signal: AbortSignal) => loadRecording(id, signal), [id]))
  if (state.phase === 'ready')
    return (
      <Big
        {...rest}
        picture={state.value.data}
        onChanged={() => {
          reload()
          rest.onChanged()
        }}
      />
    )
  return (
    <>
      {state.phase === 'fault' ? <FaultNote fault={state.fault} /> : <div class="picture-big" aria-busy="true" />}
      <div class="actions end">
        <Button onClick={rest.onClose}>{t('do.close')}</Button>
      </div>
    </>
  )
}

function Big({ picture, steps, onClose, onChanged }: BigProps) {
  const { channel_id, start_time, origin, missing_since } = picture
  const [missing, setMissing] = useState(false)
  const it = useRecording(picture, onChanged, () => {
    onClose()
    onChanged()
  })
  const { name, time, here, saving, protecting } = it
  const isPlayable = hasFootage(channelOf(channel_id))
  const facts = [
    origin && t(`recordings.origin.${origin}`),
    picture.resolution,
    picture.file_size !== null && size(picture.file_size),
  ].filter(Boolean)
  return (
    <>
      <div class="picture-big">
        {missing_since === null && !missing ? (
          <SignedPicture path={streamOf(picture)} alt={name} onMissing={() => setMissing(true)} />
        ) : (
          <FileX aria-hidden="true" />
        )}
      </div>
      <div class="picture-facts">
        <div>
          <time dateTime={start_time}>{time}</time>
          {here && ` · ${here}`}
          <p class="note">
            {facts.join(' · ')}
            {picture.protected && (
              <span class="recording-mark">
                <Lock aria-hidden="true" /> {t('recordings.protected')}
              </span>
            )}
            {picture.keep_until && !picture.protected && (
              <span class="recording-mark">
                <CalendarClock aria-hidden="true" /> {t('keep.until', { day: exactDay(new Date(picture.keep_until)) })}
              </span>
            )}
          </p>
        </div>
        {steps}
      </div>
      {picture.away && <p class="note attention">{t('recordings.away')}</p>}
      {missing_since && (
        <p class="note attention">{t('recordings.gone', { time: moment(new Date(missing_since), now.value) })}</p>
      )}
      <FaultNote fault={saving.fault ?? protecting.fault} />
      <div class="actions end">
        {mayManage.value && (
          <>
            <Button icon={<Trash2 />} disabled={picture.protected} onClick={() => it.setRemoving(true)}>
              {t('do.remove')}
            </Button>
            <Button
              icon={picture.protected ? <LockOpen /> : <Lock />}
              pending={protecting.pending}
              onClick={() => void protecting.run()}
            >
              {t(picture.protected ? 'chosen.unprotect' : 'chosen.protect')}
            </Button>
            <Button icon={<CalendarClock />} onClick={() => it.setKeeping(true)}>
              {t('keep.some')}
            </Button>
          </>
        )}
        {channel_id !== null && isPlayable && (
          <a
            class="button plain"
            href={placeAddress({ channelId: channel_id, at: instantText(it.start), others: null, span: DAY / 24 })}
          >
            <Play />
            <span>{t('alarms.watch.moment')}</span>
          </a>
        )}
        {mayExport(channel_id) && picture.downloadable && (
          <Button icon={<Download />} pending={saving.pending} onClick={() => void saving.run()}>
            {t('pictures.save')}
          </Button>
        )}
        <Button look="primary" onClick={onClose}>
          {t('do.close')}
        </Button>
      </div>
      {it.keeping && <KeepDialog recordings={[picture]} onClose={() => it.setKeeping(false)} onChanged={onChanged} />}
      {it.removing && (
        <Confirm
          title={t('pictures.remove.title')}
          text={t('pictures.remove.text', { name })}
          does={t('do.remove')}
          action={it.removal}
          onClose={() => it.setRemoving(false)}
        />
      )}
    </>
  )
}
