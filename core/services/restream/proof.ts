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

export interface LoginProof extends AsyncDisposable {
  /**
   * False while the login is tried for the first time. Begins the try that is due, and waits for nothing. `isRead`: pictures
   * come with it at this moment.
   */
  isProven(deviceId: number, source: Source, isRead: boolean): boolean
  /** The device is gone, or has another address or login. */
  forget(deviceId: number): void
}

interface Deps {
  live: Pick<Live, 'look'>
  sessions: Pick<Sessions, 'refused' | 'state'>
  now: () => Date
  /** One that was tried for the first time may be handed on now. */
  onProven: () => void
}

/** A login at a host and port. */
interface Account {
  /** All that sign in so: of one recorder's streams, each may be a device here. */
  deviceIds: Set<number>
  /** When it was last found to be no refused one; null before. */
  at: number | null
  isTrying: boolean
}

/** Between two tries, each of which opens a stream for a moment. */
const EVERY_MS = 300_000
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
    if (fault && needsPerson(fault)) {
      // Forgotten, so that the same one is tried again when a person says so.
      accounts.delete(key)
      for (const deviceId of account.deviceIds) sessions.refused(deviceId, fault)
      return
    }
    // Any other trouble is its session's to tell; a restreamer will meet it just so.
    const isFirst = account.at === null
    Object.assign(account, { at: +now(), isTrying: false })
    if (isFirst) onProven()
  }

  function begin(key: string, account: Account, source: Source): void {
    account.isTrying = true
    lane = (lane + 1) % AT_ONCE
    const mine = inTurn(String(lane), () => attempt(key, account, source))
    tries.add(mine)
    void mine.finally(() => tries.delete(mine))
  }

  return {
    isProven(deviceId, source, isRead) {
      if (!canBeTried(source)) return true
      const key = accountOf(source.address)
      const account = accounts.get(key) ?? { deviceIds: new Set(), at: null, isTrying: false }
      accounts.set(key, account)
      account.deviceIds.add(deviceId)
      if (isRead) account.at = +now()
      const isDue = account.at === null || +now() - account.at >= EVERY_MS
      if (isDue && !account.isTrying) begin(key, account, source)
      return account.at !== null
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

/** There is a login, and FFmpeg can send it. */
function canBeTried({ address }: Source): boolean {
  if (!accountOf(address)) return false
  try {
    refuseUnsendable(address)
    return true
  } catch {
    return false
  }
}
