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
  /** `word` names it among the states of the device. Does nothing while it goes on. Never throws. */
  begin(place: Place, word: string, about: About): void
  /** Ends what goes on of a device, or with null of the appliance, whose word fits. Never throws. */
  end(deviceId: number | null, fits: (word: string) => boolean, reason?: AlarmEnd): void
  goesOn(deviceId: number | null, word: string): boolean
  /** Its rows are gone. */
  forget(deviceId: number): void
}

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
  const keyOf = ({ deviceId, word }: Omit<Open, 'id'>) => `${deviceId ?? ''}/${word}`

  /** A full disk must not stop whoever has noticed something. */
  function guard(work: () => void): void {
    try {
      work()
    } catch (error) {
      log.error('An event could not be stored', { error })
    }
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
        const event = store.insert({
          ...{ householdId, device, channel, word, ...about },
          ...{ source: 'appliance', beganAt: at, createdAt: at, endedAt: null },
        })
        if (!event) return
        open.set(keyOf(place), { id: event.id, ...place })
        bus.emit('event.told', { event, isNew: true })
      })
    },
    end(deviceId, fits, reason = 'inactive') {
      for (const [key, one] of open) {
        if (one.deviceId !== deviceId || !fits(one.word)) continue
        guard(() => {
          const event = store.end(one.id, now(), reason)
          open.delete(key)
          if (event) bus.emit('event.told', { event, isNew: false })
        })
      }
    },
    goesOn: (deviceId, word) => open.has(keyOf({ deviceId, word })),
    forget(deviceId) {
      for (const [key, one] of open) if (one.deviceId === deviceId) open.delete(key)
    },
  }
}
