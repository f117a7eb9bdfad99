// Turns captured answers, stored as JSON by xmltodict, back into the XML that the device had sent.

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function element(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => element(name, item)).join('')
  if (value === null || value === undefined) return `<${name}></${name}>\n`
  if (typeof value !== 'object') return `<${name}>${escaped(String(value))}</${name}>\n`
  const entries = Object.entries(value)
  const attributes = entries
    .filter(([key]) => key.startsWith('@'))
    .map(([key, item]) => ` ${key.slice(1)}="${escaped(String(item)).replaceAll('"', '&quot;')}"`)
    .join('')
  const text = entries.filter(([key]) => key === '#text').map(([, item]) => escaped(String(item)))
  const children = entries.filter(([key]) => !key.startsWith('@') && key !== '#text')
  const inner = children.map(([key, item]) => element(key, item)).join('')
  return `<${name}${attributes}>${text.join('')}${inner ? `\n${inner}` : ''}</${name}>\n`
}

/** `{ root: { '@attribute': …, child: … } }` as a document, spelled as recorders do: a space before `?>`, LF line ends. */
export function toXml(document: Record<string, unknown>): string {
  const [[name, value] = ['empty', null]] = Object.entries(document)
  return `<?xml version="1.0" encoding="UTF-8" ?>\n${element(name, value)}`
}
