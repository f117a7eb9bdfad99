// The past of a channel as a player shows it: what it says, and what each of its two sources can do.
import type { PageFault } from '../../client.ts'

export type PastState =
  | { phase: 'idle' | 'starting' | 'playing' | 'waiting' | 'paused' | 'ended' }
  | { phase: 'fault'; fault: PageFault }
  | { phase: 'unsupported'; codec: string }

/** From the recorder's disk, or from a file of ours. */
export interface PastWay {
  readonly kind: 'recorder' | 'copy'
  /** Goes on at that instant; false when it cannot, because it is not there. */
  seek(at: number): boolean
  /** The instant on screen; null before the first picture. */
  at(): number | null
  close(): void
}

export interface PastEvents {
  onState(state: PastState): void
  /** Nothing follows here; the instant up to which it has played. */
  onEnd(at: number): void
}

/** A file of ours, with the instants of its first and last picture. */
export interface Copy {
  id: string
  start: number
  end: number
}
