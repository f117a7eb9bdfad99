// Below the picture: play and pause, steps, the moment written out, where it comes from, and a range to export.

import type { Signal } from '@preact/signals'
import {
  Download,
  Maximize,
  Pause,
  Play,
  Radio,
  RotateCcw,
  RotateCw,
  SquareArrowLeft,
  SquareArrowRight,
  Volume2,
  VolumeX,
  ZoomIn,
  ZoomOut,
} from 'lucide-preact'
import { hereBeside } from '../../../beside.ts'
import { Button, IconButton } from '../../../parts/button.tsx'
import { t } from '../../../texts/t.ts'
import { gapWords } from './lane.tsx'
import { spanAt } from './lanes.ts'
import type { Marks } from './place.ts'
import type { Lane } from './use-lanes.ts'
import type { Past } from './use-past.ts'
import type { Wall } from './wall.ts'

export const RATES = [1, 2, 4, 8]

interface Props {
  past: Past
  wall: Wall
  /** The live picture is what is wanted. */
  live: boolean
  edge: Signal<string | null>
  playing: boolean
  sound: boolean | null
  rate: number
  marks: Marks
  gaps: Lane['gaps']
  mayExport: boolean
  onToggle: () => void
  /** Goes over to the live picture; null: there is none. */
  onLive: (() => void) | null
  onStep: (seconds: number) => void
  onSound: () => void
  onRate: (rate: number) => void
  onMark: (which: 'from' | 'to') => void
  onExport: () => void
  onZoom: (factor: number) => void
  onFull: () => void
}

export function Transport(props: Props) {
  const { past, wall, live, edge, playing, sound, rate, marks, gaps, mayExport } = props
  const { onToggle, onLive, onStep, onSound, onRate, onMark, onExport, onZoom, onFull } = props
  return (
    <div class="transport" role="toolbar" aria-label={t('day.controls')}>
      <div class="transport-group">
        <IconButton label={t(live ? 'live.past' : 'day.back')} onClick={() => onStep(-10)}>
          <RotateCcw />
        </IconButton>
        <IconButton label={playing ? t('day.pause') : t('day.play')} onClick={onToggle}>
          {playing ? <Pause /> : <Play />}
        </IconButton>
        <IconButton label={t('day.forward')} disabled={live} onClick={() => onStep(10)}>
          <RotateCw />
        </IconButton>
      </div>
      <p class="transport-at">
        <Clock past={past} wall={wall} gaps={gaps} playing={playing} live={live} edge={edge} />
      </p>
      <div class="transport-group">
        {past.kind === 'copy' && (
          <select
            aria-label={t('day.rate')}
            value={String(rate)}
            onChange={(event) => onRate(Number(event.currentTarget.value))}
          >
            {RATES.map((one) => (
              <option key={one} value={String(one)}>
                {one} ×
              </option>
            ))}
          </select>
        )}
        {sound !== null && (
          <IconButton label={sound ? t('player.sound.off') : t('player.sound.on')} onClick={onSound}>
            {sound ? <Volume2 /> : <VolumeX />}
          </IconButton>
        )}
        <IconButton label={t('player.full')} onClick={onFull}>
          <Maximize />
        </IconButton>
        {onLive && (
          <IconButton label={t('day.live')} aria-pressed={live} onClick={onLive}>
            <Radio />
          </IconButton>
        )}
      </div>
      <div class="transport-group transport-range">
        <IconButton label={t('day.mark.from')} aria-pressed={marks.from !== null} onClick={() => onMark('from')}>
          <SquareArrowRight />
        </IconButton>
        <IconButton label={t('day.mark.to')} aria-pressed={marks.to !== null} onClick={() => onMark('to')}>
          <SquareArrowLeft />
        </IconButton>
        {mayExport && (
          <Button icon={<Download />} title={t('day.export.key')} onClick={onExport}>
            {t('day.export')}
          </Button>
        )}
      </div>
      <div class="transport-group">
        <IconButton label={t('day.zoom.out')} onClick={() => onZoom(2)}>
          <ZoomOut />
        </IconButton>
        <IconButton label={t('day.zoom.in')} onClick={() => onZoom(0.5)}>
          <ZoomIn />
        </IconButton>
      </div>
    </div>
  )
}

interface ClockProps extends Pick<Props, 'past' | 'wall' | 'gaps' | 'playing' | 'live' | 'edge'> {}

/** Only this is drawn anew as time goes by: the moment, where its picture is from, or why there is none. */
function Clock({ past, wall, gaps, playing, live, edge }: ClockProps) {
  const at = past.at.value
  const gap = playing ? undefined : spanAt(gaps, at)
  const here = hereBeside(at, wall.offset(at))
  const source = past.kind && t(past.kind === 'copy' ? 'day.from.copy' : 'day.from.recorder')
  return (
    <>
      <time dateTime={new Date(at).toISOString()}>
        {wall.day(at)} <strong>{wall.exact(at)}</strong>
      </time>
      {here && <small>{here}</small>}
      {live ? (
        <span class="pill" data-live={edge.value !== null}>
          {edge.value ?? t('player.starting')}
        </span>
      ) : gap ? (
        <small>{gapWords(gap, wall)}</small>
      ) : (
        source && <small>{source}</small>
      )}
    </>
  )
}
