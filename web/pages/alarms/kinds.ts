// The kinds of alarms that pages offer.

/** Kinds in the order of the filter. */
export const KIND_NAMES = [
  'motion',
  'line_crossing',
  'intrusion',
  'region_entrance',
  'region_exiting',
  'face',
  'pir',
  'sound',
  'unattended',
  'removed_object',
  'tamper',
  'scene_change',
  'defocus',
  'video_loss',
  'input',
  'disk_full',
  'disk_error',
  'network_lost',
  'ip_conflict',
  'illegal_login',
  'record_failed',
  'other',
] as const

export type KindName = (typeof KIND_NAMES)[number]
export const isKind = (word: string): word is KindName => KIND_NAMES.some((name) => name === word)
