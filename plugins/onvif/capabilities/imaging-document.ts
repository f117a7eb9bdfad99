// The picture settings of a camera as it wrote them: read, changed in place, and written back with all that we do not know.
import { XMLBuilder, XMLParser } from 'fast-xml-parser'
import { Fault } from '#plugin'
import { escapeXml } from '../letters.ts'

/** What `preserveOrder` makes of an element: its name as the only key, beside the attributes. */
type Raw = Record<string, unknown>

const TEXT = '#text'
const ATTRIBUTES = ':@'
const PREFIX = '@'
const IMAGING = 'http://www.onvif.org/ver20/imaging/wsdl'
const DEEPEST = 32

// Everything stays text and entities stay as they are written, so that what is not understood goes back unchanged.
const shared = {
  ...{ preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: PREFIX, textNodeName: TEXT },
  ...{ cdataPropName: '#cdata', commentPropName: '#comment', processEntities: false },
} as const
const parser = new XMLParser({ ...shared, trimValues: true, parseTagValue: false, parseAttributeValue: false })
const builder = new XMLBuilder({ ...shared, format: false, suppressBooleanAttributes: false })

const nameOf = (raw: Raw) => Object.keys(raw).find((key) => key !== ATTRIBUTES) ?? ''
const local = (name: string) => name.slice(name.lastIndexOf(':') + 1)
const childrenOf = (raw: Raw) => (Array.isArray(raw[nameOf(raw)]) ? (raw[nameOf(raw)] as Raw[]) : [])

export interface ImagingDocument {
  /** The text of a setting; null where the camera has none. */
  value(name: string): string | null
  set(name: string, value: string): void
  /** As the body of `SetImagingSettings`. */
  letter(source: string): string
}

/** The element of that name, and the namespaces that were declared on the way to it. */
function find(all: Raw[], name: string, above: Raw, depth: number): { element: Raw; declared: Raw } | null {
  for (const each of all) {
    const own = Object.entries((each[ATTRIBUTES] ?? {}) as Raw).filter(([key]) => /^@xmlns(:|$)/.test(key))
    const declared = { ...above, ...Object.fromEntries(own) }
    if (local(nameOf(each)) === name) return { element: each, declared }
    const below = depth < DEEPEST ? find(childrenOf(each), name, declared, depth + 1) : null
    if (below) return below
  }
  return null
}

/** Reads a camera's answer to `GetImagingSettings`. */
export function readImaging(xml: string): ImagingDocument {
  let found: ReturnType<typeof find> = null
  try {
    found = find(parser.parse(xml) as Raw[], 'ImagingSettings', {}, 0)
  } catch (cause) {
    throw new Fault('device-garbled', 'The camera sent picture settings that cannot be read.', { cause })
  }
  if (!found) throw new Fault('device-garbled', 'The camera sent no picture settings.')
  const { element, declared } = found
  const settings = childrenOf(element)
  const textOf = (name: string) => {
    const setting = settings.find((each) => local(nameOf(each)) === name)
    return setting ? childrenOf(setting).find((each) => typeof each[TEXT] === 'string') : undefined
  }
  return {
    value: (name) => (textOf(name)?.[TEXT] as string | undefined)?.trim() || null,
    set(name, value) {
      const holder = textOf(name)
      if (holder) holder[TEXT] = escapeXml(value)
    },
    letter(source) {
      // Its elements keep the prefixes that they came with, so what these stand for goes with them.
      const spaces = Object.entries(declared).map(([name, value]) => ` ${name.slice(PREFIX.length)}="${String(value)}"`)
      const inner = `<own:ImagingSettings${spaces.join('')} xmlns:own="${IMAGING}">${String(builder.build(settings))}</own:ImagingSettings>`
      return (
        `<SetImagingSettings xmlns="${IMAGING}"><VideoSourceToken>${escapeXml(source)}</VideoSourceToken>` +
        `${inner}<ForcePersistence>true</ForcePersistence></SetImagingSettings>`
      )
    },
  }
}
