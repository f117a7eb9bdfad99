// When an alarm began by the recorder's own clock: this is what one has to look for on the recorder.
import type { AlarmOut } from '../../wire.ts'

/** Clocks never agree to the second; what is more than this is worth a word. */
const CLOCKS_DIFFER_MS = 60_000

/** Null where the recorder told no time, or the same as ours. */
export function recorderTimeOf({ created_at, device_time }: Pick<AlarmOut, 'created_at' | 'device_time'>): Date | null {
  if (device_time === null) return null
  const told = new Date(device_time)
  return Math.abs(told.getTime() - Date.parse(created_at)) >= CLOCKS_DIFFER_MS ? told : null
}
