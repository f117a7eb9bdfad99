// What a browser keeps of a sign-in: the access token for this tab, and for all tabs only that somebody is signed in.
import type { TokenStore } from './client.ts'

/** In the storage of all tabs. Earlier pages kept a pair of tokens here; its refresh token is given back once. */
export const MARK = 'porchlight.sign-in'
const ACCESS = 'porchlight.access'

/** The refresh token of earlier pages, if one is still there. */
function formerIn(mark: string): string | undefined {
  try {
    const pair = JSON.parse(mark) as { refresh?: unknown } | null
    return typeof pair?.refresh === 'string' ? pair.refresh : undefined
  } catch {
    return undefined
  }
}

/** What renews the access token is a cookie that no script can read: here is only whether to try. */
export const keptSignIn: TokenStore = {
  read() {
    const mark = localStorage.getItem(MARK)
    if (mark === null) return null
    const former = formerIn(mark)
    // The former access token is let go: the first question renews, and by that the refresh token leaves this storage.
    return former === undefined ? { access: sessionStorage.getItem(ACCESS) } : { access: null, former }
  },
  write(access) {
    if (access === null) {
      sessionStorage.removeItem(ACCESS)
      localStorage.removeItem(MARK)
      return
    }
    sessionStorage.setItem(ACCESS, access)
    localStorage.setItem(MARK, 'here')
  },
}

/** Two tabs that renew at once come one after the other, where the browser can tell them (over TLS and on this machine). */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks ? navigator.locks.request('porchlight.renewal', work) : work()
}
