// Lets the streams of one login start one by one until the device has taken it: eight channels with a wrong password would
// otherwise be eight refused logins, and the recorder would lock the account.
import { setTimeout as sleep } from 'node:timers/promises'

/** `unknown`: it could not be reached, broke off, or was not waited for. */
export type Verdict = 'accepted' | 'refused' | 'unknown'

export interface LoginGate {
  /**
   * Waits for its turn. `open`: go on, and call `settle` when the device has answered. `refused`: somebody before was
   * refused; ask again whether to try at all.
   */
  enter(address: string, signal: AbortSignal): Promise<'open' | 'refused'>
  /** Tells what became of a start, or that an accepted stream was lost: then the next start goes alone again. */
  settle(address: string, verdict: Verdict): void
}

/** A refusal comes within a round trip; a camera that is merely slow must not hold up its neighbours. */
const PATIENCE_MS = 2000

/** Login, host and port: what one account on one device is. Empty where there is no login. */
export function accountOf(address: string): string {
  return /^([a-z]+:\/\/[^/]*@[^/?]*)/i.exec(address)?.[1] ?? ''
}

export function createLoginGate(): LoginGate {
  const proven = new Set<string>()
  const trying = new Map<string, PromiseWithResolvers<Verdict>>()

  return {
    async enter(address, signal) {
      const account = accountOf(address)
      const patience = sleep(PATIENCE_MS, 'impatient' as const, { signal, ref: false }).catch(
        () => 'impatient' as const,
      )
      while (account && !proven.has(account)) {
        const first = trying.get(account)
        if (!first) {
          trying.set(account, Promise.withResolvers())
          break
        }
        const outcome = await Promise.race([first.promise, patience])
        if (outcome === 'refused') return 'refused'
        if (outcome === 'impatient') break
      }
      return 'open'
    },
    settle(address, verdict) {
      const account = accountOf(address)
      if (!account) return
      if (verdict === 'accepted') proven.add(account)
      else proven.delete(account)
      trying.get(account)?.resolve(verdict)
      trying.delete(account)
    },
  }
}
