// Stands at an open session for as long as it lives: hands its alarms on, and finds out whether the device is still there.
import { type AlarmNotice, type DeviceSession, Fault } from '#plugin'
import { needsPerson } from '../../domain/fault.ts'
import { asFault } from '../../errors.ts'
import { sleep, type Timers } from '../../timers.ts'
import { pauseMs } from './pauses.ts'

/** A device without an alarm stream is asked so often whether it is there. */
const ASK_MS = 30_000
/** A watch that held so long begins anew with the shortest pause. */
const STABLE_MS = 30_000

export interface Watched {
  session: DeviceSession
  /** Ends everything. */
  signal: AbortSignal
  now(): Date
  random(): number
  timers: Timers
  /** Alarms can, or can no longer, arrive. */
  watching(is: boolean): void
  notice(notice: AlarmNotice): void
  /** Resolves when the device answers; rejects when it does not, and then the session has ended. */
  prove(): Promise<void>
  refused(fault: Fault): void
  /** The device is there but gives no alarms: why, and when it is asked again; null when they flow. */
  trouble(fault: Fault | null, retryAt: number | null): void
}

/** Resolves when the session has ended. Never rejects. */
export async function tend(watched: Watched): Promise<void> {
  const { session, signal, now, random, timers } = watched
  let listens = session.alarms !== undefined
  let breaks = 0
  try {
    while (!signal.aborted) {
      if (!listens) {
        await sleep(timers, ASK_MS, signal)
        await watched.prove()
        continue
      }
      const began = +now()
      const { fault, opened } = await listen(watched)
      watched.watching(false)
      signal.throwIfAborted()
      if (needsPerson(fault)) {
        watched.refused(fault)
        return
      }
      await watched.prove()
      listens = fault.kind !== 'unsupported'
      breaks = opened && +now() - began > STABLE_MS ? 0 : breaks + 1
      const pause = pauseMs(Math.max(0, breaks - 1), random)
      if (!opened) watched.trouble(fault, listens ? +now() + pause : null)
      await sleep(timers, pause, signal)
    }
  } catch {
    // The session has ended; whoever ended it knows why and has said so.
  }
}

/** One run of the alarm stream, until it breaks. */
async function listen(watched: Watched): Promise<{ fault: Fault; opened: boolean }> {
  const { session, signal } = watched
  let opened = false
  const onOpen = () => {
    if (opened) return
    opened = true
    watched.watching(true)
    watched.trouble(null, null)
  }
  try {
    for await (const notice of session.alarms?.watch({ signal, onOpen }) ?? []) {
      onOpen()
      watched.notice(notice)
    }
    return { fault: new Fault('device-unreachable', 'The device ended its stream of alarms'), opened }
  } catch (error) {
    return { fault: asFault(error), opened }
  }
}
