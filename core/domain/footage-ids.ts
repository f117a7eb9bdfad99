// Numbers by which dialects name what can be played: a recording of ours by its key, and above those what lies on a device.

/** From here on the key of a clip. */
export const CLIPS_FROM = 2 ** 40
/** From here on a stretch of footage of which no clip is known: channel and second, still a whole number to JavaScript. */
export const STRETCHES_FROM = 2 ** 52
const SECONDS = 2 ** 33

export const clipIdOf = (key: number): number => CLIPS_FROM + key
export const stretchIdOf = (channelId: number, at: number): number =>
  STRETCHES_FROM + channelId * SECONDS + Math.floor(at / 1000)

export type Footage =
  | { kind: 'recording'; key: number }
  | { kind: 'clip'; key: number }
  | { kind: 'stretch'; channelId: number; at: Date }

/** Null for a text that is none of them. */
export function footageOf(id: string): Footage | null {
  const number = /^\d{1,16}$/.test(id) ? Number(id) : 0
  if (number < 1 || !Number.isSafeInteger(number)) return null
  if (number < CLIPS_FROM) return { kind: 'recording', key: number }
  if (number < STRETCHES_FROM) return { kind: 'clip', key: number - CLIPS_FROM }
  const rest = number - STRETCHES_FROM
  return { kind: 'stretch', channelId: Math.floor(rest / SECONDS), at: new Date((rest % SECONDS) * 1000) }
}

/** Keys of what lists of recordings name; what they never name is left out. */
export function batchOf(ids: readonly number[]): { recordingIds: number[]; clipIds: number[] } {
  const found = ids.map((id) => footageOf(String(id)))
  const keysOf = (kind: 'recording' | 'clip') => found.flatMap((one) => (one?.kind === kind ? [one.key] : []))
  return { recordingIds: keysOf('recording'), clipIds: keysOf('clip') }
}
