// What clients have written: documents as the device keeps them, and a record of every writing for tests to judge.
import type { Element } from './xml.ts'

export interface Difference {
  /** Elements of the document before that the written one lacks, as paths; a repeated one with its number. */
  lost: string[]
  added: string[]
  /** Elements whose text differs. */
  changed: string[]
  /** Elements whose children came in another order. */
  moved: string[]
}

export interface Write extends Difference {
  method: string
  path: string
  user: string
  /** The body as it was sent. */
  body: string
}

export interface Saved {
  /** The document as it was written; by key, whatever its case. */
  get(key: string): Element | undefined
  set(key: string, element: Element): void
  forget(key: string): void
  record(write: Write): void
  readonly writes: readonly Write[]
}

const KEPT = 2000

export function createSaved(): Saved {
  const documents = new Map<string, Element>()
  const writes: Write[] = []
  return {
    get: (key) => documents.get(key.toLowerCase()),
    set: (key, element) => void documents.set(key.toLowerCase(), element),
    forget: (key) => void documents.delete(key.toLowerCase()),
    record(write) {
      writes.push(write)
      if (writes.length > KEPT) writes.shift()
    },
    writes,
  }
}

/** Children by name and number: the second `Region` is `Region[2]`. */
export function childrenOf(element: Element): Map<string, Element> {
  const found = new Map<string, Element>()
  const counts = new Map<string, number>()
  for (const child of Array.isArray(element.content) ? element.content : []) {
    const count = (counts.get(child.name) ?? 0) + 1
    counts.set(child.name, count)
    found.set(count === 1 ? child.name : `${child.name}[${count}]`, child)
  }
  return found
}

const textOf = ({ content }: Element) => (typeof content === 'string' ? content.trim() : '')

/** How the second document differs from the first, by elements; attributes do not count. */
export function compare(before: Element, after: Element, path = ''): Difference {
  const found: Difference = { lost: [], added: [], changed: [], moved: [] }
  const [old, next] = [childrenOf(before), childrenOf(after)]
  if (old.size === 0 && next.size === 0 && textOf(before) !== textOf(after)) found.changed.push(path || before.name)
  for (const name of next.keys()) if (!old.has(name)) found.added.push(path ? `${path}/${name}` : name)
  for (const [name, child] of old) {
    const place = path ? `${path}/${name}` : name
    const other = next.get(name)
    if (!other) {
      found.lost.push(place)
      continue
    }
    const inside = compare(child, other, place)
    for (const kind of ['lost', 'added', 'changed', 'moved'] as const) found[kind].push(...inside[kind])
  }
  const common = [...next.keys()].filter((name) => old.has(name))
  const was = [...old.keys()].filter((name) => next.has(name))
  if (common.join() !== was.join()) found.moved.push(path || before.name)
  return found
}

/** The written elements with the attributes that the device gives to them. */
export function dressed(written: Element, own: Element): Element {
  const ours = childrenOf(own)
  const children = Array.isArray(written.content)
    ? [...childrenOf(written)].map(([name, child]) => {
        const match = ours.get(name)
        return match ? dressed(child, match) : child
      })
    : written.content
  // An empty container keeps being one.
  const content = children === undefined && Array.isArray(own.content) && own.content.length === 0 ? [] : children
  return { ...own, attributes: { ...own.attributes }, content }
}
