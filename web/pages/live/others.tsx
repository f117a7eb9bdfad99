// The other cameras as still pictures, under the big one where there is room: on a phone held upright.
import { VideoOff } from 'lucide-preact'
import { isOut } from '../../household.ts'
import { Before } from '../../parts/player/before.tsx'
import { t } from '../../texts/t.ts'
import type { ChannelOut } from '../../wire.ts'
import { type Choice, fullAddress } from './walls/view.ts'

interface Props {
  /** Those of the wall that one comes from. */
  channels: readonly ChannelOut[]
  choice: Choice
  except: number
}

export function Others({ channels, choice, except }: Props) {
  return (
    <ul class="others">
      {channels
        .filter((channel) => channel.id !== except)
        .map((channel) => (
          <li key={channel.id} class="tile" data-away={isOut(channel)}>
            <Before channelId={channel.id} />
            <a class="tile-link" href={fullAddress(channel.id, choice)}>
              <span class="unseen">{t('live.open', { channel: channel.name })}</span>
            </a>
            {isOut(channel) && (
              <span class="tile-away" title={t('devices.phase.away')}>
                <VideoOff />
                <span class="unseen">{t('devices.phase.away')}</span>
              </span>
            )}
            <p class="tile-name" aria-hidden="true">
              <span>{channel.name}</span>
            </p>
          </li>
        ))}
    </ul>
  )
}
