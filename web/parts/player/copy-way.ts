// Footage from a file of ours: the browser reads the parts it needs, so that it can be sought and played faster.
import type { Answer } from '../../client.ts'
import type { SignedOut } from '../../wire.ts'
import type { Copy, PastEvents, PastWay } from './past.ts'

export interface CopyDeps {
  sign: (path: string, signal: AbortSignal) => Promise<Answer<SignedOut>>
  address: (path: string) => string
  /** How fast; read whenever it begins to play. */
  rate: () => number
}

export function createCopyWay(
  video: HTMLVideoElement,
  copy: Copy,
  begin: number,
  deps: CopyDeps,
  events: PastEvents,
): PastWay {
  const ending = new AbortController()
  const { signal } = ending
  let wanted = begin
  let failures = 0

  const open = async () => {
    const signed = await deps.sign(`/recordings/${copy.id}/stream`, signal)
    if (signal.aborted) return
    if (signed.kind === 'fault') return events.onState({ phase: 'fault', fault: signed.fault })
    if (signed.kind !== 'ok') return
    video.src = deps.address(signed.data.url)
    video.currentTime = Math.max(0, (wanted - copy.start) / 1000)
    void video.play().catch(() => {})
  }
  const at = () => (video.readyState > 0 ? copy.start + video.currentTime * 1000 : null)
  const onTime = () => {
    video.playbackRate = deps.rate()
    if (video.paused || video.seeking || video.readyState < 3) return
    failures = 0
    wanted = at() ?? wanted
    events.onState({ phase: 'playing' })
  }
  const on = (name: string, listener: () => void) => video.addEventListener(name, listener, { signal })
  on('playing', onTime)
  on('timeupdate', onTime)
  on('waiting', () => events.onState({ phase: 'waiting' }))
  on('ended', () => events.onEnd(Math.max(copy.end, wanted)))
  // Links end when they are not used for a while; another one is asked for once.
  on('error', () => {
    if (failures++ === 0) void open()
    else events.onState({ phase: 'unsupported', codec: '' })
  })
  void open()

  return {
    kind: 'copy',
    seek(next) {
      if (next < copy.start || next >= copy.end) return false
      wanted = next
      if (video.readyState > 0) video.currentTime = (next - copy.start) / 1000
      void video.play().catch(() => {})
      return true
    },
    at,
    close() {
      ending.abort()
      video.playbackRate = 1
    },
  }
}
