// The other cameras as still pictures, under the big one where there is room: on a phone held upright.
import { VideoOff } from 'lucide-preact'
import { addressOf } from '../../base.ts'
import { isOut, pictures } from '../../household.ts'
import { Before } from '../../parts/player/before.tsx'
import { t } from '../../texts/t.ts'

export function Others({ except }: { except: number }) {
  return (
    <ul class="others">
      {pictures.value
        .filter((channel) => channel.id !== except)
        .map((channel) => (
          <li key={channel.id} class="tile" data-away={isOut(channel)}>
            <Before channelId={channel.id} />
            <a class="tile-link" href={addressOf(`/live/${channel.id}`)}>
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
