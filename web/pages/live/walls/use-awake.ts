// Keeps the screen on while a wall hangs on it, where the browser lets us.
import { useEffect } from 'preact/hooks'

/** Browsers do it on HTTPS and on this machine itself alone. */
export const canStayAwake = (): boolean => window.isSecureContext && 'wakeLock' in navigator

export function useAwake(): void {
  useEffect(() => {
    if (!canStayAwake()) return
    let lock: WakeLockSentinel | null = null
    let ended = false
    // Refused with a low battery; taken away by the browser when somebody looks elsewhere.
    const ask = async () => {
      if (document.hidden || (lock && !lock.released)) return
      const got = await navigator.wakeLock.request('screen').catch(() => null)
      if (ended) void got?.release()
      else lock = got
    }
    void ask()
    document.addEventListener('visibilitychange', ask)
    return () => {
      ended = true
      document.removeEventListener('visibilitychange', ask)
      void lock?.release()
    }
  }, [])
}
