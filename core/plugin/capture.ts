// What a make of device says of itself, without what is its owner's: for people who want theirs to be supported.

export interface CaptureWanted {
  /** Without a login. */
  address: URL
  username: string
  password: string
  /** Take whatever certificate the device shows. */
  anyCertificate: boolean
  /** Between two requests. */
  pauseMs: number
  progress?(done: number, total: number): void
}

export interface Capture {
  /** As the device calls it. */
  model: string
  /** What may be given away, as the text of a file. */
  text: string
  /** Documents that were asked for, and those that the device had. */
  asked: number
  had: number
  /** How many of each kind were replaced. */
  replaced: Record<string, number>
}

/** Reads only, one request at a time. Signs in once: a refused login ends it with Fault `device-refused-login`. */
export type TakeCapture = (wanted: CaptureWanted) => Promise<Capture>
