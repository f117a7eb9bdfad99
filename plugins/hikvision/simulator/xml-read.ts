// Reads the XML that clients send, into the elements that our documents are written from.
import type { Attributes, Element } from './xml.ts'

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function plain(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return named[name] ?? whole
    const isHex = name[1] === 'x' || name[1] === 'X'
    return String.fromCodePoint(Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10))
  })
}

function attributesOf(text: string): Attributes {
  const found: Attributes = {}
  for (const [, name, one, two] of text.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g))
    found[name!] = plain(one ?? two ?? '')
  return found
}

const tokens = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([\w:.-]+)([^<>]*?)(\/?)>|([^<]+)/y

/** The root element, names without their prefix; null when this is no XML. */
export function readXml(text: string): Element | null {
  const source = text.replace(/^\uFEFF/, '').trim()
  const top: Element[] = []
  const open: { element: Element; text: string; children: Element[] }[] = []
  tokens.lastIndex = 0
  while (tokens.lastIndex < source.length) {
    const match = tokens.exec(source)
    if (!match) return null
    const [, data, closing, name, attributes, empty, words] = match
    const here = open.at(-1)
    if (words !== undefined || data !== undefined) {
      if (here) here.text += data ?? plain(words!)
      else if ((data ?? words)!.trim() !== '') return null
    } else if (name !== undefined && closing) {
      open.pop()
      if (!here || here.element.name !== local(name)) return null
      // Blank text between children is layout, alone it is nothing.
      here.element.content = here.children.length > 0 ? here.children : here.text.trim() === '' ? undefined : here.text
    } else if (name !== undefined) {
      const element: Element = { name: local(name), attributes: attributesOf(attributes!), content: undefined }
      if (here) here.children.push(element)
      else top.push(element)
      if (!empty) open.push({ element, text: '', children: [] })
    }
  }
  return top.length === 1 && open.length === 0 ? top[0]! : null
}

const local = (name: string) => name.slice(name.indexOf(':') + 1)

/** Children of that name; none when the element holds text. */
export function all(element: Element | undefined, name: string): Element[] {
  return Array.isArray(element?.content) ? element.content.filter((child) => child.name === name) : []
}

/** The first element along that path below this one. */
export function find(element: Element | undefined, path: string): Element | undefined {
  return path.split('/').reduce<Element | undefined>((here, name) => all(here, name)[0], element)
}

/** The trimmed text along that path; empty when there is none. */
export function textAt(element: Element | undefined, path: string): string {
  const found = find(element, path)
  return typeof found?.content === 'string' ? found.content.trim() : ''
}

/** First element of that name at any depth, as devices that do not look at the order find it. */
export function anywhere(element: Element, name: string): Element | undefined {
  if (element.name === name) return element
  if (!Array.isArray(element.content)) return undefined
  for (const child of element.content) {
    const found = anywhere(child, name)
    if (found) return found
  }
  return undefined
}
