// Runs the sync at every sign-in, again when it failed, and now and then: cameras are added to recorders that stay on.
import type { DeviceSession } from '#plugin'
import { asFault } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { Timers } from '../../timers.ts'
import type { DeviceRow } from '../access.ts'
import type { Sessions } from '../sessions/index.ts'
import type { Sync } from '../sync.ts'

const EVERY_MS = 15 * 60_000
/** Pauses after a sync that failed although the device was there. */
const AGAIN_MS = [5_000, 30_000, 120_000]

interface Deps {
  sessions: Pick<Sessions, 'onOpened' | 'state'>
  sync: Sync
  timers: Timers
  log: Log
}

/** Disposing it ends the pauses; a sync that runs goes on until its session ends. */
export function keepInSync({ sessions, sync, timers, log }: Deps): Disposable {
  const pauses = new Map<number, Disposable>()
  /** The session that counts: one that was replaced syncs no more. */
  const current = new Map<number, DeviceSession>()

  async function run(device: DeviceRow, session: DeviceSession, failures: number): Promise<void> {
    let next = EVERY_MS
    try {
      await sync.run(device, session)
      failures = 0
    } catch (error) {
      const fault = asFault(error)
      log.debug('A sync failed', { device: device.id, kind: fault.kind, reason: fault.message, cause: fault.cause })
      next = AGAIN_MS[failures++] ?? EVERY_MS
    }
    if (current.get(device.id) !== session) return
    const pause = timers.after(next, () => {
      if (phaseOf(device.id) === 'online') void run(device, session, failures)
    })
    pauses.set(device.id, pause)
  }

  function phaseOf(id: number) {
    try {
      return sessions.state(id).phase
    } catch {
      // Removed meanwhile.
      return null
    }
  }

  const opened = sessions.onOpened((device, session) => {
    pauses.get(device.id)?.[Symbol.dispose]()
    current.set(device.id, session)
    void run(device, session, 0)
  })
  return {
    [Symbol.dispose]() {
      opened[Symbol.dispose]()
      for (const pause of pauses.values()) pause[Symbol.dispose]()
      current.clear()
    },
  }
}
