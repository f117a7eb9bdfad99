// The recorder of one channel: holds its relay as its rule wants it at the moment, and hands what comes to the files.
import type { Fault } from '../../domain/fault.ts'
import { asFault } from '../../errors.ts'
import type { Fragment } from '../../media/fragment.ts'
import type { Roll } from '../../media/recorder/roll.ts'
import type { Relay } from '../../media/relay.ts'
import type { Timers } from '../../timers.ts'
import { nextChange, type RecorderAlarm, type RecorderRule, type Want, wantAt } from './want.ts'

export interface ChannelRecorder {
  /** What stands at this moment; `fault`: why nothing comes although it should. */
  readonly state: { want: Want['do']; fault: Fault | null }
  /** Its rule, its alarms or its clock may be others: decides anew. */
  look(): void
  /** A new try at once where the relay had ended. One that begins anew is another epoch, and so another file, by itself. */
  retry(): void
  /** Ends the file; nothing begins any more. */
  stop(): Promise<void>
}

export interface ChannelRecorderDeps {
  rule(): RecorderRule
  /** Those that may still matter, in any order. */
  alarms(): RecorderAlarm[]
  utcOffsetMinutes(): number
  /** Since when somebody has it recorded by hand; null = nobody. */
  byHandSince(): Date | null
  /** Throws what keeps the channel from being read. */
  relay(): Pick<Relay, 'join'>
  roll: Pick<Roll, 'add' | 'cut'>
  timers: Timers
  now(): Date
  onChange(): void
}

/** Both wait for alarms with as much of the past. */
const reaches = (one: Want, other: Want) =>
  one.do === 'wait' && other.do === 'wait' && one.reachSeconds === other.reachSeconds

/** A relay that has ended or cannot be had is asked for again: that costs the device nothing while its login stands refused. */
const RETRY_MS = 15_000

/** Pictures come later than what they show, by what the camera, the network and a piece of film take: no longer than this are the last waited for. */
const MOST_LATE_MS = 3000

export function createChannelRecorder(deps: ChannelRecorderDeps): ChannelRecorder {
  const { roll, timers } = deps
  let want: Want = { do: 'nothing' }
  let fault: Fault | null = null
  let leave: (() => void) | null = null
  let timer: Disposable | null = null
  let retry: Disposable | null = null
  let isStopped = false
  /** Wall clock (ms) of the end of what was handed to the files last. */
  let recordedTo = Number.NEGATIVE_INFINITY
  /** When an alarm's time was over of which the last pictures are still to come. */
  let overAt: number | null = null

  function part(): void {
    leave?.()
    leave = null
    retry?.[Symbol.dispose]()
    retry = null
  }

  function lost(reason: Fault | null): void {
    leave = null
    fault = reason
    void roll.cut()
    retry = timers.after(RETRY_MS, look)
    deps.onChange()
  }

  function join(): void {
    const { do: what } = want
    if (what === 'nothing') return
    const reachSeconds = deps.rule().preSeconds
    try {
      leave = deps.relay().join(
        {
          way: 'recorder',
          reachSeconds,
          ...(what === 'record' && { onFragment: taken }),
          onTrouble: (reason) => {
            fault = reason
            void roll.cut()
            deps.onChange()
          },
          onEnd: lost,
        },
        // What the last file holds already is not recorded again, but for the pictures up to a key frame.
        want.do === 'record' && want.since !== null ? Math.max(want.since, recordedTo) : undefined,
      )
    } catch (error) {
      lost(asFault(error))
    }
  }

  function taken(fragment: Fragment): void {
    if (fault) {
      fault = null
      deps.onChange()
    }
    if (overAt !== null && fragment.time >= overAt) {
      decide(false)
      // Something else may want to be recorded from here on.
      if (want.do !== 'record') return
    }
    recordedTo = fragment.time + fragment.duration * 1000
    roll.add(fragment)
    if (overAt !== null && recordedTo >= overAt) decide(false)
  }

  /** Whether the end of what was recorded for an alarm is on its way. */
  function isComing(next: Want, now: Date): boolean {
    if (want.do !== 'record' || next.do !== 'wait' || leave === null || fault !== null) return false
    overAt ??= +now
    return +now < overAt + MOST_LATE_MS
  }

  const look = () => decide(true)

  /** `waits`: the last pictures for an alarm may still come. */
  function decide(waits: boolean): void {
    if (isStopped) return
    const now = deps.now()
    const next = wantAt(deps.rule(), deps.alarms(), now, deps.utcOffsetMinutes(), deps.byHandSince())
    if (waits && isComing(next, now)) {
      timer?.[Symbol.dispose]()
      timer = timers.after((overAt ?? +now) + MOST_LATE_MS - +now, look)
      return
    }
    overAt = null
    // Of an alarm that goes on only the beginning of what is recorded may be another: that is past.
    const isSame =
      next.do === want.do && (leave !== null || next.do === 'nothing') && (next.do !== 'wait' || reaches(want, next))
    if (!isSame) {
      const wasRecording = want.do === 'record'
      const before = leave
      leave = null
      want = next
      retry?.[Symbol.dispose]()
      retry = null
      if (wasRecording && next.do !== 'record') void roll.cut()
      // The new hold first: what the relay keeps must not go with the old one.
      join()
      before?.()
      if (next.do === 'nothing') fault = null
      deps.onChange()
    }
    timer?.[Symbol.dispose]()
    const at = nextChange(deps.rule(), deps.alarms(), now)
    timer = at && timers.after(Math.max(0, +at - +now), look)
  }

  return {
    get state() {
      return { want: want.do, fault }
    },
    look,
    retry() {
      if (leave === null) look()
    },
    async stop() {
      isStopped = true
      timer?.[Symbol.dispose]()
      part()
      await roll.cut()
    },
  }
}
