// The kinds of alarm, one row each; every dialect, the hub and the drivers read their column.

export type Severity = 'info' | 'warning' | 'error' | 'critical'

export interface AlarmKindRow {
  /** Words that devices use in events, triggers and logs, lower case (`isapi/WIRE.md` 8.2, ONVIF topics). */
  deviceWords: readonly string[]
  /** Seed 000's `event`. */
  event: string
  /** Seed 004's `type` and `severity`. */
  type: string
  severity: Severity
  /** Home Assistant's device class of the binary sensor, and its English name. */
  hubClass: 'motion' | 'sound' | 'tamper' | 'problem' | 'safety' | null
  hubName: string
  /** Text of an alarm in lists. */
  label: string
  scope: 'channel' | 'device'
  /** Seconds (`mqtt/DISCOVERY.md` 14): without a repeat it ends after `hold`; it lasts at least `minOn`, at most `max`. */
  hold: number
  minOn: number
  max: number | null
}

const motion = { hold: 10, minOn: 2, max: 1800 }
const line = { hold: 5, minOn: 5, max: 600 }
const state = { hold: 15, minOn: 5, max: null }

const rows = {
  motion: {
    deviceWords: ['vmd', 'motion', 'motionstart', 'motionstop', 'motionalarm'],
    event: 'motion_detection',
    type: 'motion',
    severity: 'info',
    hubClass: 'motion',
    hubName: 'Motion',
    label: 'Motion detected',
    scope: 'channel',
    ...motion,
  },
  line_crossing: {
    deviceWords: ['linedetection', 'linedetectionstart', 'linedetectionstop', 'tlinedetection'],
    event: 'line_crossing',
    type: 'line_crossing',
    severity: 'warning',
    hubClass: 'motion',
    hubName: 'Line crossing',
    label: 'Line crossed',
    scope: 'channel',
    ...line,
  },
  intrusion: {
    deviceWords: ['fielddetection', 'fielddetectionstart', 'fielddetectionstop'],
    event: 'intrusion',
    type: 'intrusion',
    severity: 'warning',
    hubClass: 'motion',
    hubName: 'Intrusion',
    label: 'Intrusion detected',
    scope: 'channel',
    ...line,
  },
  region_entrance: {
    deviceWords: ['regionentrance'],
    event: 'region_entrance',
    type: 'region_entrance',
    severity: 'warning',
    hubClass: 'motion',
    hubName: 'Region entrance',
    label: 'Region entered',
    scope: 'channel',
    ...line,
  },
  region_exiting: {
    deviceWords: ['regionexiting'],
    event: 'region_exiting',
    type: 'region_exiting',
    severity: 'warning',
    hubClass: 'motion',
    hubName: 'Region exiting',
    label: 'Region left',
    scope: 'channel',
    ...line,
  },
  face: {
    deviceWords: ['facedetection', 'facesnap', 'facecontrast', 'whitelistfacecontrast'],
    event: 'face',
    type: 'face',
    severity: 'info',
    hubClass: 'motion',
    hubName: 'Face',
    label: 'Face detected',
    scope: 'channel',
    ...line,
  },
  pir: {
    deviceWords: ['pir', 'wlsensor'],
    event: 'pir',
    type: 'pir',
    severity: 'info',
    hubClass: 'motion',
    hubName: 'PIR sensor',
    label: 'PIR sensor triggered',
    scope: 'channel',
    ...motion,
  },
  unattended: {
    deviceWords: ['unattendedbaggage'],
    event: 'unattended',
    type: 'unattended',
    severity: 'warning',
    hubClass: 'problem',
    hubName: 'Unattended object',
    label: 'Object left behind',
    scope: 'channel',
    ...line,
  },
  removed_object: {
    deviceWords: ['attendedbaggage', 'objectsremoval'],
    event: 'removed_object',
    type: 'removed_object',
    severity: 'warning',
    hubClass: 'problem',
    hubName: 'Removed object',
    label: 'Object removed',
    scope: 'channel',
    ...line,
  },
  sound: {
    deviceWords: ['audioexception', 'audiodetection'],
    event: 'sound',
    type: 'sound',
    severity: 'info',
    hubClass: 'sound',
    hubName: 'Sound',
    label: 'Sound detected',
    scope: 'channel',
    ...motion,
  },
  tamper: {
    deviceWords: ['tamperdetection', 'shelteralarm', 'tamper'],
    event: 'tamper',
    type: 'tamper',
    severity: 'error',
    hubClass: 'tamper',
    hubName: 'Tampering',
    label: 'Lens covered or camera tampered with',
    scope: 'channel',
    ...state,
  },
  scene_change: {
    deviceWords: ['scenechangedetection'],
    event: 'scene_change',
    type: 'scene_change',
    severity: 'warning',
    hubClass: 'tamper',
    hubName: 'Scene change',
    label: 'Scene changed',
    scope: 'channel',
    ...state,
  },
  defocus: {
    deviceWords: ['defocus', 'defocusdetection'],
    event: 'defocus',
    type: 'defocus',
    severity: 'warning',
    hubClass: 'problem',
    hubName: 'Out of focus',
    label: 'Picture out of focus',
    scope: 'channel',
    ...state,
  },
  video_loss: {
    deviceWords: ['videoloss'],
    event: 'video_loss',
    type: 'videoloss',
    severity: 'error',
    hubClass: 'problem',
    hubName: 'Video loss',
    label: 'Video signal lost',
    scope: 'channel',
    ...state,
  },
  input: {
    deviceWords: ['io', 'softio'],
    event: 'input',
    type: 'io',
    severity: 'info',
    hubClass: null,
    hubName: 'Alarm input',
    label: 'Alarm input triggered',
    scope: 'channel',
    ...state,
  },
  disk_full: {
    deviceWords: ['diskfull', 'hdfull'],
    event: 'disk_full',
    type: 'disk_full',
    severity: 'error',
    hubClass: 'problem',
    hubName: 'Disk full',
    label: 'Disk full',
    scope: 'device',
    ...state,
  },
  disk_error: {
    deviceWords: ['diskerror', 'hderror', 'raidexception', 'spareexception', 'storagedetection'],
    event: 'disk_error',
    type: 'disk_error',
    severity: 'critical',
    hubClass: 'problem',
    hubName: 'Disk error',
    label: 'Disk error',
    scope: 'device',
    ...state,
  },
  network_lost: {
    deviceWords: ['nicbroken', 'netbroken', 'networkdisconnected'],
    event: 'network_lost',
    type: 'network_lost',
    severity: 'error',
    hubClass: 'problem',
    hubName: 'Network lost',
    label: 'Network disconnected',
    scope: 'device',
    ...state,
  },
  ip_conflict: {
    deviceWords: ['ipconflict', 'macconflict'],
    event: 'ip_conflict',
    type: 'ip_conflict',
    severity: 'error',
    hubClass: 'problem',
    hubName: 'IP address conflict',
    label: 'IP address conflict',
    scope: 'device',
    ...state,
  },
  illegal_login: {
    deviceWords: ['illaccess', 'illegalaccess', 'illlegealaccess'],
    event: 'illegal_login',
    type: 'illegal_login',
    severity: 'warning',
    hubClass: 'safety',
    hubName: 'Illegal login',
    label: 'Someone failed to sign in to the recorder',
    scope: 'device',
    ...state,
  },
  record_failed: {
    deviceWords: ['recordingfailure', 'recordexception'],
    event: 'record_failed',
    type: 'record_failed',
    severity: 'error',
    hubClass: 'problem',
    hubName: 'Recording failed',
    label: 'The recorder cannot record',
    scope: 'device',
    ...state,
  },
  other: {
    deviceWords: [],
    event: 'other',
    type: 'other',
    severity: 'info',
    hubClass: null,
    hubName: 'Other alarm',
    label: 'Alarm',
    scope: 'channel',
    ...state,
  },
} as const satisfies Record<string, AlarmKindRow>

export type AlarmKind = keyof typeof rows

/** What each dialect, the hub and the alarm service must know of a kind. */
export const ALARM_KINDS: Readonly<Record<AlarmKind, AlarmKindRow>> = rows

const byWord = new Map<string, AlarmKind>(
  (Object.keys(rows) as AlarmKind[]).flatMap((kind) =>
    ALARM_KINDS[kind].deviceWords.map((word) => [word, kind] as const),
  ),
)

/** The kind that a device's word means, whatever its case; `other` for a word that we do not know. */
export function alarmKindOf(word: string): AlarmKind {
  return byWord.get(word.trim().toLowerCase()) ?? 'other'
}

/** True for text that names one of our kinds. */
export function isAlarmKind(text: string): text is AlarmKind {
  return Object.hasOwn(rows, text)
}
