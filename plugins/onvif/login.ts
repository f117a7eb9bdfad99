// Signing in to one camera: which way it takes is asked without a login, so that a wrong password is refused once.
import type { Fault } from '#plugin'
import { type Digest, isStale } from './digest.ts'
import { isRefusal, lacksRight, refusedLogin } from './faults.ts'
import { canBeSigned, type Letter, security, signed } from './letters.ts'

export interface Answered {
  status: number
  challenges: string[]
  letter: Letter
  xml: string
}

/** One letter on its way: `text` as it goes out, with or without our login. */
export type Send = (text: string, authorization: string | undefined) => Promise<Answered>

export interface Question {
  /** Completes “it may not …”. */
  what: string
  text: string
  /** As it stands in the request line. */
  path: string
  /** Answered after a while only: others must not queue behind it. */
  waits: boolean
  send: Send
}

export interface Login {
  /** The camera's answer, a fault of its own included; a refused login is Fault `device-refused-login`, for ever after too. */
  ask(question: Question): Promise<Answered>
  /** How far the camera's clock is ahead of ours, by which letters are signed; undefined: it has been set, and nobody knows. */
  clockRead(aheadMs: number | null | undefined): void
}

export interface LoginOptions {
  device: string
  username: string
  password: string
  digest: Digest
  now(): Date
  /** Asks for the camera's time, and tells `clockRead` of it. */
  readClock(): Promise<unknown>
  /** A question for what everybody may know who may come in. */
  proof(): Question
}

/** What ONVIF lets everybody ask: an answer says nothing about the login. */
const FOR_EVERYBODY = /<(?:\w+:)?Get(?:SystemDateAndTime|Services|Capabilities|Hostname|ServiceCapabilities|WsdlUrl)\b/
const PROOF = /<(?:\w+:)?GetDeviceInformation\b/
const TIME = /<(?:\w+:)?GetSystemDateAndTime\b/
/** For this long after an accepted letter several may go out at once without asking whether the login still holds. */
const PROVEN_MS = 5000
/** Within this, a letter's time is that of the camera. */
const CLOSE_MS = 5000
/** What a refusal is laid to: cameras allow about so much. */
const TOLERANCE_MS = 30_000

export function createLogin(options: LoginOptions): Login {
  const { device, username, password, digest, now } = options
  /** `none`: it asks nobody for a login. */
  let way: 'token' | 'digest' | 'none' | null = null
  let accepted = false
  let ahead: number | null | undefined
  let ended: Fault | null = null
  let acceptedAt = Number.NEGATIVE_INFINITY
  let queue: Promise<unknown> = Promise.resolve()
  let answering: Promise<unknown> = Promise.resolve()
  let proving: Promise<void> | null = null
  let isReadingClock = false

  const proven = () => performance.now() - acceptedAt < PROVEN_MS
  const isClose = (one: number | null | undefined, other: number | null | undefined) =>
    Math.abs((one ?? 0) - (other ?? 0)) <= CLOSE_MS
  const refuses = ({ status, letter }: Answered) => isRefusal(status, letter.fault)

  function exclusively<T>(work: () => Promise<T>): Promise<T> {
    const turn = queue.then(work)
    queue = turn.catch(() => undefined)
    return turn
  }

  function end(): Fault {
    const off = way === 'token' && Math.abs(ahead ?? 0) > TOLERANCE_MS ? (ahead as number) / 1000 : null
    ended ??= refusedLogin(device, off)
    return ended
  }

  /** Where the camera wants a login for its time too, that letter is signed with ours. */
  async function learnClock(): Promise<void> {
    ahead = null
    isReadingClock = true
    try {
      await options.readClock()
    } catch (error) {
      ahead = undefined
      throw error
    } finally {
      isReadingClock = false
    }
  }
  /** Asked on behalf of a letter that waits for the answer: it must not queue behind that letter. */
  const isForClock = ({ text }: Question) => isReadingClock && TIME.test(text)

  async function byToken({ text, send }: Question): Promise<Answered> {
    if (ahead === undefined) await learnClock()
    const at = new Date(now().getTime() + (ahead ?? 0))
    return send(signed(text, security(username, password, at)), undefined)
  }

  async function byDigest({ text, path, waits, send }: Question): Promise<Answered> {
    const ask = () => send(text, digest.authorization('POST', path))
    const used = digest.challenges()
    const refused = await ask()
    // Before the first that it took, its challenge was put to us just now: this is what it says to our answer.
    if (refused.status !== 401 || (!accepted && !isStale(refused.challenges))) return refused
    const again = async () => {
      if (ended) throw ended
      // Unless somebody who was refused with us has found a new challenge meanwhile.
      if (digest.challenges() === used && !digest.challenged(refused.challenges)) return refused
      const answered = await ask()
      const isOld = answered.status === 401 && isStale(answered.challenges) && digest.challenged(answered.challenges)
      const last = isOld ? await ask() : answered
      if (last.status === 401) throw end()
      return last
    }
    // One after the other, so that a new password is refused once to all of them.
    if (waits) return again()
    const turn = answering.then(again)
    answering = turn.catch(() => undefined)
    return turn
  }

  const byWay = (question: Question) => (way === 'token' ? byToken(question) : byDigest(question))

  /** Asked without a login: a camera that wants one says which. No camera counts that as a try. */
  async function openly(question: Question): Promise<Answered> {
    const open = await question.send(question.text, undefined)
    if (!refuses(open)) {
      if (!FOR_EVERYBODY.test(question.text)) way = 'none'
      return open
    }
    way = digest.challenged(open.challenges) ? 'digest' : 'token'
    return byWay(question)
  }

  /** With the camera's time as it is now; once for all that were refused together. `tried`: the proof itself was refused. */
  function prove(tried: boolean): Promise<void> {
    proving ??= (async () => {
      if (ended) throw ended
      const before = ahead
      await learnClock()
      if (tried && isClose(ahead, before)) throw end()
      if (refuses(await byToken(options.proof()))) throw end()
    })().finally(() => {
      proving = null
    })
    return proving
  }

  /** Refused, although the login was right before: the password has changed, the clock has, or it is not this user's to ask. */
  async function explain(question: Question, refused: Answered): Promise<Answered> {
    const isProof = PROOF.test(question.text)
    if (way === 'digest') {
      if (refused.status === 401 || isProof) throw end()
      throw lacksRight(device, question.what)
    }
    const before = ahead
    await prove(isProof)
    if (!isProof && isClose(ahead, before)) throw lacksRight(device, question.what)
    const again = await byToken(question)
    if (refuses(again)) throw lacksRight(device, question.what)
    return again
  }

  async function attempt(question: Question): Promise<Answered> {
    if (ended) throw ended
    const answered = way === null || way === 'none' ? await openly(question) : await byWay(question)
    if (ended) throw ended
    if (!refuses(answered)) {
      if (way === 'token' || way === 'digest') {
        accepted = true
        acceptedAt = performance.now()
      }
      return answered
    }
    acceptedAt = Number.NEGATIVE_INFINITY
    if (!accepted || isForClock(question)) throw end()
    return explain(question, answered)
  }

  return {
    async ask(question) {
      if (!canBeSigned(question.text)) return question.send(question.text, undefined)
      const queues = !proven() && way !== 'none' && !(question.waits && accepted) && !isForClock(question)
      if (queues) {
        const answered = await exclusively(async () => (proven() ? null : attempt(question)))
        if (answered) return answered
      }
      return attempt(question)
    },
    clockRead(aheadMs) {
      ahead = aheadMs
    },
  }
}
