// What is wrong with a translation: texts that it lacks or that English has not, other parameters, wrong plural forms, English left in it.
import type { Plural } from './translation.ts'

export type Table = Readonly<Record<string, string | Plural>>

/** Written alike everywhere: products, abbreviations and units. */
const NAMES = new Set(
  [
    'Porchlight LightNVR VibeNVR Hikvision Home Assistant ONVIF ISAPI RTSP RTSPS HTTP HTTPS MQTT HLS MSE WebSocket API JWT TLS VAPID IP IPv4 IPv6 MAC',
    'NVR DVR PTZ GOP VBR CBR H.264 H.265 H.264+ H.265+ MPEG4 MJPEG AAC FFmpeg SQLite NTP UTC DST TCP UDP UPnP SMB NFS NAS PoE SSD GPU CPU RAM ID URL JSON XML ZIP CSV JPEG MP4',
    'OK fps px ms s min h d kB MB GB TB kbit/s Mbit/s kbps Mbps °C example http https',
  ].flatMap((line) => line.split(' ')),
)
const PARAMETER = /\{(\w+)\}/g
/** Enough whole numbers to meet every form that things are counted with; millions have forms of their own, which no page needs. */
const COUNTS = Array.from({ length: 200 }, (_, count) => count)

/** Sentences that say what to mend, `key: what`. `same` are the words that the language shares with English. */
export function faultsOf(language: string, table: Table, english: Table, same: readonly string[] = []): string[] {
  const faults: string[] = []
  const shared = new Set(same)
  const unneeded = new Set(same)
  for (const key of Object.keys(english)) if (!Object.hasOwn(table, key)) faults.push(`${key}: missing`)
  for (const [key, text] of Object.entries(table)) {
    const model = english[key]
    if (model === undefined) faults.push(`${key}: not in English`)
    else faults.push(...formFaults(language, text, model).map((fault) => `${key}: ${fault}`))
    if (language === 'en' || model === undefined) continue
    const left = wordsOf(text).filter((word) => !NAMES.has(word))
    for (const word of left) unneeded.delete(word)
    if (isDeepSame(text, model) && left.some((word) => !shared.has(word))) faults.push(`${key}: still English`)
  }
  for (const word of unneeded) faults.push(`“${word}”: listed as the same in English, but in no text`)
  return faults
}

function formFaults(language: string, text: string | Plural, model: string | Plural): string[] {
  if (typeof text === 'string' || typeof model === 'string') {
    if (typeof text !== typeof model) return [typeof text === 'string' ? 'needs plural forms' : 'needs no plural forms']
    return parameterFaults(String(text), String(model), false)
  }
  const faults: string[] = []
  const rules = new Intl.PluralRules(language)
  const forms = new Map<string, number>()
  for (const count of COUNTS) forms.set(rules.select(count), (forms.get(rules.select(count)) ?? 0) + 1)
  for (const form of forms.keys()) if (!Object.hasOwn(text, form)) faults.push(`lacks the form “${form}”`)
  for (const [form, words] of Object.entries(text)) {
    const known: readonly string[] = rules.resolvedOptions().pluralCategories
    if (!known.includes(form)) faults.push(`the language has no form “${form}”`)
    // “One camera” needs no number; what stands for several numbers does.
    const alone = form !== 'other' && forms.get(form) === 1
    faults.push(...parameterFaults(words, model.other, alone).map((fault) => `${fault} in “${form}”`))
  }
  return faults
}

function parameterFaults(text: string, model: string, withoutCount: boolean): string[] {
  const has = parametersOf(text)
  const wanted = parametersOf(model)
  const lacking = [...wanted].filter((name) => !has.has(name) && !(withoutCount && name === 'count'))
  const strange = [...has].filter((name) => !wanted.has(name) && name !== 'count')
  return [
    ...lacking.map((name) => `lacks {${name}}`),
    ...strange.map((name) => `has {${name}}, which is never filled in`),
  ]
}

const parametersOf = (text: string) => new Set([...text.matchAll(PARAMETER)].map(([, name = '']) => name))

const wordsOf = (text: string | Plural): string[] =>
  (typeof text === 'string' ? [text] : Object.values(text))
    .flatMap((form) => form.replace(PARAMETER, ' ').split(/[\s,.:;!?()“”"«»…/–-]+/))
    .filter((word) => /\p{L}/u.test(word))

const isDeepSame = (one: string | Plural, other: string | Plural) => JSON.stringify(one) === JSON.stringify(other)
