// Which alarms are told to browsers, and in what words: not each repetition, and a moment later, so that no alarm waits for it.
import { createHash } from 'node:crypto'
import type { Bus } from '../../bus.ts'
import type { Alarm } from '../../domain/alarm.ts'
import { ALARM_KINDS } from '../../domain/alarm-kinds.ts'
import type { Log } from '../../log.ts'
import type { Timers } from '../../timers.ts'

/** What the page that shows it finds in a message. It goes through the push service encrypted. */
export interface PushNote {
  type: 'alarm'
  id: number
  kind: string
  /** English, for a browser that has not been told our words in another language. */
  title: string
  /** Channel, or device where it is meant itself; null where it has no name. */
  where: string | null
  at: string
  channel: number | null
  /** Its device keeps what was to be seen. */
  footage: boolean
}

interface Deps {
  bus: Bus
  deviceOf: (deviceId: number) => { name: string; hasFootage: boolean } | null
  tell: (alarm: Alarm, note: PushNote, topic: string) => void
  log: Log
  now: () => Date
  timers: Timers
}

/** Of one kind at one place, so seldom. */
const PAUSE_MS = 30_000
/** More than any house has in a moment. */
const MOST_AT_ONCE = 500
const LONGEST_NAME = 200

export function createAnnouncer({ bus, deviceOf, tell, log, now, timers }: Deps): Disposable {
  const toldAt = new Map<string, number>()
  let arrived: { alarm: Alarm; place: string }[] = []
  let timer: Disposable | null = null

  /** Whether it was told of the same a moment ago; a clock that was set back does not silence it. */
  function isRepeated(place: string): boolean {
    const age = +now() - (toldAt.get(place) ?? Number.NEGATIVE_INFINITY)
    if (age >= 0 && age < PAUSE_MS) return true
    for (const [other, at] of toldAt) if (Math.abs(+now() - at) >= PAUSE_MS) toldAt.delete(other)
    toldAt.set(place, +now())
    return false
  }

  function hear(alarm: Alarm): void {
    const place = `${alarm.householdId}/${alarm.deviceId}/${alarm.channelId}/${alarm.kind}`
    if (arrived.length >= MOST_AT_ONCE || isRepeated(place)) return
    arrived.push({ alarm, place })
    timer ??= timers.after(0, flush)
  }

  function flush(): void {
    timer = null
    const all = arrived
    arrived = []
    for (const { alarm, place } of all) {
      try {
        tell(alarm, noteOf(alarm), topicOf(place))
      } catch (error) {
        // Its next repetition is told instead.
        toldAt.delete(place)
        log.error('Browsers could not be told of an alarm', { error })
      }
    }
  }

  function noteOf(alarm: Alarm): PushNote {
    const { id, kind, channelId, channelName, deviceId, beganAt } = alarm
    const device = deviceId === null ? null : deviceOf(deviceId)
    const where = (channelId === null ? device?.name : channelName)?.slice(0, LONGEST_NAME) ?? null
    const title = ALARM_KINDS[kind].label
    const footage = device?.hasFootage ?? false
    return { type: 'alarm', id, kind, title, where, at: beganAt.toISOString(), channel: channelId, footage }
  }

  const subscription = bus.on('alarm.began', hear)
  return {
    [Symbol.dispose]() {
      subscription[Symbol.dispose]()
      timer?.[Symbol.dispose]()
    },
  }
}

/** Says nothing of the place, and no more than 32 letters of an address are allowed. */
const topicOf = (place: string) => createHash('sha256').update(place).digest('base64url').slice(0, 32)
