// The login in front of everything under /ISAPI: lets in, or answers 401 with what the device says then.

import type { Account } from '../accounts.ts'
import type { Device } from '../device.ts'
import { type Answer, htmlError } from '../http/answer.ts'
import { ISAPI_ORG, render, titled, x } from '../xml.ts'
import { createDigest, nameIn, type Scheme } from './digest.ts'
import { createLockout, type Lockout } from './lockout.ts'

export type { Scheme } from './digest.ts'
export type { Lockout } from './lockout.ts'

export interface LoginOptions {
  /** What is offered, in this order; MD5 Digest alone by default. */
  offers?: readonly Scheme[]
  nonceSeconds?: number
  nonceUses?: number
  /** Wrong logins until the door is locked, and for how long. */
  tries?: number
  lockSeconds?: number
}

export interface Refused {
  answer: Answer
  challenges: string[]
}

export interface Login {
  lockout: Lockout
  /** Logins that were right but used a counter twice: a client's fault that no person sees. */
  replays(): number
  /** The account lets the request in. */
  check(request: { method: string; url: string; authorization: string | undefined }): Refused | Account
  /** The 401 of a refused login, also for one that a fault refuses. */
  refuse(): Refused
  reset(): void
}

export function createLogin(device: Device, options: LoginOptions = {}): Login {
  const { now } = device
  const { offers = ['md5'], nonceSeconds = 120, nonceUses = Number.POSITIVE_INFINITY } = options
  const lockout = createLockout({ tries: options.tries ?? 5, seconds: options.lockSeconds ?? 1800, now })
  const passwordOf = (name: string) => device.accounts.byName(name)?.password
  const digest = createDigest({ realm: device.model.realm, offers, nonceSeconds, nonceUses, passwordOf, now })
  let replays = 0

  function challenge(stale: boolean): Refused {
    return { answer: htmlError(401, 'Unauthorized', 'Authentication Error'), challenges: digest.challenges(stale) }
  }

  function userCheck(): Refused {
    const isLocked = lockout.locked()
    const root = titled({ version: '2.0', namespace: ISAPI_ORG }, 'userCheck', [
      x('statusValue', 401),
      x('statusString', 'Unauthorized'),
      x('isActivated', true),
      x('lockStatus', isLocked ? 'lock' : 'unlock'),
      x('unlockTime', lockout.secondsLocked()),
      x('retryLoginTime', lockout.triesLeft()),
    ])
    const answer = { status: 401, type: device.model.contentType, body: render(root, device.model.style) }
    return { answer, challenges: digest.challenges(false) }
  }

  function refuse(): Refused {
    lockout.refuse('http')
    return userCheck()
  }

  return {
    lockout,
    replays: () => replays,
    refuse,
    check(request) {
      const verdict = digest.judge(request)
      if (verdict === 'none') return challenge(false)
      if (verdict === 'wrong' || lockout.locked()) return refuse()
      if (verdict === 'replay') replays++
      if (verdict !== 'right') return challenge(true)
      lockout.accept()
      return device.accounts.byName(nameIn(request.authorization!))!
    },
    reset() {
      digest.reset()
      lockout.reset()
    },
  }
}
