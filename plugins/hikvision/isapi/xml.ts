// XML of the devices, read into plain nodes and changed in place; the one import of fast-xml-parser.

import { XMLBuilder, XMLParser } from 'fast-xml-parser'
import { Fault } from '#plugin'
import { isBalanced } from './balanced.ts'

/** One element. Namespaces are gone: devices mix half a dozen of them, one document included. */
export interface Node {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** Its own text, trimmed; everything is text, numbers too. */
  readonly text: string
  readonly children: readonly Node[]
}

/** Bytes of the largest document that we read. */
export const MAX_DOCUMENT = 4 * 1024 * 1024
/** Deeper than any device nests, and shallow enough for recursion. */
const MAX_DEPTH = 64

const TEXT = '#text'
const ATTRIBUTES = ':@'
const CDATA = '#cdata'
const COMMENT = '#comment'
const PREFIX = '@'

/** What the parser makes of an element with `preserveOrder`: its name as the only key, beside the attributes. */
type Raw = Record<string, unknown>

// Everything stays text and entities stay as they are written, so that what is not understood goes back unchanged.
const shared = {
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: PREFIX,
  textNodeName: TEXT,
  cdataPropName: CDATA,
  commentPropName: COMMENT,
  processEntities: false,
  // Nobody asks for the path of an element while it is parsed; writing it out was an eighth of the time.
  jPath: false,
} as const
const parser = new XMLParser({
  ...shared,
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  allowBooleanAttributes: true,
})
const builder = new XMLBuilder({ ...shared, format: false, suppressBooleanAttributes: false })

const BARE_AMPERSAND = /<!\[CDATA\[[\s\S]*?\]\]>|&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-f]{1,6});)/gi
const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function garbled(reason: string, cause?: unknown): Fault {
  return new Fault('device-garbled', `The device sent a document that cannot be read: ${reason}`, { cause })
}

/** Some cameras write names into XML without escaping `&`. */
function repaired(text: string): string {
  return text.replace(BARE_AMPERSAND, (found) => (found === '&' ? '&amp;' : found))
}

function parse(text: string): Raw[] {
  if (text.length > MAX_DOCUMENT) throw garbled('it is larger than 4 MiB')
  const xml = repaired(text.replace(/^\uFEFF/, '').trimStart())
  if (!xml.startsWith('<')) throw garbled('it is not XML')
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) throw garbled('it defines entities or is a web page')
  if (!isBalanced(xml)) throw garbled('its XML is broken or cut off')
  try {
    return parser.parse(xml) as Raw[]
  } catch (error) {
    throw garbled('its XML is broken or cut off', error)
  }
}

function tagOf(raw: Raw): string | null {
  for (const key in raw) {
    if (key === ATTRIBUTES) continue
    return key === TEXT || key === CDATA || key === COMMENT || key.startsWith('?') ? null : key
  }
  return null
}

function localName(tag: string): string {
  return tag.slice(tag.lastIndexOf(':') + 1)
}

function decoded(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:(amp|lt|gt|quot|apos)|#(\d+)|#x([\da-f]+));/gi, (whole, name, decimal, hex) => {
    if (name) return NAMED[String(name).toLowerCase()] ?? whole
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
  })
}

function textOf(children: Raw[]): string {
  let text = ''
  for (const child of children) {
    const own = child[TEXT]
    if (typeof own === 'string') text += decoded(own)
    else if (CDATA in child) for (const part of child[CDATA] as Raw[]) text += String(part[TEXT] ?? '')
  }
  return text.trim()
}

const NONE: Readonly<Record<string, string>> = Object.freeze({})

function attributesOf(raw: Raw): Readonly<Record<string, string>> {
  const attributes = raw[ATTRIBUTES] as Record<string, unknown> | undefined
  if (!attributes) return NONE
  const found: Record<string, string> = {}
  for (const key in attributes) found[localName(key.slice(PREFIX.length))] = decoded(String(attributes[key]))
  return found
}

// Plain loops: a page of fifty clips has a thousand nodes, and a year of 64 channels ten thousand pages.
function toNode(raw: Raw, tag: string, depth: number): Node {
  if (depth > MAX_DEPTH) throw garbled('its elements are nested too deeply')
  const inner = raw[tag] as Raw[]
  const children: Node[] = []
  for (const child of inner) {
    const name = tagOf(child)
    if (name !== null) children.push(toNode(child, name, depth + 1))
  }
  return { name: localName(tag), attributes: attributesOf(raw), text: textOf(inner), children }
}

function rootOf(document: Raw[]): [Raw, string] {
  for (const raw of document) {
    const tag = tagOf(raw)
    if (tag !== null) return [raw, tag]
  }
  throw garbled('it is empty')
}

/** The root element of a document; Fault `device-garbled` for anything that is not one. */
export function readXml(text: string): Node {
  const [raw, tag] = rootOf(parse(text))
  return toNode(raw, tag, 0)
}

/** A document as captures keep it: attributes are `@name`, text beside them `#text`, what is met more than once is a list. */
export type Json = string | null | readonly Json[] | { readonly [name: string]: Json }

function toJson(raw: Raw, tag: string, depth: number): Json {
  if (depth > MAX_DEPTH) throw garbled('its elements are nested too deeply')
  const inner = raw[tag] as Raw[]
  const attributes = Object.entries((raw[ATTRIBUTES] ?? {}) as Record<string, unknown>)
  const found = new Map<string, Json>(attributes.map(([key, value]) => [key, decoded(String(value))]))
  const own = textOf(inner) || null
  for (const entry of inner) {
    const name = tagOf(entry)
    if (name === null) continue
    const value = toJson(entry, name, depth + 1)
    const before = found.get(name)
    found.set(name, before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value])
  }
  if (!found.size) return own
  if (own !== null) found.set('#text', own)
  return Object.fromEntries(found)
}

/** A whole document in the form of captures, its names with their prefixes; Fault `device-garbled` for what is not one. */
export function jsonOfXml(text: string): { readonly [root: string]: Json } {
  const [raw, tag] = rootOf(parse(text))
  return { [tag]: toJson(raw, tag, 0) }
}

/** The first child of that name. */
export function child(node: Node | null | undefined, name: string): Node | null {
  return node?.children.find((item) => item.name === name) ?? null
}

/**
 * All elements `item` of a list, be it one, many or none: this is the only place that knows of one-or-many. `node` is the
 * list itself or something that wraps it.
 */
export function list(node: Node | null | undefined, item: string): readonly Node[] {
  if (!node) return []
  const own = node.children.filter((entry) => entry.name === item)
  return own.length ? own : node.children.flatMap((inner) => inner.children.filter((entry) => entry.name === item))
}

/** The text at a path of names; null where it is missing or empty. */
export function text(node: Node | null | undefined, ...path: string[]): string | null {
  let at: Node | null | undefined = node
  for (const name of path) at = child(at, name)
  return at?.text || null
}

/** The whole number at a path; null where there is none. */
export function int(node: Node | null | undefined, ...path: string[]): number | null {
  const found = text(node, ...path)
  return found !== null && /^-?\d{1,9}$/.test(found) ? Number(found) : null
}

/** `true` or `false` at a path; null for anything else: an absent flag means unknown. */
export function flag(node: Node | null | undefined, ...path: string[]): boolean | null {
  const found = text(node, ...path)?.toLowerCase()
  return found === 'true' ? true : found === 'false' ? false : null
}

function escaped(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** One step of a path: `Video`, or `channel[id=3]` for the one among many whose child says so. */
/** Slashes in what a step compares with part nothing. */
const BETWEEN_STEPS = /\/(?![^[]*\])/
const STEP = /^([^[\]]+)(?:\[([^=\]]+)=([^\]]*)\])?$/

function fits(raw: Raw, step: string): boolean {
  const [, name, key, value] = STEP.exec(step) ?? []
  const tag = tagOf(raw)
  if (tag === null || localName(tag) !== name) return false
  if (key === undefined) return true
  return (raw[tag] as Raw[]).some((inner) => {
    const innerTag = tagOf(inner)
    return innerTag !== null && localName(innerTag) === key && textOf(inner[innerTag] as Raw[]) === value
  })
}

/** The element at a path below the root, and the children it stands among. */
function locate(document: Raw[], path: string): { at: Raw; tag: string; among: Raw[] } | null {
  let [at, tag] = rootOf(document)
  let among = document
  for (const step of path === '' ? [] : path.split(BETWEEN_STEPS)) {
    among = at[tag] as Raw[]
    const next = among.find((raw) => fits(raw, step))
    if (!next) return null
    at = next
    tag = tagOf(next) as string
  }
  return { at, tag, among }
}

function located(document: Raw[], path: string) {
  const found = locate(document, path)
  if (!found) throw new Fault('unsupported', `This device has no setting ${path}`)
  return found
}

/** The node at a path as `changeXml` understands it; null where there is none. */
export function nodeAt(root: Node, path: string): Node | null {
  return path.split(BETWEEN_STEPS).reduce<Node | null>((node, step) => {
    const [, name, key, value] = STEP.exec(step) ?? []
    const found = node?.children.find((item) => item.name === name && (key === undefined || text(item, key) === value))
    return found ?? null
  }, root)
}

/**
 * Read–modify–write: the document with the text of some elements replaced, named by their path below the root
 * (`Video/maxFrameRate`, `holiday[id=1]/enabled`). Everything else, known to us or not, keeps its order, namespace and
 * spelling. An element that the device did not send is never added: Fault `unsupported`.
 */
export function changeXml(xml: string, changes: Readonly<Record<string, string>>): string {
  const document = parse(xml)
  for (const [path, value] of Object.entries(changes)) {
    const { at, tag } = located(document, path)
    at[tag] = [{ [TEXT]: escaped(value) }]
  }
  return builder.build(document)
}

/** The document with one more element at the end of the list at `path`, which must be there; spelled as its neighbours are. */
export function appendXml(xml: string, path: string, name: string, content: Readonly<Record<string, string>>): string {
  const document = parse(xml)
  const { at, tag } = located(document, path)
  const children = at[tag] as Raw[]
  const prefix = tag.includes(':') ? tag.slice(0, tag.indexOf(':') + 1) : ''
  const element: Raw = {
    [prefix + name]: Object.entries(content).map(([key, value]) => ({ [prefix + key]: [{ [TEXT]: escaped(value) }] })),
  }
  const last = children.findLastIndex((child) => tagOf(child) !== null)
  // On a line of its own, like the others: some devices read line by line.
  children.splice(last + 1, 0, { [TEXT]: '\n' }, element, ...(last + 1 < children.length ? [] : [{ [TEXT]: '\n' }]))
  return builder.build(document)
}

/** The document without the element at `path`; the same document where there is none. */
export function removeXml(xml: string, path: string): string {
  const document = parse(xml)
  const found = locate(document, path)
  if (!found) return xml
  found.among.splice(found.among.indexOf(found.at), 1)
  return builder.build(document)
}

/** One element of a document as a document of its own, such as an item of a list. */
export function pickXml(xml: string, path: string): string {
  const document = parse(xml)
  const found = located(document, path)
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build([found.at])}`
}

/** Text as it must stand in a document of ours. */
export const escapeXml = escaped
