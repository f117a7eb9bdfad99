// What plays and what is drawn of one address: picture, controls, timeline and keys.
import { useSignal } from '@preact/signals'
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { mayExport } from '../../../household.ts'
import { useKeys } from '../../../parts/keys/use-keys.ts'
import { FaultNote, Waiting } from '../../../parts/states.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { t } from '../../../texts/t.ts'
import { serverNow } from '../../../times.ts'
import type { ChannelOut } from '../../../wire.ts'
import { Chooser } from './chooser.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { Legend } from './legend.tsx'
import { LiveLayer } from './live-layer.tsx'
import { PastPicture } from './past-picture.tsx'
import { instantText, type Marks, NOW, type Place } from './place.ts'
import { Timeline } from './timeline.tsx'
import { Transport } from './transport.tsx'
import { useDown } from './use-down.ts'
import { useLanes } from './use-lanes.ts'
import { usePast } from './use-past.ts'
import { around, following, lengthOf, settled, shareOf, type View, zoomed } from './view.ts'
import { wallOf } from './wall.ts'

interface Props {
  place: Place
  channel: ChannelOut
  keeping: readonly ChannelOut[]
  shown: readonly number[]
  begin: number
  go: (next: Partial<Place>) => void
}

const UNMARKED: Marks = { from: null, to: null }
/** The address follows what plays, so that a reload goes on there. */
const NOTED_MS = 5000
const NOTED = 20
const ZOOM = 1.5
/** Who has come so close to the present when nothing follows goes on with what happens now. */
const NEARLY_NOW_MS = 15 * 60_000
/** Later than that is the live picture's. */
const EDGE_MS = 2000
/** Recorders have written what is so old. */
const WRITTEN_MS = 60_000

export function Day({ place, channel, keeping, shown, begin, go }: Props) {
  const stage = useRef<HTMLDivElement>(null)
  const down = useDown()
  const [view, setView] = useState<View>(() => settled(around(begin, place.span), serverNow()))
  const { lanes, fault } = useLanes(shown, view)
  const own = lanes?.find(({ id }) => id === channel.id)
  const past = usePast(channel.id, begin, own?.copies ?? [])
  const wall = useMemo(() => wallOf(own?.offsets ?? []), [own?.offsets])
  const [sound, setSound] = useState(false)
  const [rate, setRate] = useState(1)
  const marks = place.marks ?? UNMARKED
  const [exporting, setExporting] = useState(false)
  const { phase } = past.state
  const live = place.at === NOW && channel.can.live
  const edge = useSignal<string | null>(null)
  const playing = live || phase === 'playing' || phase === 'starting' || phase === 'waiting'
  const latest = useRef({ go, span: lengthOf(view) })
  latest.current = { go, span: lengthOf(view) }
  /** What we wrote into the address ourselves is nothing to act upon; several, since it comes back a moment later. */
  const noted = useRef<string[]>([])

  const note = useCallback((at: number) => {
    const text = instantText(at)
    noted.current = [...noted.current.slice(-NOTED), text]
    latest.current.go({ at: text, span: latest.current.span })
  }, [])
  const goLive = () => {
    setView((before) => following(before, serverNow()))
    go({ at: NOW, span: lengthOf(view) })
  }
  const seek = (at: number) => {
    if (channel.can.live && at > serverNow() - EDGE_MS) return goLive()
    const moment = Math.min(at, serverNow())
    past.play(moment)
    setView((before) => following(before, moment))
    note(moment)
  }
  /** Steps while nothing plays only move the playhead. */
  const step = (seconds: number) => {
    if (live) return seconds < 0 && seek(serverNow() - Math.max(WRITTEN_MS, -seconds * 1000))
    const moment = Math.min(past.at.value + seconds * 1000, serverNow())
    if (playing) return seek(moment)
    past.at.value = moment
    setView((before) => following(before, moment))
    note(moment)
  }
  const toggle = () => {
    if (!playing) return past.play(past.at.value)
    past.pause()
    note(past.at.value)
  }
  const choose = (id: number, at = past.at.value) => {
    if (id === channel.id) return seek(at)
    noted.current = []
    const isLive = live && at === past.at.value
    go({
      channelId: id,
      at: isLive ? NOW : instantText(at),
      others: shown.filter((one) => one !== id),
      span: lengthOf(view),
    })
  }

  // Another channel, another address from outside, or the first look: a moment that is named plays.
  const hasLanes = lanes !== null || fault !== null
  useEffect(() => {
    if (place.at === null || place.at === NOW || !hasLanes || noted.current.includes(place.at)) return
    noted.current = [place.at]
    past.play(begin)
    setView((before) => following(before, begin))
  }, [channel.id, place.at, hasLanes])

  useEffect(() => {
    if (!live && phase !== 'playing') return
    const timer = setInterval(() => {
      if (!live) note(past.at.value)
      setView((before) => (shareOf(before, past.at.value) < 1.2 ? following(before, past.at.value) : before))
    }, NOTED_MS)
    return () => clearInterval(timer)
  }, [phase, live, note, past.at])

  useEffect(() => {
    if (phase === 'ended' && !live && channel.can.live && serverNow() - past.at.value < NEARLY_NOW_MS) goLive()
  }, [phase])

  const mark = (which: 'from' | 'to') => {
    const at = Math.round(past.at.value)
    const next = { ...marks, [which]: at }
    const isTurned = next.from !== null && next.to !== null && next.from >= next.to
    go({ marks: isTurned ? { ...UNMARKED, [which]: at } : next })
  }
  const keep = () => {
    if (marks.from !== null && marks.to !== null) setExporting(true)
    else toast(t('day.export.unmarked'))
  }
  const alarm = (direction: 1 | -1) => {
    const all = own?.alarms ?? []
    const at = past.at.value
    const next = direction > 0 ? all.find(({ start }) => start > at + 1000) : all.findLast(({ end }) => end < at - 1000)
    if (next) seek(next.start)
  }
  const neighbour = (by: number) => {
    const id = shown[shown.indexOf(channel.id) + by]
    if (id !== undefined) choose(id)
  }
  const zoom = (factor: number) => {
    const share = shareOf(view, past.at.value)
    setView(zoomed(view, factor, share >= 0 && share <= 1 ? share : 0.5, serverNow()))
  }
  const full = () => {
    if (document.fullscreenElement) void document.exitFullscreen()
    else if (stage.current?.requestFullscreen) void stage.current.requestFullscreen()
    else (past.video.current as { webkitEnterFullscreen?: () => void } | null)?.webkitEnterFullscreen?.()
  }
  const toggleSound = () => setSound((before) => channel.can.audio && !before)
  useKeys('nav.playback', [
    { key: ' ', text: 'keys.play', act: toggle },
    { key: 'ArrowLeft', text: 'keys.back', act: ({ shiftKey }) => step(shiftKey ? -60 : -10) },
    { key: 'ArrowRight', text: 'keys.on', act: ({ shiftKey }) => step(shiftKey ? 60 : 10) },
    { key: 'ArrowUp', text: 'keys.above', act: () => neighbour(-1), when: shown.length > 1 },
    { key: 'ArrowDown', text: 'keys.below', act: () => neighbour(1), when: shown.length > 1 },
    { key: 'n', text: 'keys.alarm.next', act: () => alarm(1) },
    { key: 'p', text: 'keys.alarm.previous', act: () => alarm(-1) },
    { key: '[', text: 'day.mark.from', act: () => mark('from') },
    { key: ']', text: 'day.mark.to', act: () => mark('to') },
    { key: 'e', text: 'keys.export', act: keep, when: mayExport(channel.id) },
    { key: 'Escape', text: 'keys.unmark', act: () => go({ marks: null }) },
    { key: '+', text: 'day.zoom.in', act: () => zoom(1 / ZOOM) },
    { key: '-', text: 'day.zoom.out', act: () => zoom(ZOOM) },
    { key: 'l', text: 'keys.live', act: goLive, when: channel.can.live },
    { key: 'm', text: 'keys.sound', act: toggleSound, when: channel.can.audio },
    { key: 'f', text: 'player.full', act: full },
  ])

  return (
    <div class="day-view">
      <div class="day-stage stage" ref={stage}>
        <PastPicture
          past={past}
          label={t('day.picture', { channel: channel.name })}
          muted={!sound}
          onLive={channel.can.live ? goLive : null}
        >
          {live && (
            <LiveLayer
              key={channel.id}
              channelId={channel.id}
              label={t('player.label', { channel: channel.name })}
              muted={!sound}
              past={past}
              edge={edge}
            />
          )}
        </PastPicture>
      </div>
      <Transport
        {...{ past, wall, live, edge, playing, rate, marks }}
        gaps={own?.gaps ?? []}
        sound={channel.can.audio ? sound : null}
        mayExport={mayExport(channel.id)}
        onToggle={toggle}
        onLive={channel.can.live ? goLive : null}
        onStep={step}
        onSound={toggleSound}
        onRate={(next) => {
          setRate(next)
          past.setRate(next)
        }}
        onMark={mark}
        onExport={keep}
        onZoom={zoom}
        onFull={full}
      />
      <div class="day-lanes">
        <FaultNote fault={fault} />
        {lanes === null && !fault && <Waiting rows={3} />}
        {lanes && (
          <Timeline
            {...{ lanes, view, wall, marks, down }}
            chosen={channel.id}
            at={past.at}
            onView={setView}
            onMoment={(at, id) => choose(id ?? channel.id, at)}
            onChannel={(id) => choose(id)}
          />
        )}
        <footer class="day-foot">
          <Chooser
            channels={keeping}
            chosen={channel.id}
            shown={shown}
            onShown={(ids) => go({ others: ids.filter((id) => id !== channel.id), at: place.at, span: place.span })}
          />
          <Legend />
          <p class="note">{t('day.clock')}</p>
          <p class="note day-keys">{t('day.keys')}</p>
        </footer>
      </div>
      {exporting && marks.from !== null && marks.to !== null && (
        <ExportDialog
          channel={channel}
          from={marks.from}
          to={marks.to}
          wall={wall}
          onClose={() => setExporting(false)}
        />
      )}
    </div>
  )
}
