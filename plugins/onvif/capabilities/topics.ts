// What a camera's topics mean in our kinds of alarm, and what one message of a topic says.
import type { AlarmKind, Point } from '#plugin'

/** One message as the camera wrote it; names and values are its own. */
export interface Told {
  /** With the prefixes of its namespaces: `tns1:RuleEngine/CellMotionDetector/Motion`. */
  topic: string
  /** `Initialized`: how it stands when somebody begins to listen. Null for what happens and has no state. */
  operation: 'Initialized' | 'Changed' | 'Deleted' | null
  at: Date | null
  source: Readonly<Record<string, string>>
  /** Tells apart what one source has several of, such as the objects in a field. */
  key: Readonly<Record<string, string>>
  data: Readonly<Record<string, string>>
  /** What it frames in the picture, if anything. */
  area?: Point[] | null
}

interface Word {
  kind: AlarmKind
  target?: string
}

const motion: Word = { kind: 'motion' }
const human: Word = { kind: 'motion', target: 'human' }
const vehicle: Word = { kind: 'motion', target: 'vehicle' }
const animal: Word = { kind: 'motion', target: 'animal' }

/**
 * By topic without prefixes, lower case; a row means everything below it too. The first block is ONVIF's own (and what the
 * test tool knows), the second what makers put beside it.
 */
const WORDS: Record<string, Word> = {
  'ruleengine/cellmotiondetector/motion': motion,
  'ruleengine/motionregiondetector/motion': motion,
  'videosource/motionalarm': motion,
  'videoanalytics/motion': motion,
  'videoanalytics/motiondetection': motion,
  'ruleengine/objectdetection/object': motion,
  'ruleengine/linedetector/crossed': { kind: 'line_crossing' },
  'ruleengine/fielddetector/objectsinside': { kind: 'intrusion' },
  'ruleengine/fielddetector/objectisinside': { kind: 'intrusion' },
  'ruleengine/loiteringdetector': { kind: 'intrusion' },
  'ruleengine/tamperdetector/tamper': { kind: 'tamper' },
  'videosource/globalscenechange': { kind: 'scene_change' },
  'videosource/imagetooblurry': { kind: 'defocus' },
  'videosource/signalloss': { kind: 'video_loss' },
  'audioanalytics/audio/detectedsound': { kind: 'sound' },
  'audiosource/triggerlevel': { kind: 'sound' },
  'ruleengine/recognition/face': { kind: 'face' },
  'ruleengine/facedetector': { kind: 'face' },
  'device/trigger/digitalinput': { kind: 'input' },
  'device/hardwarefailure/storagefailure': { kind: 'disk_error' },

  'ruleengine/cellmotiondetector/people': human,
  'ruleengine/peopledetector/people': human,
  'ruleengine/myruledetector/peopledetect': human,
  'useralarm/iva/humanshapedetect': human,
  'ruleengine/myruledetector/vehicledetect': vehicle,
  'ruleengine/vehicledetector/vehicle': vehicle,
  'ruleengine/myruledetector/dogcatdetect': animal,
  'ruleengine/myruledetector/facedetect': { kind: 'face' },
  'ruleengine/cellmotiondetector/tpsmartevent': motion,
  'ruleengine/tpsmarteventdetector/tpsmartevent': motion,
  'ruleengine/cellmotiondetector/intrusion': { kind: 'intrusion' },
  'ruleengine/cellmotiondetector/linecross': { kind: 'line_crossing' },
  'ruleengine/cellmotiondetector/tamper': { kind: 'tamper' },
  'cameraapplicationplatform/vmd': motion,
  'cameraapplicationplatform/objectanalytics': motion,
  'videosource/tampering': { kind: 'tamper' },
  'device/sensor/pir': { kind: 'pir' },
  'device/trigger/alarmin': { kind: 'input' },
}

/** `tns1:RuleEngine/tnshik:Motion` without prefixes, lower case. */
function plain(topic: string): string {
  const parts = topic.trim().split('/')
  return parts.map((part) => part.slice(part.lastIndexOf(':') + 1).toLowerCase()).join('/')
}

function wordOf(topic: string): Word | null {
  let path = plain(topic)
  while (path) {
    if (Object.hasOwn(WORDS, path)) return WORDS[path] ?? null
    path = path.slice(0, Math.max(0, path.lastIndexOf('/')))
  }
  return null
}

/** The kinds that topics stand for, each once; topics that we do not know raise nothing. */
export function kindsOf(topics: Iterable<string>): AlarmKind[] {
  const kinds = new Set<AlarmKind>()
  for (const topic of topics) {
    const word = wordOf(topic)
    if (word) kinds.add(word.kind)
  }
  return [...kinds]
}

const TRUE = new Set(['true', 'active'])
const FALSE = new Set(['false', 'inactive'])
/** Numbers are counts and object ids unless the name says that they are a yes or no. */
const YES_OR_NO = /^(?:is[A-Z]|state$|active$|logicalstate$|motion$|tampering$|triggered$)/

/** What an item says of a state; null for one that says something else. */
export function isOn(name: string, value: string): boolean | null {
  const said = value.trim().toLowerCase()
  if (TRUE.has(said)) return true
  if (FALSE.has(said)) return false
  if ((said === '1' || said === '0') && (YES_OR_NO.test(name) || YES_OR_NO.test(name.toLowerCase())))
    return said === '1'
  return null
}

const TARGETS: Record<string, string> = {
  ...{ human: 'human', person: 'human', people: 'human', face: 'human', body: 'human' },
  ...{ vehicle: 'vehicle', car: 'vehicle', truck: 'vehicle', bus: 'vehicle', bike: 'vehicle', motorcycle: 'vehicle' },
  ...{ animal: 'animal', pet: 'animal', dog: 'animal', cat: 'animal', dogcat: 'animal' },
}

const targetIn = (word: string): string | null => TARGETS[word.trim().toLowerCase()] ?? null

/** What moved, where the message says so: in a list of classes, or in the name of what is true. */
function targetOf(data: Told['data']): string | null {
  for (const [name, value] of Object.entries(data)) {
    if (/^class(?:types?)?$/i.test(name)) return targetIn(value.split(/[\s,]+/)[0] ?? '') ?? (value.trim() || null)
    const named = /^is(.+)$/i.exec(name)?.[1]
    if (named && isOn(name, value) && targetIn(named)) return targetIn(named)
  }
  return null
}

export interface Meaning {
  kind: AlarmKind
  target: string | null
  rule: string | null
  /** Null: it happened, and has no end of its own. */
  active: boolean | null
}

/** What a message says; null for a topic that is no alarm, and for what was over before anybody listened. */
export function meaningOf({ topic, operation, source, data }: Told): Meaning | null {
  const word = wordOf(topic)
  if (!word) return null
  const states = Object.entries(data).flatMap(([name, value]) => isOn(name, value) ?? [])
  const classes = Object.entries(data).find(([name]) => /^classtypes?$/i.test(name))?.[1]
  const said = states.length > 0 ? states.some(Boolean) : classes === undefined ? null : classes.trim() !== ''
  // An object that is told no more has left; a crossing that is told again to who begins to listen is none.
  if (said === null && operation === 'Initialized') return null
  const active = operation === 'Deleted' ? false : said
  const rule = Object.entries(source).find(([name]) => /^rule(?:name)?$/i.test(name))?.[1] || null
  return { kind: word.kind, target: word.target ?? targetOf(data), rule, active }
}
