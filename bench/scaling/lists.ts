// How long lists take of a house: one after the other, as a page that is opened asks for them.
import type { Appliance } from '../../test/e2e/appliance.ts'
import { median } from '../relay/processes.ts'

const ROUNDS = 15

/** `isSized`: how long the answer is grows with the house, and is told. */
export const LISTS = [
  { path: '/api/channels', isSized: true },
  { path: '/api/devices', isSized: false },
  { path: '/api/cameras', isSized: true },
  { path: '/api/events?limit=25', isSized: false },
]

/** By path: the median of a few, and the bytes of the answer. */
export type ListTimes = ReadonlyMap<string, { ms: number; bytes: number }>

export async function listTimes(appliance: Appliance): Promise<ListTimes> {
  const found = new Map<string, { ms: number; bytes: number }>()
  for (const { path } of LISTS) {
    const times: number[] = []
    let bytes = 0
    for (let round = 0; round < ROUNDS; round++) {
      const began = performance.now()
      const { status, text } = await appliance.call('GET', path)
      times.push(performance.now() - began)
      if (status !== 200) throw new Error(`${path} answered ${status} ${text}`)
      bytes = text.length
    }
    found.set(path, { ms: median(times), bytes })
  }
  return found
}
