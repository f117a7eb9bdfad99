// One picture among others: small, loaded when it comes into sight, and opened big.
import { FileX, Lock } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { mayExport } from '../../../household.ts'
import { Pick } from '../../../parts/chosen-bar.tsx'
import { SignedPicture } from '../../../parts/signed-picture.tsx'
import { t } from '../../../texts/t.ts'
import type { RecordingOut } from './asks.ts'
import { useRecording } from './use-recording.ts'

interface Props {
  picture: RecordingOut
  chosen: boolean
  onChosen: (on: boolean) => void
  onOpen: () => void
}

export function PictureCard({ picture, chosen, onChosen, onOpen }: Props) {
  const { camera_name, channel_id, start_time, origin, missing_since } = picture
  const [missing, setMissing] = useState(false)
  const { name, time, here } = useRecording(picture, () => {})
  const gone = missing_since !== null || missing
  return (
    <li class="picture-card">
      <button type="button" class="picture-open" onClick={onOpen} aria-label={t('pictures.open', { name })}>
        {gone ? (
          <FileX aria-hidden="true" />
        ) : (
          <SignedPicture path={streamOf(picture)} alt="" onMissing={() => setMissing(true)} />
        )}
      </button>
      <div class="picture-words">
        {mayExport(channel_id) && <Pick label={t('chosen.one', { name })} checked={chosen} onChecked={onChosen} />}
        <div>
          <strong>{camera_name}</strong>
          <p class="note">
            <time dateTime={start_time}>{time}</time>
            {here && ` · ${here}`}
          </p>
          <p class="note">
            {origin && t(`recordings.origin.${origin}`)}
            {picture.protected && (
              <span class="recording-mark">
                <Lock aria-hidden="true" /> {t('recordings.protected')}
              </span>
            )}
          </p>
        </div>
      </div>
    </li>
  )
}

/** As it is signed. */
export const streamOf = ({ id }: RecordingOut): string => `/recordings/${id}/stream`
