// Whether cameras let our login in over RTSP, tried by ourselves before a restreamer is told it, and from then on now and again.
// No restreamer tells that a camera refuses it: it goes on trying for whoever wants the picture, until the account is locked.
import { Fault, type Source } from '#plugin'
import { needsPerson } from '../../domain/fault.ts'
import { asFault } from '../../errors.ts'
import { accountOf } from '../../media/gate.ts'
import { createInTurn } from '../in-turn.ts'
import type { Live } from '../live.ts'
import type { Sessions } from '../sessions/index.ts'
import { refuseUnsendable } from '../stream-login.ts'

/**
 * `proven`: it was let in, or there is none. `unproven`: the device has not let it in yet, nor refused it. `unsendable`: we
 * cannot try it, and nobody else shall.
 */
export type Proof = 'proven' | 'unproven' | 'unsendable'

export interface LoginProof extends AsyncDisposable {
  /** Begins the try that is due, and waits for nothing. `isRead`: pictures come with it at this moment. */
  of(deviceId: number, source: Source, isRead: boolean): Proof
  /** The device is back: what was tried in vain may be tried at once. */
  retry(deviceId: number): void
  /** The device is gone, or has another address or login. */
  forget(deviceId: number): void
}

interface Deps {
  live: Pick<Live, 'look'>
  sessions: Pick<Sessions, 'refused' | 'state'>
  now: () => Date
  /** One that was not let in before may be handed on now. */
  onProven: () => void
}

/** A login at a host and port. */
interface Account {
  /** All that sign in so: of one recorder's streams, each may be a device here. */
  deviceIds: Set<number>
  /** What is asked for with it, longest untried first: one channel without a camera shall not stand for all of them. */
  waiting: Map<string, Source>
  isProven: boolean
  /** When the next try is due. */
  dueAt: number
  /** Tries since the last one that said anything about the login. */
  inVain: number
  isTrying: boolean
}

/** Between two tries, each of which opens a stream for a moment. */
const EVERY_MS = 300_000
/** After the first try in vain; doubled with each further one. */
const FIRST_PAUSE_MS = 1000
const AT_ONCE = 2

export function createLoginProof({ live, sessions, now, onProven }: Deps): LoginProof {
  const accounts = new Map<string, Account>()
  const inTurn = createInTurn()
  const end = new AbortController()
  const tries = new Set<Promise<void>>()
  let lane = 0

  /** Of somebody else who has just tried the same login, such as a relay. */
  function refusalOf({ deviceIds }: Account): Fault | null {
    const refused = [...deviceIds].map((id) => sessions.state(id)).find(({ phase }) => phase === 'refused')
    return refused ? new Fault('device-refused-login', refused.fault?.message ?? 'The device refused our login') : null
  }

  function letIn(account: Account): void {
    Object.assign(account, { isProven: true, inVain: 0, dueAt: +now() + EVERY_MS })
  }

  async function attempt(key: string, account: Account, source: Source): Promise<void> {
    let fault: Fault | null = null
    try {
      await live.look(async () => {
        const refusal = refusalOf(account)
        if (refusal) throw refusal
        return source
      }, end.signal)
    } catch (error) {
      fault = asFault(error)
    }
    if (end.signal.aborted || accounts.get(key) !== account) return
    account.isTrying = false
    if (fault && needsPerson(fault)) {
      // Forgotten, so that the same one is tried again when a person says so.
      accounts.delete(key)
      for (const deviceId of account.deviceIds) sessions.refused(deviceId, fault)
      return
    }
    if (fault) {
      // Of the login it says nothing: a camera that is starting lets nobody in and refuses nobody. The trouble is its session's to tell.
      account.dueAt = +now() + Math.min(EVERY_MS, FIRST_PAUSE_MS * 2 ** Math.min(account.inVain, 10))
      account.inVain++
      return
    }
    const isNews = !account.isProven
    letIn(account)
    if (isNews) onProven()
  }

  function begin(key: string, account: Account): void {
    const [next] = account.waiting
    if (!next) return
    const [address, source] = next
    account.waiting.delete(address)
    account.isTrying = true
    lane = (lane + 1) % AT_ONCE
    const mine = inTurn(String(lane), () => attempt(key, account, source))
    tries.add(mine)
    void mine.finally(() => tries.delete(mine))
  }

  function accountAt(key: string): Account {
    const known = accounts.get(key)
    if (known) return known
    const made: Account = {
      ...{ deviceIds: new Set(), waiting: new Map() },
      ...{ isProven: false, dueAt: 0, inVain: 0, isTrying: false },
    }
    accounts.set(key, made)
    return made
  }

  return {
    of(deviceId, source, isRead) {
      const key = accountOf(source.address)
      if (!key) return 'proven'
      if (!isSendable(source)) return 'unsendable'
      const account = accountAt(key)
      account.deviceIds.add(deviceId)
      if (!account.waiting.has(source.address)) account.waiting.set(source.address, source)
      if (isRead) letIn(account)
      if (+now() >= account.dueAt && !account.isTrying) begin(key, account)
      return account.isProven ? 'proven' : 'unproven'
    },
    retry(deviceId) {
      for (const account of accounts.values())
        if (account.inVain > 0 && account.deviceIds.has(deviceId)) Object.assign(account, { inVain: 0, dueAt: 0 })
    },
    forget(deviceId) {
      for (const [key, { deviceIds }] of accounts)
        if (deviceIds.delete(deviceId) && deviceIds.size === 0) accounts.delete(key)
    },
    async [Symbol.asyncDispose]() {
      end.abort()
      await Promise.all(tries)
    },
  }
}

/** FFmpeg can send its login as it is. */
function isSendable({ address }: Source): boolean {
  try {
    refuseUnsendable(address)
    return true
  } catch {
    return false
  }
}
