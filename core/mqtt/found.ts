// Reads which configs of ours the broker already holds: orphans are cleared, equal ones need not be sent again.
import type { Timers } from '../timers.ts'
import type { Connection } from './link.ts'
import { isOurs } from './topics.ts'

/** At most this long (DISCOVERY 15); less when nothing more comes. */
const MOST_MS = 3000
const QUIET_MS = 300

export interface Finder {
  /** Resolves with topic → payload. Feed it every message meanwhile. The configs stay subscribed to. */
  find(connection: Connection, prefix: string): Promise<Map<string, string>>
  /** True when the message was for it. */
  message(topic: string, payload: Uint8Array, retained: boolean): boolean
}

export function createFinder(instanceId: () => string, timers: Timers): Finder {
  let found = new Map<string, string>()
  let prefix: string | null = null
  let heard = 0

  return {
    async find(connection, under) {
      found = new Map()
      prefix = under
      heard = 0
      const filters = [`${under}/device/+/config`, `${under}/+/+/+/config`]
      try {
        await connection.subscribe(filters, 0)
        for (let waited = 0; waited < MOST_MS; waited += QUIET_MS) {
          const before = heard
          await new Promise<void>((resolve) => void timers.after(QUIET_MS, resolve))
          if (heard === before) break
        }
      } finally {
        prefix = null
      }
      return found
    },
    message(topic, payload, retained) {
      if (prefix === null || !topic.startsWith(`${prefix}/`) || !topic.endsWith('/config')) return false
      heard++
      const text = Buffer.from(payload).toString()
      // Deleted in this very moment.
      if (!retained && text === '') found.delete(topic)
      if (retained && announcesUs(text, instanceId())) found.set(topic, text)
      return true
    },
  }
}

/** By the name of the origin and an identifier with our instance id: both, since anybody may publish there. */
function announcesUs(text: string, instanceId: string): boolean {
  if (!text.includes(instanceId)) return false
  try {
    const { origin, device } = JSON.parse(text) as { origin?: { name?: unknown }; device?: { identifiers?: unknown } }
    const identifiers = [device?.identifiers].flat()
    return (
      origin?.name === 'Porchlight' &&
      identifiers.some((identifier) => typeof identifier === 'string' && isOurs(identifier, instanceId))
    )
  } catch {
    return false
  }
}
