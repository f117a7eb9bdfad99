// One big picture in the main quality, with sound, full screen and statistics.
import {
  ChartNoAxesColumn,
  ChevronLeft,
  ChevronRight,
  Link,
  Maximize,
  Minimize,
  Move,
  RotateCcw,
  Spline,
  Volume2,
  VolumeX,
} from 'lucide-preact'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { useLocation, useRoute } from 'preact-iso'
import { addressOf } from '../../base.ts'
import { allPictures, channels, deviceOf, isOut, pictures, titleOf } from '../../household.ts'
import { IconButton } from '../../parts/button.tsx'
import { Page } from '../../parts/page.tsx'
import { Player } from '../../parts/player/player.tsx'
import { Statistics } from '../../parts/player/statistics.tsx'
import { delayText } from '../../parts/player/timing.ts'
import { useFacts } from '../../parts/player/use-facts.ts'
import { useLivePlayer } from '../../parts/player/use-live-player.ts'
import { Empty } from '../../parts/states.tsx'
import { mayManage, mayOperate } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { serverNow } from '../../times.ts'
import type { ChannelOut } from '../../wire.ts'
import { SourcesNote } from '../devices/sources/sources-note.tsx'
import { instantText, placeAddress } from '../playback/day/place.ts'
import { KeepPicture } from './keep-picture.tsx'
import { Others } from './others.tsx'
import { mayMove, PtzPad } from './ptz-pad.tsx'
import { AwayPicture } from './tile.tsx'
import { useFading } from './use-fading.ts'

export function ChannelPage() {
  const { id } = useRoute().params
  const list = pictures.value
  const isMeant = (channel: ChannelOut) => String(channel.id) === id || channel.uuid === id || channel.slug === id
  const index = list.findIndex(isMeant)
  const channel = list[index]
  const off = channel ? undefined : allPictures.value.find(isMeant)
  const { route } = useLocation()
  const go = useCallback(
    (step: number) => {
      const next = list[(index + step + list.length) % list.length]
      if (next) route(addressOf(`/live/${next.id}`), true)
    },
    [list, index, route],
  )
  const device = channel && deviceOf(channel.device_id)
  const title = (channel ?? off)?.name ?? t('live.grid')
  return (
    <Page
      title={title}
      back={{ path: '/', label: t('live.back') }}
      wide
      actions={
        <>
          {device && titleOf(device) !== title && <span class="top-note">{titleOf(device)}</span>}
          {list.length > 1 && (
            <>
              <IconButton label={t('live.previous')} onClick={() => go(-1)}>
                <ChevronLeft />
              </IconButton>
              <IconButton label={t('live.next')} onClick={() => go(1)}>
                <ChevronRight />
              </IconButton>
            </>
          )}
        </>
      }
    >
      {channel && isOut(channel) ? (
        <div class="theatre">
          <div class="stage">
            <AwayPicture channel={channel} device={device} />
          </div>
        </div>
      ) : channel ? (
        <div class="theatre">
          <Stage key={channel.id} channel={channel} go={go} leave={() => route(addressOf('/'))} />
        </div>
      ) : off ? (
        <Empty drawing="porch" title={t('channels.off.title')} text={t('channels.off.text')}>
          <a class="button primary" href={addressOf(`/devices/${off.device_id}/channels?channel=${off.id}`)}>
            <span>{t('channels.off.to')}</span>
          </a>
        </Empty>
      ) : (
        channels.value.phase !== 'loading' && (
          <Empty drawing="porch" title={t('app.missing')} text={t('app.missing.do')}>
            <a class="button primary" href={addressOf('/')}>
              <span>{t('do.toLive')}</span>
            </a>
          </Empty>
        )
      )}
      {channel && mayManage.value && <SourcesNote key={channel.id} channel={channel} />}
      {channel && <Others except={channel.id} />}
    </Page>
  )
}

const SOUND = 'porchlight.sound'
/** Recorders have written what is so old. */
const BACK_MS = 60_000
const CLOSE_MS = 30 * 60_000

/** What has just been missed. The address is made when it is followed: it names a moment before that one. */
function Back({ channelId }: { channelId: number }) {
  const { route } = useLocation()
  const address = () =>
    placeAddress({ channelId, at: instantText(serverNow() - BACK_MS), others: null, span: CLOSE_MS })
  return (
    <IconButton look="picture" label={t('live.past')} onClick={() => route(address())}>
      <RotateCcw />
    </IconButton>
  )
}

function Stage({ channel, go, leave }: { channel: ChannelOut; go: (step: number) => void; leave: () => void }) {
  const place = useRef<HTMLDivElement>(null)
  const { video, player, state } = useLivePlayer(channel.id, 'main')
  const facts = useFacts(player, video)
  const [sound, setSound] = useState(false)
  const [statistics, setStatistics] = useState(false)
  const [moving, setMoving] = useState(false)
  const [full, setFull] = useState(false)
  const shown = useFading(place)
  const hasSound = channel.can.audio

  const toggleSound = useCallback(() => {
    setSound((before) => {
      localStorage.setItem(SOUND, before ? 'off' : 'on')
      return !before
    })
  }, [])
  const toggleFull = useCallback(() => {
    if (document.fullscreenElement) void document.exitFullscreen()
    else if (place.current?.requestFullscreen) void place.current.requestFullscreen()
    // iPhones let only the video itself fill the screen.
    else (video.current as { webkitEnterFullscreen?: () => void } | null)?.webkitEnterFullscreen?.()
  }, [video])
  useEffect(() => {
    // Browsers allow sound only after the person has touched the page once.
    if (hasSound && localStorage.getItem(SOUND) === 'on' && navigator.userActivation?.hasBeenActive) setSound(true)
    const onFull = () => setFull(document.fullscreenElement !== null)
    document.addEventListener('fullscreenchange', onFull)
    return () => document.removeEventListener('fullscreenchange', onFull)
  }, [hasSound])
  useEffect(() => {
    const keys: Record<string, () => void> = {
      ArrowLeft: () => go(-1),
      ArrowRight: () => go(1),
      Escape: () => !document.fullscreenElement && leave(),
      f: toggleFull,
      i: () => setStatistics((before) => !before),
      m: () => hasSound && toggleSound(),
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (event.target instanceof HTMLInputElement || document.querySelector('dialog[open]')) return
      keys[event.key]?.()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [go, leave, toggleFull, toggleSound, hasSound])

  const delay = facts?.delay ?? null
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: double click is a shortcut for the button below
    <div class="stage" ref={place} data-controls={shown || state.phase !== 'playing'} onDblClick={toggleFull}>
      <Player
        channelId={channel.id}
        label={t('player.label', { channel: channel.name })}
        video={video}
        state={state}
        muted={!sound}
      >
        {statistics && facts && <Statistics facts={facts} />}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: keeps a double press of a button from being a double click on the picture */}
        <div class="stage-bar" onDblClick={(event) => event.stopPropagation()}>
          <span class="pill" data-live={state.phase === 'playing'}>
            {state.phase === 'playing'
              ? delay === null
                ? t('nav.live')
                : t('player.live', { delay: delayText(delay) })
              : t('player.starting')}
          </span>
          <span class="stage-gap" />
          {deviceOf(channel.device_id)?.offers.includes('footage') && <Back channelId={channel.id} />}
          {mayMove(channel) && (
            <IconButton look="picture" label={t('ptz.open')} aria-pressed={moving} onClick={() => setMoving(!moving)}>
              <Move />
            </IconButton>
          )}
          {mayOperate.value && <KeepPicture channel={channel} />}
          {mayManage.value && (
            <a
              class="icon-button picture"
              href={addressOf(`/live/${channel.id}/zones`)}
              aria-label={t('zones.open')}
              title={t('zones.open')}
            >
              <Spline />
            </a>
          )}
          {hasSound && (
            <IconButton
              look="picture"
              label={sound ? t('player.sound.off') : t('player.sound.on')}
              aria-pressed={sound}
              onClick={toggleSound}
            >
              {sound ? <Volume2 /> : <VolumeX />}
            </IconButton>
          )}
          <a
            class="icon-button picture"
            href={addressOf(`/account?link=${channel.id}`)}
            aria-label={t('account.links.from')}
            title={t('account.links.from')}
          >
            <Link />
          </a>
          <IconButton
            look="picture"
            label={t('player.statistics')}
            aria-pressed={statistics}
            onClick={() => setStatistics(!statistics)}
          >
            <ChartNoAxesColumn />
          </IconButton>
          <IconButton look="picture" label={full ? t('player.full.leave') : t('player.full')} onClick={toggleFull}>
            {full ? <Minimize /> : <Maximize />}
          </IconButton>
        </div>
      </Player>
      {moving && <PtzPad channel={channel} />}
    </div>
  )
}
