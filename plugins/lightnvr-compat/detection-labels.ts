// What LightNVR calls a detection is an alarm here: which kinds count, and the word that clients find them by.
import { ALARM_KINDS, type AlarmKind } from '#plugin'

/** Of the picture or the device, not of what is to be seen. */
const NOT_SEEN: readonly AlarmKind[] = ['tamper', 'scene_change', 'defocus', 'video_loss', 'other']

/** Kinds of alarm that say what happens before a camera. */
export const DETECTION_KINDS: readonly AlarmKind[] = (Object.keys(ALARM_KINDS) as AlarmKind[]).filter(
  (kind) => ALARM_KINDS[kind].scope === 'channel' && !NOT_SEEN.includes(kind),
)

export const labelOf = (kind: AlarmKind): string => kind

/** Those whose label holds one of these words. */
export const kindsLabelled = (words: readonly string[]): AlarmKind[] =>
  DETECTION_KINDS.filter((kind) => words.some((word) => labelOf(kind).includes(word.toLowerCase())))
