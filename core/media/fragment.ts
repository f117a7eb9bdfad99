// Epochs and fragments: the units that a relay hands to everybody.

/** A stretch of output with one init. */
export interface Epoch {
  /** From 1, in a row. */
  readonly id: number
  readonly init: Buffer
  /** `video/mp4; codecs="…"` */
  readonly mime: string
  readonly width: number
  readonly height: number
}

/** About 200 ms; every key frame begins one. */
export interface Fragment {
  readonly epoch: Epoch
  readonly data: Buffer
  /** Begins with a key frame. */
  readonly key: boolean
  /** Seconds since the epoch's beginning. */
  readonly decodeTime: number
  readonly duration: number
  /** Wall clock (ms) of its beginning. */
  readonly time: number
}
