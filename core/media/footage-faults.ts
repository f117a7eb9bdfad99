// What a failed playback means: the same answers of a device say something else than for a live picture.
import { Fault } from '../domain/fault.ts'

const BUSY =
  'The recorder plays no further recording: too many are being watched or fetched from it. Close another one, or wait.'
const DENIED =
  'The device does not let this user play recordings. Give the device user the right to play back this channel.'
const NOT_PLAYED =
  'The device does not play this recording, although it lists one at this time. Try a moment later in it.'

/** The fault of a relay's run in words for who plays footage. */
export function asPlayback(fault: Fault): Fault {
  const said = typeof fault.cause === 'string' ? fault.cause : ''
  if (/(failed:|returned) (404|5(?!03)(\d\d|XX))\b/.test(said))
    return new Fault('device-denied', NOT_PLAYED, { cause: said })
  if (fault.kind === 'device-busy') return new Fault('device-busy', BUSY, { cause: fault.cause })
  if (fault.kind === 'device-denied') return new Fault('device-denied', DENIED, { cause: fault.cause })
  return fault
}
