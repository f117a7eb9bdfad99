// Read, change, write, read again: the one way in which settings reach a device.
import { Fault } from '#plugin'
import type { IsapiClient } from '../isapi/client.ts'
import { changeXml, nodeAt, readXml } from '../isapi/xml.ts'
import { type Knowledge, keyOf } from './channels.ts'
import type { Input } from './documents.ts'

/** New texts by path, as `changeXml` takes them. */
export type Changes = Readonly<Record<string, string>>

export interface Edited {
  /** The documents as the device gave them. */
  before: string
  after: string
  rebootRequired: boolean
}

export interface Writer {
  /** Sends what `change` makes of the document, if it makes anything else of it; one write at a time. */
  edit(path: string, change: (xml: string) => string): Promise<Edited>
  /** The same for texts: only those are changed that differ. */
  set(path: string, changes: (xml: string) => Changes): Promise<Edited>
}

/** The changes that a document does not hold already. */
export function differing(xml: string, changes: Changes): Changes {
  const root = readXml(xml)
  return Object.fromEntries(Object.entries(changes).filter(([path, value]) => nodeAt(root, path)?.text !== value))
}

export function createWriter(client: IsapiClient): Writer {
  let queue: Promise<unknown> = Promise.resolve()

  async function edit(path: string, change: (xml: string) => string): Promise<Edited> {
    const before = await client.read(path)
    const wanted = change(before)
    if (wanted === before || wanted === changeXml(before, {})) return { before, after: before, rebootRequired: false }
    const { rebootRequired } = await client.put(path, wanted)
    // Devices say that all is well and keep, round or drop what they were sent.
    return { before, after: await client.read(path), rebootRequired }
  }

  const writer: Writer = {
    edit(path, change) {
      const turn = queue.then(() => edit(path, change))
      queue = turn.catch(() => undefined)
      return turn
    },
    set(path, changes) {
      return writer.edit(path, (xml) => {
        const todo = differing(xml, changes(xml))
        return Object.keys(todo).length ? changeXml(xml, todo) : xml
      })
    },
  }
  return writer
}

/** The channel that the core means; Fault `not-found` for one that the device no longer has. */
export function inputOf(known: Knowledge, sourceKey: string): Input {
  const input = known.inputs.find((candidate) => keyOf(candidate) === sourceKey)
  if (!input) throw new Fault('not-found', 'This device no longer has that channel')
  return input
}

/**
 * A document that one channel lacks does not mean that the device lacks the function: `unsupported` would withdraw the
 * whole capability.
 */
export async function ofChannel<T>(input: Input, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Fault) || error.kind !== 'unsupported') throw error
    throw input.online === false
      ? new Fault('not-ready', `${input.name} is away: its settings can be read when it is back.`, { cause: error })
      : new Fault('device-denied', `The device does not give these settings of ${input.name}.`, { cause: error })
  }
}
