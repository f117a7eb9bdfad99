// One big picture: the better of the two encodings that plays, with sound, ten seconds back, full screen and statistics.
import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import type { Key } from '../../../parts/keys/keys.ts'
import { useKeys } from '../../../parts/keys/use-keys.ts'
import { Player } from '../../../parts/player/player.tsx'
import { Statistics } from '../../../parts/player/statistics.tsx'
import { useFacts } from '../../../parts/player/use-facts.ts'
import { useLivePlayer } from '../../../parts/player/use-live-player.ts'
import { mayOperate } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import type { ChannelOut } from '../../../wire.ts'
import { useCodecRemedy } from '../codec/codec-remedy.tsx'
import { mayMove, PtzPad } from '../ptz-pad.tsx'
import { useFading } from '../use-fading.ts'
import { useKeepPicture } from './keep-picture.tsx'
import { StageBar } from './stage-bar.tsx'
import { useFull } from './use-full.ts'
import { KEPT_SECONDS, useGoingBack } from './use-going-back.ts'
import { CHOICES, useQuality } from './use-quality.ts'
import { useSound } from './use-sound.ts'
import './stage.css'

interface Props {
  channel: ChannelOut
  /** To the camera so many further. */
  go: (step: number) => void
  leave: () => void
}

/** To the cameras beside it and back to the wall. */
export const wayKeys = (go: Props['go'], leave: Props['leave']): Key[] => [
  { key: 'ArrowLeft', text: 'live.previous', act: () => go(-1) },
  { key: 'ArrowRight', text: 'live.next', act: () => go(1) },
  { key: 'Escape', text: 'live.back', act: () => !document.fullscreenElement && leave() },
]

export function Stage({ channel, go, leave }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const { judge, ...quality } = useQuality(channel)
  const { video, player, state } = useLivePlayer(channel.id, quality.shown, { keep: KEPT_SECONDS })
  const facts = useFacts(player, video)
  const [statistics, setStatistics] = useState(false)
  const [moving, setMoving] = useState(false)
  const shown = useFading(place)
  const { full, toggle: toggleFull } = useFull(place, video)
  const { sound, toggle: toggleSound } = useSound(channel.can.audio)
  const back = useGoingBack(channel, player)
  const keep = useKeepPicture(channel)
  const isBehind = state.phase === 'playing' && state.behind === true
  useEffect(() => judge(state), [state])

  const toggleStatistics = () => setStatistics((before) => !before)
  const toggleMoving = () => setMoving((before) => !before)
  const nextQuality = () => quality.choose(CHOICES[(CHOICES.indexOf(quality.choice) + 1) % CHOICES.length] ?? 'auto')
  useKeys('player.keys', [
    ...wayKeys(go, leave),
    { key: 'b', text: 'live.tenBack', act: back.step },
    { key: 'l', text: 'player.edge', act: back.toEdge, when: isBehind },
    { key: 'm', text: 'keys.sound', act: toggleSound, when: channel.can.audio },
    { key: 'q', text: 'player.quality', act: nextQuality, when: channel.can.sub },
    { key: 's', text: 'pictures.keep', act: () => void keep.run(), when: mayOperate.value },
    { key: 'c', text: 'ptz.open', act: toggleMoving, when: mayMove(channel) },
    { key: 'i', text: 'player.statistics', act: toggleStatistics },
    { key: 'f', text: 'player.full', act: toggleFull },
  ])

  const isInstead = quality.instead !== null && state.phase === 'playing'
  const [codecButton, codecDialog] = useCodecRemedy(channel, isInstead ? 'main' : quality.shown)
  const remedy = (
    <div class="player-actions">
      {quality.shown === 'main' && channel.can.sub && (
        <div class="player-action">
          <Button onClick={() => quality.choose('sub')}>{t('player.quality.showSub')}</Button>
        </div>
      )}
      {codecButton}
    </div>
  )
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: double click is a shortcut for the button below
    <div
      class="stage watch"
      ref={place}
      data-controls={shown || state.phase !== 'playing' || isBehind}
      onDblClick={toggleFull}
    >
      <Player
        channelId={channel.id}
        label={t('player.label', { channel: channel.name })}
        video={video}
        state={state}
        muted={!sound}
        remedy={remedy}
      >
        {statistics && facts && <Statistics facts={facts} />}
        {isInstead && (
          <div class="player-note fading" role="status">
            <p>{t('player.instead', { codec: quality.instead ?? '' })}</p>
            <div class="player-actions">{codecButton}</div>
          </div>
        )}
      </Player>
      <StageBar
        {...{ channel, state, quality, back, keep, statistics, moving, full }}
        delay={facts?.delay ?? null}
        sound={channel.can.audio ? sound : null}
        onSound={toggleSound}
        onStatistics={toggleStatistics}
        onMoving={mayMove(channel) ? toggleMoving : null}
        onFull={toggleFull}
      />
      {moving && <PtzPad channel={channel} />}
      {codecDialog}
    </div>
  )
}
