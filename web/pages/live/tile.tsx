// One picture of the grid: its name, what is unusual, or since when and why it is away.
import { VideoOff } from 'lucide-preact'
import type { ComponentChildren, JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { addressOf } from '../../base.ts'
import { deviceList, isAway, isOut, openAlarms, pictures, titleOf } from '../../household.ts'
import { Before } from '../../parts/player/before.tsx'
import type { PlayerState } from '../../parts/player/live-player.ts'
import { Player } from '../../parts/player/player.tsx'
import { useLivePlayer } from '../../parts/player/use-live-player.ts'
import { hasText, t } from '../../texts/t.ts'
import { moment, now } from '../../times.ts'
import type { AlarmOut, ChannelOut, DeviceOut } from '../../wire.ts'
import { KindIcon } from '../alarms/kind-icon.tsx'
import { kindText } from '../alarms/words.ts'
import { useCodecRemedy } from './codec/codec-remedy.tsx'

interface Props {
  channel: ChannelOut
  device: DeviceOut | undefined
}

interface TileProps extends Props, Omit<JSX.IntrinsicElements['li'], 'class' | 'children'> {
  /** Where a press on it leads. */
  href?: string
  /** Told what its player does; of a picture that is away there is none. */
  onPhase?: ((phase: PlayerState['phase']) => void) | undefined
  /** What lies over it instead, where it is not for opening. */
  children?: ComponentChildren
}

export function LiveTile({ channel, device, href, onPhase, children, ...rest }: TileProps) {
  const away = isOut(channel)
  const alarm = openAlarms.byChannel.value.get(channel.id)
  return (
    <li {...rest} class="tile" data-channel={channel.id} data-alarm={!!alarm} data-away={away}>
      {away ? <AwayPicture channel={channel} device={device} /> : <TilePlayer channel={channel} onPhase={onPhase} />}
      {href && (
        <a class="tile-link" href={href}>
          <span class="unseen">{t('live.open', { channel: channel.name })}</span>
        </a>
      )}
      {alarm && !away && <AlarmBadge alarm={alarm} />}
      <p class="tile-name">
        <span>{channel.name}</span>
        {device && isTwice(channel.name) && deviceList.value.length > 1 && <small>{titleOf(device)}</small>}
      </p>
      {children}
    </li>
  )
}

const isTwice = (name: string) => pictures.value.filter((channel) => channel.name === name).length > 1

function TilePlayer({ channel, onPhase }: Pick<TileProps, 'channel' | 'onPhase'>) {
  const quality = channel.can.sub ? 'sub' : 'main'
  const { video, state } = useLivePlayer(channel.id, quality)
  const [remedy, dialog] = useCodecRemedy(channel, quality)
  useEffect(() => onPhase?.(state.phase), [onPhase, state.phase])
  return (
    <>
      <Player
        channelId={channel.id}
        label={t('player.label', { channel: channel.name })}
        video={video}
        state={state}
        muted
        quiet
        remedy={remedy}
      />
      {dialog}
    </>
  )
}

function AlarmBadge({ alarm }: { alarm: AlarmOut }) {
  const text = t('live.alarm', {
    kind: kindText(alarm.kind, alarm.message),
    time: moment(new Date(alarm.created_at), now.value),
  })
  return (
    <span class="tile-alarm" title={text}>
      <KindIcon kind={alarm.kind} />
      <span class="unseen">{text}</span>
    </span>
  )
}

/** Why a picture is away: since when, the reason, and the one thing to do. */
export function AwayPicture({ channel, device }: Props) {
  const refused = device?.state.phase === 'refused'
  const since = device && isAway(device) ? moment(new Date(device.state.since), now.value) : null
  const title = since === null ? t('live.away.camera') : t(refused ? 'live.refused' : 'live.away', { time: since })
  const reason = since === null ? troubleText(channel.trouble) : device?.state.reason
  return (
    <div class="away">
      <div class="away-picture">
        <Before channelId={channel.id} />
      </div>
      <div class="away-words">
        <VideoOff />
        <strong>{title}</strong>
        {reason && <p>{reason}</p>}
        {device && (
          <a href={addressOf(`/devices/${device.id}`)}>{refused ? t('live.refused.do') : t('live.away.do')}</a>
        )}
      </div>
    </div>
  )
}

/** Our words for what recorders commonly say of a camera; else the recorder's own. */
function troubleText(word: string | null): string {
  if (word === null) return t('live.away.unseen')
  const key = `trouble.${word.toLowerCase().replaceAll(' ', '')}`
  return hasText(key) ? t(key as 'trouble.novideo') : word
}
