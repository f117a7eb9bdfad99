// How long lists take of a house: one after the other, as a page that is opened asks for them.
import type { Appliance } from '../../test/e2e/appliance.ts'
import { median } from '../relay/processes.ts'

const ROUNDS = 15

export const LISTS = ['/api/channels', '/api/devices', '/api/cameras', '/api/events?limit=25'] as const

/** Milliseconds, medians, and the bytes of the answer. */
export async function listTimes(appliance: Appliance): Promise<{ path: string; ms: number; bytes: number }[]> {
  const found = []
  for (const path of LISTS) {
    const times: number[] = []
    let bytes = 0
    for (let round = 0; round < ROUNDS; round++) {
      const began = performance.now()
      const { status, text } = await appliance.call('GET', path)
      times.push(performance.now() - began)
      if (status !== 200) throw new Error(`${path} answered ${status} ${text}`)
      bytes = text.length
    }
    found.push({ path, ms: median(times), bytes })
  }
  return found
}
