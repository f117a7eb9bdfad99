// The player of the past: our copy of a moment where there is one, else the recorder's disk, and on from one to the other.
import { createCopyWay } from './copy-way.ts'
import { createFootageWay, type FootageDeps } from './footage-way.ts'
import type { Copy, PastState, PastWay } from './past.ts'

export interface PastPlayer {
  /** Plays from that instant on. */
  play(at: number): void
  /** Keeps the picture and lets the recorder go. */
  pause(): void
  /** How fast our copies play; the recorder has its own pace. */
  setRate(rate: number): void
  at(): number | null
  close(): void
}

export interface PastDeps extends FootageDeps {
  address: (path: string) => string
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
  let last: number | null = null
  let phase = ''

  const say = (state: PastState) => {
    if (state.phase === phase && state.phase !== 'fault') return
    phase = state.phase
    video.dataset.state = state.phase
    deps.onState(state, way?.kind ?? null)
  }
  const at = () => {
    last = way?.at() ?? last
    return last
  }
  const drop = () => {
    way?.close()
    way = null
    copy = undefined
  }
  const open = (from: number) => {
    drop()
    last = from
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
    }
    own = copy
      ? createCopyWay(video, copy, from, { ...deps, rate: () => rate }, events)
      : createFootageWay(video, from, deps, events)
    way = own
    deps.onState({ phase: 'starting' }, own.kind)
  }
  const next = (end: number) => {
    last = end
    if (way?.kind === 'copy') return open(end + SEAM_MS)
    video.pause()
    drop()
    say({ phase: 'ended' })
  }

  return {
    play(from) {
      const wanted = deps.copyAt(from)
      last = from
      if (way && phase !== 'fault' && wanted?.id === copy?.id && way.seek(from)) return say({ phase: 'starting' })
      open(from)
    },
    pause() {
      at()
      video.pause()
      drop()
      say({ phase: 'paused' })
    },
    setRate(fresh) {
      rate = fresh
      if (way?.kind === 'copy') video.playbackRate = fresh
    },
    at,
    close() {
      drop()
      video.removeAttribute('src')
      video.load()
      delete video.dataset.state
    },
  }
}
