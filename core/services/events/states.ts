// States that begin and end, each one event however often it is seen: begun once, ended once, over a restart too.
import type { Bus } from '../../bus.ts'
import type { AlarmEnd } from '../../domain/alarm.ts'
import type { Severity } from '../../domain/alarm-kinds.ts'
import type { Log } from '../../log.ts'
import type { EventStore, NewEvent } from './store.ts'

/** What a state is of; null = the device as a whole, or the appliance itself. */
export interface Place {
  householdId: number
  device: NonNullable<NewEvent['device']> | null
  channel?: NonNullable<NewEvent['channel']> | null
}

export interface About {
  type: string
  severity: Severity
  message: string
  metadata?: Record<string, unknown>
}

export interface States {
  /** Once, before any other call: what went on when we stopped. */
  load(): void
  /** `word` names it among the states of the device. Does nothing while it goes on, and goes on with one that has just ended. Never throws. */
  begin(place: Place, word: string, about: About): void
  /** Ends what goes on of a device, or with null of the appliance, whose word fits. Never throws. */
  end(deviceId: number | null, fits: (word: string) => boolean, reason?: AlarmEnd): void
  goesOn(deviceId: number | null, word: string): boolean
  /** Its rows are gone. */
  forget(deviceId: number): void
}

/** What comes back so soon after its end has not ended: a camera at the edge of the radio flaps a hundred times an hour. */
const AGAIN_MS = 5 * 60_000

interface Open {
  id: number
  deviceId: number | null
  word: string
}

interface Deps {
  store: EventStore
  bus: Bus
  log: Log
  now: () => Date
}

export function createStates({ store, bus, log, now }: Deps): States {
  const open = new Map<string, Open>()
  /** What ended by itself not long ago. */
  const lately = new Map<string, Open & { at: number }>()
  const keyOf = ({ deviceId, word }: Omit<Open, 'id'>) => `${deviceId ?? ''}/${word}`

  /** A full disk must not stop whoever has noticed something. */
  function guard(work: () => void): void {
    try {
      work()
    } catch (error) {
      log.error('An event could not be stored', { error })
    }
  }

  /** The event of a state that ended a moment ago goes on; null where there is none. */
  function goOn(key: string) {
    const one = lately.get(key)
    lately.delete(key)
    const age = one ? +now() - one.at : -1
    return one && age >= 0 && age < AGAIN_MS ? store.reopen(one.id) : null
  }

  return {
    load() {
      for (const one of store.open()) open.set(keyOf(one), one)
    },
    begin({ householdId, device, channel = null }, word, about) {
      const place = { deviceId: device?.id ?? null, word }
      if (open.has(keyOf(place))) return
      guard(() => {
        const at = now()
        const again = goOn(keyOf(place))
        const event =
          again ??
          store.insert({
            ...{ householdId, device, channel, word, ...about },
            ...{ source: 'appliance', beganAt: at, createdAt: at, endedAt: null },
          })
        if (!event) return
        open.set(keyOf(place), { id: event.id, ...place })
        bus.emit('event.told', { event, isNew: !again })
      })
    },
    end(deviceId, fits, reason = 'inactive') {
      for (const [key, one] of open) {
        if (one.deviceId !== deviceId || !fits(one.word)) continue
        guard(() => {
          const at = now()
          const event = store.end(one.id, at, reason)
          open.delete(key)
          if (reason === 'inactive') lately.set(key, { ...one, at: +at })
          if (event) bus.emit('event.told', { event, isNew: false })
        })
      }
    },
    goesOn: (deviceId, word) => open.has(keyOf({ deviceId, word })),
    forget(deviceId) {
      for (const known of [open, lately])
        for (const [key, one] of known) if (one.deviceId === deviceId) known.delete(key)
    },
  }
}
