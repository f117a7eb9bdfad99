// When an alarm began by the recorder's own clock: this is what one has to look for on the recorder.
import { clockBeside } from '../../beside.ts'
import type { AlarmOut } from '../../wire.ts'
import { deviceOffsetAt, offsetAt } from '../../zone.ts'

/** Clocks never agree to the second; what is more than this is worth a word. */
const CLOCKS_DIFFER_MS = 60_000

/**
 * “01:30:05”, with its day where that is another. Null where the recorder's clock reads the same as the person's. `today` is how many minutes
 * the recorder is ahead of UTC at present; null = not known.
 */
export function recorderTimeOf(
  { created_at, device_time }: Pick<AlarmOut, 'created_at' | 'device_time'>,
  today: number | null,
  deviceOffset = deviceOffsetAt(today, Date.parse(created_at)),
  personOffset = offsetAt(Date.parse(created_at)),
): string | null {
  const began = Date.parse(created_at)
  const told = device_time === null ? began : Date.parse(device_time)
  const isWrong = Math.abs(told - began) >= CLOCKS_DIFFER_MS
  if (!isWrong && deviceOffset === personOffset) return null
  return clockBeside({ at: isWrong ? told : began, offset: deviceOffset }, { at: began, offset: personOffset })
}
