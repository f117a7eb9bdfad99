// What goes over the socket of a footage ticket, beside the bytes: text frames in both directions.

/** Before each init: at the beginning, after a seek, after a gap, and when the recorder was asked anew. */
export interface FootageHello {
  /** MIME type with codecs. */
  init: string
  /** Each is a row of pictures without a break. */
  epoch: number
  /** The footage's own time of decode time 0, ms since 1970: a picture at media time `t` s is of `at + t * 1000`. */
  at: number
  /** Decode time in seconds of the first fragment that follows. */
  from: number
}

/** Nothing follows what was sent. The socket stays for a seek. */
export interface FootageEnded {
  ended: true
}

/** What the client sent was not understood or cannot be done. */
export interface FootageError {
  error: string
}

export type FootageTold = FootageHello | FootageEnded | FootageError

/** The one thing that a client may send: go on there, or at the next recording. ISO 8601; without an offset it is the recorder's wall clock. */
export interface FootageSeek {
  seek: string
}
