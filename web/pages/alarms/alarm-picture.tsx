// The picture of an alarm; it leads to where it is big, saved and protected.
import { useState } from 'preact/hooks'
import { addressOf } from '../../base.ts'
import { SignedPicture } from '../../parts/signed-picture.tsx'
import { t } from '../../texts/t.ts'
import { picturePath } from '../playback/recordings/picture-path.ts'
import type { Item } from './item.ts'
import { KindIcon } from './kind-icon.tsx'
import { wordsOf } from './words.ts'

export function AlarmPicture({ alarm }: { alarm: Item }) {
  const [missing, setMissing] = useState(false)
  const none = alarm.picture_url === null || missing
  return (
    <div class="alarm-picture">
      {none ? (
        <span title={t('alarms.noPicture')}>
          <KindIcon kind={alarm.kind} />
        </span>
      ) : (
        <Picture path={alarm.picture_url as string} alarm={alarm} onMissing={() => setMissing(true)} />
      )}
    </div>
  )
}

function Picture({ path, alarm, onMissing }: { path: string; alarm: Item; onMissing: () => void }) {
  const picture = <SignedPicture path={path} alt="" onMissing={onMissing} />
  if (alarm.recording_id === null) return picture
  return (
    <a href={addressOf(picturePath(alarm.recording_id))} aria-label={t('alarms.picture', wordsOf(alarm))}>
      {picture}
    </a>
  )
}
