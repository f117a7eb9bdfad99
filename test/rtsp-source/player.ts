// Plays a clip to one client in real time, over whatever way it has set up.
import type { SourceClip } from './clip.ts'
import { type Patch, patched, SOUND_PACKET, soundOf, type Unit, videoOf, videoUnit } from './packets.ts'

/** How a track reaches its client; `send` gets whole interleaved frames, and says whether they are on their way. */
export interface Way {
  channel: number
  send(bytes: Buffer, source: Unit): boolean
  close(): void
}

interface Track extends Patch {
  way: Way
  /** What is sent as number `index`; null beyond the end. */
  unitAt: (index: number) => Unit | null
  perSecond: number
  clock: number
  /** Index of the next unit since the beginning. */
  next: number
}

const CLOCK = 90_000
const SOUND_RATE = 8000
const draw = (limit: number) => Math.floor(Math.random() * limit)

const loop = (units: Unit[]) => (index: number) => units[index % units.length] ?? null

function createTrack(way: Way, unitAt: Track['unitAt'], perSecond: number, clock: number, next: number): Track {
  return {
    way,
    unitAt,
    perSecond,
    clock,
    next,
    channel: way.channel,
    sequence: draw(0x10000),
    timestamp: draw(2 ** 31),
    ssrc: draw(2 ** 32),
  }
}

export interface Player {
  readonly path: string
  /** Wall clock (ms) at which unit 0 was due; null before PLAY. */
  readonly startedAt: number | null
  /** Adds or replaces track 1 (picture) or 2 (sound); returns its SSRC in hex. */
  setup(track: 1 | 2, way: Way): string
  /** Begins; returns the `RTP-Info` of the tracks. */
  play(uri: string): string
  pause(): void
  /** Sends what is due; while frozen nothing, and after it goes on with the next key frame. */
  tick(now: number, frozen: boolean): void
  close(): void
}

interface Desires {
  /** Of footage: its end has come. */
  onEnd?: () => void
  /** A picture was due, and is on its way or was lost. */
  onPicture?: (sent: boolean) => void
  /** How much faster than filmed; the times that the pictures carry stay those of their filming. */
  speed?: number
}

/** Plays `clip` from `firstUnit` on, by the wall clock, round and round; footage only to its end. */
export function createPlayer(path: string, clip: SourceClip, desires: Desires = {}): Player {
  const { onEnd = () => {}, onPicture = () => {}, speed = 1 } = desires
  const tracks = new Map<1 | 2, Track>()
  const first = clip.firstUnit ?? 0
  let startedAt: number | null = null
  let wasFrozen = false
  /** Seconds after the beginning at which footage is over. */
  let end = Number.POSITIVE_INFINITY

  const pictureAt = (index: number): Unit | null => {
    if (!clip.unitAt) return loop(videoOf(clip))(index)
    const nals = clip.unitAt(index)
    if (nals) return videoUnit(nals, clip.codec)
    if (end === Number.POSITIVE_INFINITY) onEnd()
    end = index / clip.fps
    return null
  }

  const thaw = (elapsed: number) => {
    for (const [number, track] of tracks) {
      const step = number === 1 ? clip.gop : 1
      track.next = Math.ceil((elapsed * track.perSecond) / step) * step
    }
  }

  return {
    path,
    get startedAt() {
      return startedAt
    },
    setup(number, way) {
      tracks.get(number)?.way.close()
      const track =
        number === 1 || !clip.sound
          ? createTrack(way, pictureAt, clip.fps, CLOCK, first)
          : createTrack(way, loop(soundOf(clip.sound)), SOUND_RATE / SOUND_PACKET, SOUND_RATE, 0)
      if (number === 2) track.next = Math.round((first / clip.fps) * track.perSecond)
      tracks.set(number, track)
      return track.ssrc.toString(16).padStart(8, '0')
    },
    play(uri) {
      startedAt ??= Date.now() - (first / clip.fps / speed) * 1000
      return [...tracks]
        .map(([number, track]) => {
          const time = (track.timestamp + Math.round((track.next * track.clock) / track.perSecond)) >>> 0
          return `url=${uri.replace(/\/?$/, '/')}trackID=${number};seq=${track.sequence};rtptime=${time}`
        })
        .join(',')
    },
    pause() {
      startedAt = null
      for (const track of tracks.values()) track.next = first
    },
    tick(now, frozen) {
      if (startedAt === null) return
      const elapsed = ((now - startedAt) / 1000) * speed
      if (!frozen && wasFrozen) thaw(elapsed)
      wasFrozen = frozen
      if (frozen) return
      for (const [number, track] of tracks)
        for (; track.next <= Math.min(elapsed, end) * track.perSecond; track.next++) {
          const unit = track.unitAt(track.next)
          if (!unit) break
          const timestamp = track.timestamp + Math.round((track.next * track.clock) / track.perSecond)
          const sent = track.way.send(patched(unit, { ...track, timestamp }), unit)
          if (number === 1) onPicture(sent)
          track.sequence = (track.sequence + unit.at.length) & 0xffff
        }
    },
    close() {
      for (const track of tracks.values()) track.way.close()
      tracks.clear()
      startedAt = null
    },
  }
}
