// Writes XML the way the devices do: every element on a line of its own, no indentation.

export type Attributes = Record<string, string | number | boolean>
export type Child = Element | null | false
type Text = string | number | boolean

export interface Element {
  name: string
  attributes: Attributes
  /** Undefined with attributes writes `<name a="b"/>`, undefined without them `<name></name>`. */
  content: string | Element[] | undefined
  /** Text goes out as it is: some cameras forget to escape names. */
  verbatim?: boolean
}

/** What a model's documents look like before their content. */
export interface Style {
  prolog: string
  eol: '\n' | '\r\n'
  version: '1.0' | '2.0'
  namespace: string
}

export const HIKVISION = 'http://www.hikvision.com/ver20/XMLSchema'
export const HIKVISION_OLD = 'http://www.hikvision.com/ver10/XMLSchema'
export const PSIA = 'urn:psialliance-org'
export const ISAPI_ORG = 'http://www.isapi.org/ver20/XMLSchema'

/** An element; an array makes a container (an empty one spans two lines), `null` and `false` children are left out. */
export function x(name: string, first?: Attributes | Text | Child[], second?: Text | Child[]): Element {
  const hasAttributes = typeof first === 'object' && !Array.isArray(first)
  const content = hasAttributes ? second : (first as Text | Child[] | undefined)
  return {
    name,
    attributes: hasAttributes ? first : {},
    content: Array.isArray(content)
      ? content.filter((child): child is Element => Boolean(child))
      : content === undefined
        ? undefined
        : String(content),
  }
}

/** An element with the version and namespace that this style gives to documents and to the items of their lists. */
export function titled(
  style: Pick<Style, 'version' | 'namespace'>,
  name: string,
  children: Child[],
  more: Attributes = {},
): Element {
  return x(name, { version: style.version, xmlns: style.namespace, ...more }, children)
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>]/g, (sign) => entities[sign]!)
const escapedAttribute = (text: string) => text.replace(/[&<>"]/g, (sign) => entities[sign]!)

function lines(element: Element, eol: string): string {
  const { name, content } = element
  const attributes = Object.entries(element.attributes)
    .map(([key, value]) => ` ${key}="${escapedAttribute(String(value))}"`)
    .join('')
  if (content === undefined) return attributes ? `<${name}${attributes}/>${eol}` : `<${name}></${name}>${eol}`
  if (typeof content === 'string')
    return `<${name}${attributes}>${element.verbatim ? content : escaped(content)}</${name}>${eol}`
  return `<${name}${attributes}>${eol}${content.map((child) => lines(child, eol)).join('')}</${name}>${eol}`
}

/** The document as text, with the style's prolog unless `prolog` is false. */
export function render(root: Element, style: Pick<Style, 'prolog' | 'eol'>, prolog = true): string {
  return (prolog ? style.prolog + style.eol : '') + lines(root, style.eol)
}
