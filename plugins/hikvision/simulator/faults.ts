// Switches for what goes wrong on a real network and a real device.
import { z } from 'zod'

export const faultSchema = z.strictObject({
  /** Milliseconds before an answer; the alert stream opens so much later. */
  slow: z.number().int().min(0).max(600_000).optional(),
  /** Bytes of the body, or of a part of the alert stream, after which the connection is cut; true means half. */
  cut: z.union([z.number().int().min(0), z.literal(true)]).optional(),
  /** XML that no parser takes, in answers and in parts of the alert stream. */
  garbled: z.literal(true).optional(),
  /** Of a download: bytes a second. */
  rate: z.number().int().min(1).optional(),
  /** Of a download: bytes after which nothing more comes, and the connection stays. */
  stall: z.number().int().min(0).optional(),
  /** Of a download: bytes after which it ends as if it were whole; true means half. */
  short: z.union([z.number().int().min(0), z.literal(true)]).optional(),
  /** Of a download: bytes that are announced and never come. */
  long: z.number().int().min(1).optional(),
  status: z.union([z.literal(401), z.literal(403), z.literal(503)]).optional(),
  /** An error document under HTTP 200, as picture calls give. */
  refusal: z.enum(['deviceError', 'badXmlContent', 'lowPrivilege', 'deployExceedMax']).optional(),
  /** Strikes only paths that begin so, whatever their case. */
  path: z.string().optional(),
  /** Strikes so many answers, then is over; for ever when left out. */
  count: z.number().int().min(1).optional(),
  rtsp: z.enum(['refuse401', 'busy453', 'freeze', 'drop']).optional(),
})

export type Fault = z.infer<typeof faultSchema>

export interface Faults {
  add(fault: Fault): void
  clear(): void
  list(): Fault[]
  /**
   * The fault that strikes this path now, used up by one. A stream has an opening, which can be slow or refused, and
   * parts, which can be cut or garbled.
   */
  strike(path: string, what?: keyof typeof strikes): Fault | null
}

const strikes = {
  answer: ['slow', 'cut', 'garbled', 'status', 'refusal'],
  file: ['slow', 'cut', 'status', 'refusal', 'rate', 'stall', 'short', 'long'],
  opening: ['slow', 'status', 'refusal'],
  part: ['cut', 'garbled'],
} as const

const hits = (fault: Fault, what: keyof typeof strikes) => strikes[what].some((name) => fault[name] !== undefined)

/** `onRtsp` is told which RTSP fault is in force, or null for none. */
export function createFaults(onRtsp: (fault: NonNullable<Fault['rtsp']> | null) => void): Faults {
  let active: { fault: Fault; left: number }[] = []
  return {
    add(fault) {
      if (fault.rtsp) onRtsp(fault.rtsp)
      // Dropping is done at once and leaves nothing behind.
      if (fault.rtsp !== 'drop' || hits(fault, 'answer'))
        active.push({ fault, left: fault.count ?? Number.POSITIVE_INFINITY })
    },
    clear() {
      active = []
      onRtsp(null)
    },
    list: () => active.map(({ fault }) => fault),
    strike(path, what = 'answer') {
      const found = active.find(
        ({ fault }) => hits(fault, what) && path.toLowerCase().startsWith((fault.path ?? '').toLowerCase()),
      )
      if (!found) return null
      found.left--
      if (found.left <= 0) active = active.filter((one) => one !== found)
      return found.fault
    },
  }
}

/** Breaks a document so that its bytes are still text but no XML any more. */
export function garble(text: string): string {
  const middle = Math.floor(text.length / 2)
  return `${text.slice(0, middle)}<<&broken ${text.slice(middle).replaceAll('</', '<')}`
}
