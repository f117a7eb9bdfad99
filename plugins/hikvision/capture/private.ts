// What in a device's documents is somebody's own, told by the name of the element and by how the text looks. Pure.
import { isIPv6 } from 'node:net'

/** What a text is; each kind has replacements of its own. */
export type PrivateKind =
  | 'serial'
  | 'mac'
  | 'guid'
  | 'ipv4'
  | 'ipv6'
  | 'mail'
  | 'url'
  | 'host'
  | 'user'
  | 'name'
  | 'text'
  | 'secret'
  | 'place'

/** Elements whose content is private whatever it looks like; the first that fits counts. */
const BY_NAME: readonly (readonly [RegExp, PrivateKind])[] = [
  [
    /(pass(word|wd|phrase)?|pwd|secret|salt|token|challenge|pin|psk|nonce|ssid|wep|wpa|[a-z]key|^key|license)$/i,
    'secret',
  ],
  [/(verif\w*code|captcha|certificate|logo|picture|image)$/i, 'secret'],
  [/(phone|mobile|sim|imei|imsi|iccid|msisdn)(num|number|no|id)?$/i, 'secret'],
  [/(lati|longi|alti)tude|^(lat|lng|lon|gps.*|geo.*)$|(country|area|city|post|zip)code$/i, 'place'],
  [/serial(no|num|number)?$|(^|[a-z])sn$/i, 'serial'],
  [/mac(addr|address)?$/i, 'mac'],
  [/(user|login|account|admin)_?(name)?$/i, 'user'],
  [/mail(addr|address)?$/i, 'mail'],
  [/(url|uri)$/i, 'url'],
  [/(host|domain|server)(name|addr|address)?$|address$/i, 'host'],
]

/** Of these a small number is a count or a switch, and stays. */
const COUNTABLE: readonly PrivateKind[] = ['user', 'host', 'url', 'mail', 'mac', 'secret', 'name']

/** Elements that hold words of the firmware: without them a capture would be of no use. */
const VOCABULARY =
  /(types?|mode|method|status|state|string|code|version|versioninfo|date|time|zone|level|format|profile|recurrence|property|control|language|transport|protocol|unit|result|target|direction|sensitivity|confidence|standard|resolution|ratio|model|attribute|category|opt|size|duration|interval|capacity|space|guid)$/i
const FIRMWARE =
  /^(firmware|manufacturer|resDesc|channelDescription|hddName|hddPath|platformName|CustomExtensionName|gridMap|triggering|errorMsg|StreamHint|SrcDriver|SrcUrlMethods|DayOfWeek|TimeOfDay|manualEvent|cpuDescription|memoryDescription|encryptionModel|IntelligentInfoDisplayMethod)$/
/** Whatever the element: what every device of the kind says. */
const FIRMWARE_TEXT =
  /^(trackType=[\w.=, /-]{1,160}|(\w{1,40} Event trigger|exception) Information|Holiday\d{1,2}|nothing|unknown?|none|auto|default|IP(Camera|Dome|Zoom))$/i

const FLAG = /^(true|false)$/i
const NUMBER = /^-?\d{1,9}(\.\d{1,8})?$/
const COUNT = /^\d{1,3}$/
const ID = /^([A-Za-z]{1,40}(-\d{1,6})?|[a-z]{1,12}\d{0,4})$/
/** Short and printable: nobody's prose. A map of motion areas is longer. */
const WORDS = /^([\x20-\x7e]{1,160}|[\da-f]{1,4000})$/

/** The kind of a text that is not to be told; null for one that may stay, but for what `replacePatterns` finds in it. */
export function privateKind(element: string, text: string): PrivateKind | null {
  if (FLAG.test(text)) return null
  const isFirmware = FIRMWARE.test(element)
  const named = isFirmware ? undefined : BY_NAME.find(([pattern]) => pattern.test(element))?.[1]
  if (named) {
    if (COUNTABLE.includes(named) && !/name$/i.test(element) && COUNT.test(text)) return null
    return named === 'host' ? (kindOf(text) ?? 'host') : named
  }
  if (NUMBER.test(text)) return null
  if (FIRMWARE_TEXT.test(text)) return null
  if (/name$/i.test(element) && !isFirmware) return 'name'
  if (/^id$/i.test(element)) return ID.test(text) ? null : (kindOf(text) ?? 'text')
  if ((isFirmware || VOCABULARY.test(element)) && WORDS.test(text)) return null
  return kindOf(text) ?? 'text'
}

const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)'
/** What can stand anywhere in a text. */
const PATTERNS: Readonly<Partial<Record<PrivateKind, string>>> = {
  url: '\\b[a-z][a-z\\d+.-]{1,15}:\\/\\/[^\\s"\'<>]+',
  mail: '[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+',
  guid: '\\b[\\da-f]{8}-[\\da-f]{4}-[\\da-f]{4}-[\\da-f]{4}-[\\da-f]{12}\\b',
  mac: '(?<![\\w:-])[\\da-f]{2}(?:[:-][\\da-f]{2}){5}(?![\\w:-])',
  ipv6: '(?<![\\w:])(?:[\\da-f]{0,4}:){2,7}(?:[\\da-f]{0,4}|[\\d.]{7,15})(?![\\w:])',
  ipv4: `(?<![\\w.])${OCTET}(?:\\.${OCTET}){3}(?![\\w.])`,
}
const ANY = new RegExp(
  Object.entries(PATTERNS)
    .map(([kind, pattern]) => `(?<${kind}>${pattern})`)
    .join('|'),
  'gi',
)

/** Times of the day look like the beginning of an address. */
const isReal = (kind: PrivateKind, found: string) => kind !== 'ipv6' || isIPv6(found)

/** The kind of a text that is one address or number as a whole. */
function kindOf(text: string): PrivateKind | null {
  let whole: PrivateKind | null = null
  replacePatterns(text, (kind, found) => {
    if (found === text) whole = kind
    return found
  })
  return whole
}

/** A text with everything in it replaced that looks like an address or a number of a device. */
export function replacePatterns(text: string, replace: (kind: PrivateKind, found: string) => string): string {
  return text.replace(ANY, (found: string, ...more: unknown[]) => {
    const groups = more.at(-1) as Record<string, string | undefined>
    const kind = Object.keys(groups).find((name) => groups[name] !== undefined) as PrivateKind
    return isReal(kind, found) ? replace(kind, found) : found
  })
}
