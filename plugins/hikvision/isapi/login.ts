// Signing in to one device: one challenge answered at a time, and never again after a refusal.
import { Fault } from '#plugin'
import { isStale, type Signer, signerFor } from './digest.ts'
import { lockState, refusedLogin } from './faults.ts'
import { type Outgoing, wasIdle } from './transport.ts'

export interface Login {
  /** Sends a request signed in; Fault `device-refused-login` or `device-locked` for ever after the first refusal. */
  request(outgoing: Outgoing): Promise<Response>
  /** Ends all further requests with this fault. */
  end(fault: Fault): void
}

export interface LoginOptions {
  /** What people call the device, for the texts. */
  device: string
  username: string
  password: string
  send(outgoing: Outgoing): Promise<Response>
  provenMs?: number
}

/** Bodies of refusals are small; what is larger says nothing about the account. */
const MAX_BODY = 64 * 1024
/** For this long after an accepted request several may go out at once without asking whether the login still holds. */
const PROVEN_MS = 5000

function mayRepeat(outgoing: Outgoing): boolean {
  return outgoing.method === 'GET' || outgoing.repeatable === true
}

async function smallText(response: Response): Promise<string> {
  const length = Number(response.headers.get('content-length') ?? 0)
  if (length > MAX_BODY) {
    await response.body?.cancel()
    return ''
  }
  return (await response.text()).slice(0, MAX_BODY)
}

export function createLogin(options: LoginOptions): Login {
  const { device, username, password, send, provenMs = PROVEN_MS } = options
  let signer: Signer | null = null
  let ended: Fault | null = null
  let digestSeen = false
  let queue: Promise<unknown> = Promise.resolve()
  let acceptedAt = Number.NEGATIVE_INFINITY

  const proven = () => performance.now() - acceptedAt < provenMs

  function accepted(response: Response): Response {
    acceptedAt = performance.now()
    return response
  }

  /** Challenges are answered one after the other: of many requests that are refused together only one tries the login anew. */
  function exclusively<T>(work: () => Promise<T>): Promise<T> {
    const turn = queue.then(work)
    queue = turn.catch(() => undefined)
    return turn
  }

  function attempt(outgoing: Outgoing, by: Signer | null): Promise<Response> {
    if (!by) return send(outgoing)
    const Authorization = by.authorization(outgoing.method, outgoing.path)
    return send({ ...outgoing, headers: { ...outgoing.headers, Authorization } })
  }

  /** With a login that is known to be right a request may go out twice, signed anew: its counter must not come twice. */
  async function again(outgoing: Outgoing, by: Signer): Promise<Response> {
    try {
      return await attempt(outgoing, by)
    } catch (error) {
      if (!wasIdle(error) || !mayRepeat(outgoing) || outgoing.signal.aborted) throw error
      return attempt(outgoing, by)
    }
  }

  function end(fault: Fault): Fault {
    ended ??= fault
    return ended
  }

  /** Answers the challenge in a 401 and says so: a second 401 is a refusal, unless only the nonce was too old. */
  async function answer(outgoing: Outgoing, challenge: Response, used: Signer | null): Promise<Response> {
    let refusal = challenge
    let before = used
    for (let fresh = 0; ; fresh++) {
      const header = refusal.headers.get('www-authenticate') ?? ''
      const state = lockState(await smallText(refusal))
      if (state.locked || (!state.activated && !header)) throw end(refusedLogin(device, state))
      const stale = isStale(header)
      if (fresh > 0 && !(fresh === 1 && stale)) throw end(refusedLogin(device, state))
      const next = signerFor(username, password, header)
      if (!next)
        throw new Fault(
          'device-denied',
          `${device} asks for a login of a kind that is not known here: enable Digest on it.`,
        )
      if (next.scheme === 'basic' && digestSeen)
        throw new Fault('device-denied', `${device} suddenly wants the password in clear. Nothing was sent to it.`)
      // Basic has no nonce that could be too old, and the same nonce once more is no new question.
      if (before && (before.scheme === 'basic' || (before.nonce === next.nonce && !stale)))
        throw end(refusedLogin(device, state))
      digestSeen ||= next.scheme === 'digest'
      const response = await attempt(outgoing, next)
      if (response.status !== 401) {
        signer = next
        return accepted(response)
      }
      refusal = response
      before = next
    }
  }

  /** Sends with the login in force, or finds one; null when another request has just found it, so that it can be used. */
  async function inTurn(outgoing: Outgoing, used: Signer | null, refused: Response | null): Promise<Response | null> {
    const overtaken = ended !== null || signer !== used || (used !== null && !refused && proven())
    if (refused && overtaken) await refused.body?.cancel()
    if (ended) throw ended
    if (overtaken) return null
    outgoing.signal.throwIfAborted()
    const response = refused ?? (used ? await again(outgoing, used) : await attempt(outgoing, null))
    return response.status === 401 ? answer(outgoing, response, used) : accepted(response)
  }

  async function round(outgoing: Outgoing): Promise<Response | null> {
    await queue
    if (ended) throw ended
    const used = signer
    // After a while the password may have changed: one request finds out, instead of several refused together.
    if (!used || !proven()) return exclusively(() => inTurn(outgoing, used, null))
    const response = await again(outgoing, used)
    return response.status === 401 ? exclusively(() => inTurn(outgoing, used, response)) : accepted(response)
  }

  return {
    end,
    async request(outgoing) {
      for (let rounds = 0; rounds < 6; rounds++) {
        const response = await round(outgoing)
        if (response) return response
      }
      throw new Fault('device-busy', `${device} keeps asking for a new sign-in: try again in a moment.`)
    },
  }
}
