// The likely reason of a gap: what was noticed at the time, held against where the gap lies.
import type { Interval } from '../../domain/intervals.ts'

export type GapCause = 'clock_jump' | 'device_offline' | 'disk_error' | 'no_video' | 'motion_only' | 'unknown'

/** Something that happened to a device or channel; a moment has no length. */
export interface Evidence extends Interval {
  cause: Exclude<GapCause, 'motion_only' | 'unknown'>
  /** For people. */
  text: string
}

export interface Explained {
  cause: GapCause
  text: string | null
}

/** Clocks differ, and devices write a log entry somewhat before or after what it tells. */
const NEAR_MS = 120_000
/** What lasts explains a gap when it covers so much of it. */
const SHARE = 0.25
/** In this order where several fit: one of the first explains those behind it, too. */
const ORDER: readonly Evidence['cause'][] = ['clock_jump', 'device_offline', 'disk_error', 'no_video']

const isNear = (a: number, b: number) => Math.abs(a - b) <= NEAR_MS

function fits(gap: Interval, { cause, start, end }: Evidence): boolean {
  const covered = Math.min(gap.end, end) - Math.max(gap.start, start)
  if (covered >= (gap.end - gap.start) * SHARE) return true
  // A disk or camera that fails is told at its beginning; power and clock at the beginning or when it is back.
  const atBegin = isNear(start, gap.start) || (start < gap.start && end > gap.start)
  return atBegin || ((cause === 'device_offline' || cause === 'clock_jump') && isNear(end, gap.end))
}

export function causeOf(gap: Interval, mode: 'continuous' | 'motion', evidence: readonly Evidence[]): Explained {
  const fitting = evidence.filter((one) => fits(gap, one))
  for (const cause of ORDER) {
    const found = fitting.find((one) => one.cause === cause)
    if (found) return { cause, text: found.text }
  }
  return mode === 'motion'
    ? { cause: 'motion_only', text: 'It is to be recorded only when something moves or an alarm is raised' }
    : { cause: 'unknown', text: null }
}

/** By the device's own word in its log; null for what explains no gap. */
export function causeOfLogWord(minor: string): Evidence['cause'] | null {
  if (/illegal(access|login)|login|logout|arm/i.test(minor) && !/alarm/i.test(minor)) return null
  if (/time|clock|ntp/i.test(minor)) return 'clock_jump'
  if (/power|reboot|restart|shut|abnormal|start ?up|upgrade/i.test(minor)) return 'device_offline'
  if (/hd(d|full|error|err)|disk|raid|storage|recordexception|recordfail|recexception/i.test(minor)) return 'disk_error'
  if (/video(lost|loss|exception)|ipc(disconnect|lost)|signal/i.test(minor)) return 'no_video'
  return null
}
