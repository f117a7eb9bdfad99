// Reads the XML that clients send: elements by their local names, whatever prefixes a client likes.
import { XMLParser, XMLValidator } from 'fast-xml-parser'

export interface Element {
  /** Without prefix. */
  name: string
  attributes: Record<string, string>
  text: string
  children: Element[]
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  ignoreDeclaration: true,
})

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

function elementsOf(list: unknown): Element[] {
  if (!Array.isArray(list)) return []
  return list.flatMap((item): Element[] => {
    const node = record(item)
    const name = Object.keys(node).find((key) => key !== ':@' && key !== '#text')
    if (name === undefined) return []
    const inner = Array.isArray(node[name]) ? (node[name] as unknown[]) : []
    const text = inner.map((one) => record(one)['#text'] ?? '').join('')
    const attributes = Object.fromEntries(
      Object.entries(record(node[':@'])).map(([key, value]) => [key, String(value)]),
    )
    return [{ name, attributes, text, children: elementsOf(inner) }]
  })
}

/** The root element; null when this is no XML. */
export function readXml(text: string): Element | null {
  if (XMLValidator.validate(text) !== true) return null
  try {
    return elementsOf(parser.parse(text))[0] ?? null
  } catch {
    // Entity bombs, and names that the parser takes for an attack.
    return null
  }
}

/** The first element along that path below this one. */
export function find(element: Element | undefined, path: string): Element | undefined {
  return path
    .split('/')
    .reduce<Element | undefined>((here, name) => here?.children.find((child) => child.name === name), element)
}

/** Children of that name along the path. */
export function all(element: Element | undefined, name: string): Element[] {
  return element?.children.filter((child) => child.name === name) ?? []
}

/** The text along that path; undefined when there is no such element. */
export function textAt(element: Element | undefined, path: string): string | undefined {
  return find(element, path)?.text
}
