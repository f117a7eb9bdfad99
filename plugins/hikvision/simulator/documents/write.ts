// The one way in which a document is written: read, compared with what was there, settled, kept, answered.
import type { Device } from '../device.ts'
import { type Answer, type Question, type Refusal, refuse } from '../http/answer.ts'
import { compare, dressed } from '../saved.ts'
import type { Element } from '../xml.ts'
import { readXml, textAt } from '../xml-read.ts'

/** The document as it was last written, or as the device was made. */
export function kept(device: Device, key: string, made: () => Element): Element {
  return device.saved.get(key) ?? made()
}

/** What the device makes of a document: the one that it keeps, or its refusal. */
export type Settle = (written: Element, before: Element) => Element | Refusal

export interface Writing {
  key: string
  before: Element
  settle?: Settle
  /** Under 200 instead of `ok`. */
  done?: Refusal
}

/** Reads a body; records it beside what was there. A refusal when it is not a document of that kind. */
export function readWritten(question: Question, before: Element): Element | Refusal {
  const { device, method, path, body, account } = question
  const written = readXml(body)
  if (!written) return 'badXmlFormat'
  device.saved.record({ method, path, user: account.name, body, ...compare(before, written) })
  if (written.name !== before.name) return 'badXmlContent'
  const { xmlns } = written.attributes
  if (device.quirks.has('strict-namespace') && xmlns !== undefined && xmlns !== before.attributes.xmlns)
    return 'badXmlContent'
  const [id, given] = [textAt(before, 'id'), textAt(written, 'id')]
  if (id !== '' && given !== '' && id !== given) return 'badParameters'
  return written
}

/** Answers a PUT. What the written document lacks is gone, as on the real ones; attributes stay the device's own. */
export function write(question: Question, { key, before, settle, done = 'ok' }: Writing): Answer {
  const { device, path } = question
  const written = readWritten(question, before)
  // A picture call says so under 200, a writing does not.
  if (typeof written === 'string') return refuse(device, path, written, 400)
  const settled = settle ? settle(dressed(written, before), before) : dressed(written, before)
  if (typeof settled === 'string') return refuse(device, path, settled)
  if (!device.quirks.has('forgets-writes')) device.saved.set(key, settled)
  return refuse(device, path, done)
}

/** A copy with the element along that path replaced; unchanged when there is none. */
export function withText(element: Element, path: string, content: string): Element {
  const [name, ...rest] = path.split('/')
  if (!Array.isArray(element.content)) return element
  return {
    ...element,
    content: element.content.map((child) => {
      if (child.name !== name) return child
      return rest.length === 0 ? { ...child, content } : withText(child, rest.join('/'), content)
    }),
  }
}
