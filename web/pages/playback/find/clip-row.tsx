// One clip on a recorder: where, when, how long, how large, and whether we have it; picked or played.
import { Check, Clock, Lock, Play } from 'lucide-preact'
import { hereBeside } from '../../../beside.ts'
import { channelOf, deviceList, deviceOf, mayExport, titleOf } from '../../../household.ts'
import { Pick } from '../../../parts/chosen-bar.tsx'
import { size } from '../../../sizes.ts'
import { t } from '../../../texts/t.ts'
import { length } from '../../../times.ts'
import { instantText, placeAddress } from '../day/place.ts'
import { DAY } from '../day/view.ts'
import { wallOf } from '../day/wall.ts'
import type { ClipOut } from './asks.ts'

interface Props {
  clip: ClipOut
  /** In words. */
  kind: string
  queued: boolean
  chosen: boolean
  onChosen: (on: boolean) => void
}

export function ClipRow({ clip, kind, queued, chosen, onChosen }: Props) {
  const [start, end] = [Date.parse(clip.start), Date.parse(clip.end)]
  const wall = wallOf([], clip.utc_offset_minutes)
  const channel = channelOf(clip.channel_id)?.name ?? ''
  const device = deviceOf(clip.device_id)
  const name = t('recordings.name', { channel, time: wall.full(start) })
  const facts = [
    hereBeside(start, clip.utc_offset_minutes),
    length((end - start) / 1000),
    clip.bytes !== null && size(clip.bytes),
    kind,
    device && deviceList.value.length > 1 && titleOf(device),
  ].filter(Boolean)
  return (
    <li class="recording clip">
      {mayExport(clip.channel_id) && <Pick label={t('chosen.one', { name })} checked={chosen} onChecked={onChosen} />}
      <div class="recording-words">
        <strong>{channel}</strong>
        <time dateTime={clip.start}>
          {wall.day(start)}, {wall.exact(start)} – {wall.exact(end)}
        </time>
        <p class="note">
          {facts.join(' · ')}
          {clip.locked && (
            <span class="recording-mark">
              <Lock aria-hidden="true" /> {t('find.locked')}
            </span>
          )}
          {clip.recording_id !== null ? (
            <span class="recording-mark good">
              <Check aria-hidden="true" /> {t('find.kept')}
            </span>
          ) : (
            queued && (
              <span class="recording-mark">
                <Clock aria-hidden="true" /> {t('find.inQueue')}
              </span>
            )
          )}
        </p>
      </div>
      <div class="recording-actions">
        <a
          class="icon-button quiet"
          title={t('recordings.play', { name })}
          href={placeAddress({
            ...{ channelId: clip.channel_id, at: instantText(start + 999), others: null },
            span: DAY / 24,
          })}
        >
          <Play />
          <span class="unseen">{t('recordings.play', { name })}</span>
        </a>
      </div>
    </li>
  )
}
