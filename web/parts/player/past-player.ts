// The player of the past: our copy of a moment where there is one, else the recorder's disk, and on from one to the other.
import { createCopyWay } from './copy-way.ts'
import { createFootageListWay, type FootageListDeps } from './footage-list-way.ts'
import { createFootageWay } from './footage-way.ts'
import { mediaSourceClass } from './mse-sink.ts'
import type { Copy, PastState, PastWay } from './past.ts'

export interface PastPlayer {
  /** Plays from that instant on. */
  play(at: number): void
  /** Keeps the picture and lets the recorder go. */
  pause(): void
  /** How fast our copies play; the recorder has its own pace. */
  setRate(rate: number): void
  /** The instant on screen; null while nothing plays, or not yet. */
  at(): number | null
  close(): void
}

export interface PastDeps extends FootageListDeps {
  /** Our file that holds this instant. */
  copyAt: (at: number) => Copy | undefined
  onState: (state: PastState, kind: PastWay['kind'] | null) => void
}

/** A file's last picture may lie a little before its end. */
const SEAM_MS = 200

export function createPastPlayer(video: HTMLVideoElement, deps: PastDeps): PastPlayer {
  let way: PastWay | null = null
  let copy: Copy | undefined
  let rate = 1
  let phase = ''
  let useHls = mediaSourceClass() === undefined

  const say = (state: PastState) => {
    if (state.phase === phase && state.phase !== 'fault') return
    phase = state.phase
    video.dataset.state = state.phase
    if (phase === 'playing') deps.still.release()
    else if (phase !== 'starting' && phase !== 'waiting') deps.still.releaseStrange()
    deps.onState(state, way?.kind ?? null)
  }
  const drop = () => {
    if (way) deps.still.hold(video)
    way?.close()
    way = null
    copy = undefined
  }
  const open = (from: number) => {
    drop()
    say({ phase: 'starting' })
    copy = deps.copyAt(from)
    // What a source still says after it was left is of no interest.
    let own: PastWay | null = null
    const isOwn = () => own === null || own === way
    const events = {
      onState: (state: PastState) => {
        if (isOwn()) say(state)
      },
      onEnd: (end: number) => {
        if (isOwn()) next(end)
      },
      onNoSocket: (at: number) => {
        useHls = true
        if (isOwn()) open(at)
      },
    }
    own = copy
      ? createCopyWay(video, copy, from, { ...deps, rate: () => rate }, events)
      : (useHls ? createFootageListWay : createFootageWay)(video, from, deps, events)
    way = own
    deps.onState({ phase: 'starting' }, own.kind)
  }
  const next = (end: number) => {
    if (way?.kind === 'copy') return open(end + SEAM_MS)
    video.pause()
    drop()
    say({ phase: 'ended' })
  }

  return {
    play(from) {
      const wanted = deps.copyAt(from)
      if (way && phase !== 'fault' && wanted?.id === copy?.id && way.seek(from)) return say({ phase: 'starting' })
      open(from)
    },
    pause() {
      video.pause()
      drop()
      say({ phase: 'paused' })
    },
    setRate(fresh) {
      rate = fresh
      if (way?.kind === 'copy') video.playbackRate = fresh
    },
    at: () => way?.at() ?? null,
    close() {
      drop()
      video.removeAttribute('src')
      video.load()
      delete video.dataset.state
    },
  }
}
