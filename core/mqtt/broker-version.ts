// What the broker says it is: asked once on each connection, and never waited for.
import type { Timers } from '../timers.ts'
import type { Connection } from './link.ts'

/** Mosquitto's, which others have taken over; whoever knows no such topic says nothing. */
const TOPIC = '$SYS/broker/version'
const WAIT_MS = 5000
const MOST_CHARACTERS = 80

export interface BrokerVersion {
  ask(connection: Connection): void
  /** True when the message was for it. */
  message(topic: string, payload: Uint8Array): boolean
  /** The connection is gone. */
  forget(): void
  /** Null: it has not told. */
  value(): string | null
}

export function createBrokerVersion(timers: Timers): BrokerVersion {
  let value: string | null = null
  let asked: { connection: Connection; timer: Disposable } | null = null

  function done(): void {
    asked?.timer[Symbol.dispose]()
    // One that is just ending forgets it anyway.
    asked?.connection.unsubscribe(TOPIC).catch(() => {})
    asked = null
  }

  return {
    ask(connection) {
      asked = { connection, timer: timers.after(WAIT_MS, done) }
      connection.subscribe([TOPIC], 0, { mayRefuse: true }).catch(() => {})
    },
    message(topic, payload) {
      if (topic !== TOPIC) return false
      const text = Buffer.from(payload)
        .toString()
        .replace(/\p{Cc}+/gu, ' ')
      value = text.trim().slice(0, MOST_CHARACTERS) || null
      done()
      return true
    },
    forget() {
      asked?.timer[Symbol.dispose]()
      asked = null
      value = null
    },
    value: () => value,
  }
}
