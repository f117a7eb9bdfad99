// Takes what is somebody's own out of captured documents; the same text becomes the same replacement wherever it stands.
import type { Json } from '../isapi/xml.ts'
import { type PrivateKind, privateKind, replacePatterns } from './private.ts'

/** Addresses that name nobody: none at all, this machine, masks, groups. */
const NOBODYS =
  /^(0\.|127\.|255\.|22[4-9]\.|23\d\.|::1?$|00000000-0000-0000-0000-0{12}$|00[:-]00[:-]00[:-]00[:-]00[:-]00$)/
const NUMBERED: readonly PrivateKind[] = ['mac', 'guid', 'ipv4', 'ipv6']
const WORDED: readonly PrivateKind[] = ['name', 'text', 'user', 'host']
const LOCAL_URL = /^\w+:\/\/(localhost|127\.0\.0\.1)(\/(PSIA|ISAPI|Streaming)[\w/]*)?$/

const padded = (at: number, length: number) => String(at).padStart(length, '0')
const hex = (at: number, length: number) => at.toString(16).padStart(length, '0')

const REPLACEMENTS: Readonly<Record<PrivateKind, (at: number, original: string) => string>> = {
  // Readers look at the model in front of it.
  serial: (at, original) => `${/^i?DS-\d?[A-Z]{0,3}\d?/.exec(original)?.[0] ?? 'SN-'}${padded(at, 9)}`,
  mac: (at) => `02:00:00:00:${hex(at >> 8, 2)}:${hex(at & 255, 2)}`,
  guid: (at) => `00000000-0000-0000-0000-${hex(at, 12)}`,
  // Ranges for documents and for measuring: no device has one.
  ipv4: (at) => (at < 255 ? `203.0.113.${at}` : `198.18.${at >> 8}.${at & 255}`),
  ipv6: (at) => `2001:db8::${hex(at, 1)}`,
  mail: (at) => `mail-${at}@example.org`,
  url: (at, original) => `${original.startsWith('/') ? '' : 'http://host.example'}/url-${at}`,
  host: (at) => `host-${at}.example`,
  user: (at) => `user-${at}`,
  name: (at) => `Name ${at}`,
  text: (at) => `text-${at}`,
  secret: () => 'removed',
  place: () => '0',
}

/** Attributes that describe a value. */
const DESCRIBING = /^@(version|xmlns(:\w+)?|opt|min|max|def|default|size|unit|\w*:?schemaLocation)$/i
const PLAIN = /^(true,false|true|false|-?\d{1,6}(\.\d+)?|[A-Za-z]{1,24})$/i

/** No word of the firmware has spaces and letters beyond ASCII. */
const ODD = /[^\x21-\x7e]/

const local = (key: string) => key.slice(key.lastIndexOf(':') + 1).replace(/^[@#]/, '')

export function createAnonymiser() {
  const known = new Map<string, string>()
  const originals = new Map<PrivateKind, Set<string>>()

  function replacement(kind: PrivateKind, original: string): string {
    const isNumber = NUMBERED.includes(kind)
    if (isNumber ? NOBODYS.test(original) : kind === 'url' && LOCAL_URL.test(original)) return original
    const lower = isNumber ? original.toLowerCase() : original
    const key = kind === 'mac' ? lower.replaceAll('-', ':') : lower
    // A name is one name, be it a channel's or the device's.
    const id = `${WORDED.includes(kind) ? 'word' : kind} ${key}`
    const ofKind = originals.get(kind) ?? new Set()
    originals.set(kind, ofKind.add(key))
    const made = known.get(id) ?? REPLACEMENTS[kind](ofKind.size, original)
    known.set(id, made)
    return made
  }

  function cleanText(element: string, text: string): string {
    const kind = privateKind(element, text)
    return kind ? replacement(kind, text) : replacePatterns(text, replacement)
  }

  function cleanAttribute(key: string, value: string, element: string): string | null {
    if (/^@xmlns/i.test(key)) return value
    if (DESCRIBING.test(key)) {
      // What can be chosen is the firmware's, but among users or hosts it would be somebody's.
      const isPrivate = privateKind(element, 'x y z') !== 'text' && privateKind(element, 'x y z') !== null
      return PLAIN.test(value) || !isPrivate ? replacePatterns(value, replacement) : null
    }
    return PLAIN.test(value) ? value : replacement('text', value)
  }

  function clean(key: string, value: Json): Json {
    const element = local(key)
    if (value === null) return null
    if (typeof value === 'string') return cleanText(element, value)
    if (Array.isArray(value)) return value.map((item: Json) => clean(key, item))
    const entries = Object.entries(value).flatMap(([name, inner]): [string, Json][] => {
      if (name === '#text') return [[name, cleanText(element, String(inner))]]
      if (!name.startsWith('@')) return [[name, clean(name, inner)]]
      const kept = cleanAttribute(name, String(inner), element)
      return kept === null ? [] : [[name, kept]]
    })
    return Object.fromEntries(entries)
  }

  return {
    /** A whole document: an object with its root as the only key. */
    document: (document: Json): Json => clean('', document),
    /** How many different texts of each kind were replaced so far. */
    replaced: (): Partial<Record<PrivateKind, number>> =>
      Object.fromEntries([...originals].map(([kind, texts]) => [kind, texts.size])),
    /** What was replaced and would tell who it is wherever it stands, and is no word that a device says as well. */
    telling: (): string[] =>
      [...originals].flatMap(([kind, texts]) =>
        [...texts]
          .filter((text) => text.length > 4 && (WORDED.includes(kind) ? ODD : /\d.*\d/).test(text))
          .flatMap((text) => (kind === 'mac' ? [':', '-', ''].map((by) => text.replaceAll(':', by)) : [text])),
      ),
  }
}

export type Anonymiser = ReturnType<typeof createAnonymiser>
