// What can be done with one file of ours, and how it is called.
import { useState } from 'preact/hooks'
import { hereBeside } from '../../../beside.ts'
import { toast } from '../../../parts/toasts.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { t } from '../../../texts/t.ts'
import { wallOf } from '../day/wall.ts'
import { protectRecording, type RecordingOut, removeRecording } from './asks.ts'
import { useSaving } from './use-saving.ts'

export function useRecording(recording: RecordingOut, onChanged: () => void, onRemoved = onChanged) {
  const { id, camera_name, start_time, utc_offset_minutes } = recording
  const start = Date.parse(start_time)
  const wall = wallOf([], utc_offset_minutes)
  const [removing, setRemoving] = useState(false)
  const [keeping, setKeeping] = useState(false)
  return {
    start,
    name: t('recordings.name', { channel: camera_name, time: wall.full(start) }),
    /** “Mon 12 Oct 2026, 08:14:05”. */
    time: `${wall.day(start)} ${wall.date(start).slice(0, 4)}, ${wall.exact(start)}`,
    /** The person's own time, where it is another. */
    here: hereBeside(start, utc_offset_minutes),
    saving: useSaving(`/recordings/${id}/download`),
    protecting: useAsyncAction(() => protectRecording(id, !recording.protected), onChanged),
    removal: useAsyncAction(
      () => removeRecording(id),
      () => {
        setRemoving(false)
        toast(t(recording.kind === 'picture' ? 'pictures.removed' : 'recordings.removed'))
        onRemoved()
      },
    ),
    removing,
    setRemoving,
    keeping,
    setKeeping,
  }
}
