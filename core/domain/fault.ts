// The one error of the whole program: a kind that a table turns into a status, and a text made for people.

/** What went wrong, in the words that services, drivers and dialects share. */
export type FaultKind =
  | 'invalid-input'
  | 'not-signed-in'
  | 'not-allowed'
  | 'not-found'
  | 'conflict'
  | 'too-large'
  | 'wrong-type'
  | 'too-many'
  | 'unsupported'
  | 'not-ready'
  | 'disk-full'
  | 'device-unreachable'
  | 'device-refused-login'
  | 'device-locked'
  | 'device-denied'
  | 'device-garbled'
  | 'device-busy'
  | 'device-timeout'
  | 'internal'

/** One thing wrong with the input: where (`body.username`), a short code, and what is asked for. */
export interface InputProblem {
  path: string
  code: string
  message: string
}

export interface FaultDetails {
  cause?: unknown
  /** Only for `invalid-input` and `wrong-type`. */
  problems?: InputProblem[]
  /** Seconds until another try makes sense (`too-many`, `device-busy`, `device-locked`). */
  retryAfterSeconds?: number
  /** Tries that a device says are left before it locks the account. */
  triesLeft?: number
  /** With `device-denied`: the account that we use may not do this, rather than that nobody could. */
  lacksRight?: boolean
  /** With `not-signed-in`: the password is right, and a code of the second factor is needed beside it. */
  asksCode?: boolean
}

/**
 * The message is public: it says what happened, to what, and what to do, and holds no secret. The cause is private and goes
 * to the log only.
 */
export class Fault extends Error {
  readonly kind: FaultKind
  readonly problems: InputProblem[]
  readonly retryAfterSeconds: number | undefined
  readonly triesLeft: number | undefined
  readonly lacksRight: boolean
  readonly asksCode: boolean

  constructor(kind: FaultKind, message: string, details: FaultDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'Fault'
    this.kind = kind
    this.problems = details.problems ?? []
    this.retryAfterSeconds = details.retryAfterSeconds
    this.triesLeft = details.triesLeft
    this.lacksRight = details.lacksRight ?? false
    this.asksCode = details.asksCode ?? false
  }
}

/** True for a fault that trying again cannot mend before a person has changed the device (DESIGN 3.3). */
export function needsPerson(fault: Fault): boolean {
  return fault.kind === 'device-refused-login' || fault.kind === 'device-locked'
}
