// Writes XML: elements with prefixed names, text escaped, nothing else.

/** A finished piece; text that is not wrapped so is escaped. */
export interface Xml {
  readonly xml: string
}
export type Content = string | number | boolean | Xml | null | undefined | readonly Content[]
export type Attributes = Record<string, string | number | boolean | undefined>

export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!)
}

function written(content: Content): string {
  if (content === null || content === undefined) return ''
  if (Array.isArray(content)) return content.map(written).join('')
  if (typeof content === 'object') return (content as Xml).xml
  return escapeXml(String(content))
}

/** An element with attributes; undefined ones are left out. */
export function xa(name: string, attributes: Attributes, ...content: Content[]): Xml {
  const said = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join('')
  const inner = written(content)
  return { xml: inner === '' ? `<${name}${said}/>` : `<${name}${said}>${inner}</${name}>` }
}

export const x = (name: string, ...content: Content[]): Xml => xa(name, {}, ...content)

/** Goes out as it is. */
export const raw = (xml: string): Xml => ({ xml })
