// What one can do with the big picture: at its foot where it is wide, below it on a phone that is held upright.
import {
  ChartNoAxesColumn,
  History,
  Link,
  Maximize,
  Minimize,
  Move,
  RotateCcw,
  Spline,
  Volume2,
  VolumeX,
} from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { addressOf } from '../../../base.ts'
import { IconButton } from '../../../parts/button.tsx'
import type { PlayerState } from '../../../parts/player/live-player.ts'
import type { AsyncAction } from '../../../parts/use-async-action.ts'
import { mayManage, mayOperate } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import type { ChannelOut } from '../../../wire.ts'
import { KeepPicture } from './keep-picture.tsx'
import { LiveEdge } from './live-edge.tsx'
import type { GoingBack } from './use-going-back.ts'
import { CHOICES, choiceIn, type QualityChoice } from './use-quality.ts'

interface Props {
  channel: ChannelOut
  state: PlayerState
  delay: number | null
  quality: QualityChoice
  back: GoingBack
  keep: AsyncAction<[]>
  /** Null: it has none. */
  sound: boolean | null
  statistics: boolean
  moving: boolean
  full: boolean
  onSound: () => void
  onStatistics: () => void
  /** Null: it cannot be moved. */
  onMoving: (() => void) | null
  onFull: () => void
}

export function StageBar(props: Props) {
  const { channel, state, delay, quality, back, keep, sound, statistics, moving, full } = props
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keeps a double press of a button from being a double click on the picture
    <div class="stage-bar" onDblClick={(event) => event.stopPropagation()}>
      <LiveEdge state={state} delay={delay} onEdge={back.toEdge} />
      <span class="stage-gap" />
      <IconButton look="picture" label={t('live.tenBack')} onClick={back.step}>
        <RotateCcw />
      </IconButton>
      {back.toFootage && (
        <IconButton look="picture" label={t('live.past')} onClick={back.toFootage}>
          <History />
        </IconButton>
      )}
      {props.onMoving && (
        <IconButton look="picture" label={t('ptz.open')} aria-pressed={moving} onClick={props.onMoving}>
          <Move />
        </IconButton>
      )}
      {mayOperate.value && <KeepPicture keep={keep} />}
      {mayManage.value && (
        <PictureLink path={`/live/${channel.id}/zones`} label={t('zones.open')}>
          <Spline />
        </PictureLink>
      )}
      {sound !== null && (
        <IconButton
          look="picture"
          label={sound ? t('player.sound.off') : t('player.sound.on')}
          aria-pressed={sound}
          onClick={props.onSound}
        >
          {sound ? <Volume2 /> : <VolumeX />}
        </IconButton>
      )}
      <PictureLink path={`/account?link=${channel.id}`} label={t('account.links.from')}>
        <Link />
      </PictureLink>
      {channel.can.sub && <Qualities quality={quality} />}
      <IconButton look="picture" label={t('player.statistics')} aria-pressed={statistics} onClick={props.onStatistics}>
        <ChartNoAxesColumn />
      </IconButton>
      <IconButton look="picture" label={full ? t('player.full.leave') : t('player.full')} onClick={props.onFull}>
        {full ? <Minimize /> : <Maximize />}
      </IconButton>
    </div>
  )
}

function PictureLink({ path, label, children }: { path: string; label: string; children: ComponentChildren }) {
  return (
    <a class="icon-button picture" href={addressOf(path)} aria-label={label} title={label}>
      {children}
    </a>
  )
}

function Qualities({ quality: { choice, choose } }: { quality: QualityChoice }) {
  return (
    <select
      class="quality-pick"
      aria-label={t('player.quality')}
      title={t('player.quality')}
      value={choice}
      onChange={(event) => choose(choiceIn(event.currentTarget.value))}
    >
      {CHOICES.map((one) => (
        <option key={one} value={one}>
          {t(`player.quality.${one}`)}
        </option>
      ))}
    </select>
  )
}
