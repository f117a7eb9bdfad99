// What FFmpeg's last words mean, as a fault for people.
import { Fault, type FaultKind } from '../domain/fault.ts'

interface Reading {
  words: RegExp
  kind: FaultKind
  text: string
}

/** The first that fits counts. */
const READINGS: Reading[] = [
  {
    words: /(failed:|returned) 401\b/,
    kind: 'device-refused-login',
    text: 'The device refused the login of its video stream. Correct user name and password of the device.',
  },
  {
    words: /(failed:|returned) 403\b/,
    kind: 'device-denied',
    text: 'The device does not let this user see the stream. Give the device user the right to view this channel.',
  },
  {
    words: /(failed:|returned) (453|503)\b/,
    kind: 'device-busy',
    text: 'The device has too many viewers and serves no further stream. Close other viewers of it, or wait.',
  },
  {
    words: /(failed:|returned) 404\b/,
    kind: 'device-unreachable',
    text: 'The device has no such stream at the moment. Check that a camera is connected to this channel.',
  },
  {
    words: /(failed:|returned) 5(\d\d|XX)\b/,
    kind: 'device-busy',
    text: 'The device could not serve the stream and reported a fault of its own. It is tried again.',
  },
  {
    words: /connection refused|no route to host|unreachable|failed to resolve|name or service not known/i,
    kind: 'device-unreachable',
    text: 'The device cannot be reached for video. Check that it is on and that its RTSP port is right.',
  },
  {
    words: /timed out/i,
    kind: 'device-timeout',
    text: 'The device did not answer when it was asked for video.',
  },
]

/** The fault behind FFmpeg's error lines; `hadVideo` tells a stream that ended from one that never began. */
export function faultOfRun(errors: string, hadVideo: boolean): Fault {
  const cause = errors.trim() || undefined
  if (hadVideo) return new Fault('device-unreachable', 'The video stream was cut off by the device.', { cause })
  const reading = READINGS.find(({ words }) => words.test(errors))
  if (reading) return new Fault(reading.kind, reading.text, { cause })
  return new Fault('device-garbled', 'The device sent no video that can be read.', { cause })
}

/** The fault of a source that is silent. */
export function silence(hadVideo: boolean): Fault {
  return new Fault(
    'device-timeout',
    hadVideo ? 'The device stopped sending pictures.' : 'The device sent no picture within 10 seconds.',
  )
}

/**
 * True when trying again by itself is pointless: a login that was refused, or something that will not come by waiting.
 */
export function isFinal(fault: Fault): boolean {
  return FINAL.has(fault.kind)
}

const FINAL: ReadonlySet<FaultKind> = new Set([
  'device-refused-login',
  'device-locked',
  'device-denied',
  'unsupported',
  'not-found',
  'not-allowed',
  'invalid-input',
])
