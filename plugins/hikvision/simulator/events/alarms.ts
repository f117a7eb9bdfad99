// Alarms that last: repeated every second in one batch, ended with or without a word.
import type { Device } from '../device.ts'
import type { Pictures } from '../pictures.ts'
import { eventSchema, type SimEvent, type SimEventInput } from './event.ts'
import { kindOf } from './kinds.ts'

export interface Notice {
  event: SimEvent
  state: 'active' | 'inactive'
  /** Place within this second's batch; no sequence number. */
  count: number
  /** A JPEG that follows as a part of its own; only the first notice of an alarm brings one. */
  picture: Uint8Array | null
}

export interface Alarms {
  /** Resolves when the first notice has been handed on. Without `picture` that happens before this returns. */
  raise(input: SimEventInput): Promise<void>
  active(): { type: string; channel: number }[]
  /** Ends everything without a word, as a restart does. */
  clear(): void
}

interface Lasting {
  event: SimEvent
  /** Of its own rhythm; undefined for those in the common batch. */
  repeater: Timer | undefined
  end: Timer
}

const keyOf = ({ type, channel, input }: SimEvent) => `${type.toLowerCase()}/${channel}/${input ?? ''}`

/** `speed` divides every wait. */
export function createAlarms({
  device,
  send,
  pictures,
  speed,
}: {
  device: Device
  send: (notice: Notice) => void
  pictures: Pictures
  speed: number
}): Alarms {
  const lasting = new Map<string, Lasting>()
  let ticker: Timer | null = null

  const side = device.model.family === 'camera' ? 'camera' : 'recorder'

  function notify(event: SimEvent, state: Notice['state'], count = 1, picture: Uint8Array | null = null) {
    if (event.type === 'IO' && event.input !== undefined)
      device.activeInputs[state === 'active' ? 'add' : 'delete'](event.input)
    send({ event, state, count, picture })
  }

  function tick() {
    let count = 0
    for (const { event, repeater } of lasting.values()) if (!repeater) notify(event, 'active', ++count)
  }

  function forget(key: string): SimEvent | null {
    const found = lasting.get(key)
    if (!found) return null
    clearTimeout(found.end)
    clearInterval(found.repeater)
    lasting.delete(key)
    if (lasting.size === 0 && ticker) {
      clearInterval(ticker)
      ticker = null
    }
    return found.event
  }

  function end(key: string) {
    const event = forget(key)
    if (!event) return
    const says = event.inactive ?? (event.state === undefined && kindOf(event.type).endsOn[side])
    if (says) notify(event, 'inactive')
    else if (event.input !== undefined) device.activeInputs.delete(event.input)
  }

  function keep(event: SimEvent, seconds: number) {
    const key = keyOf(event)
    forget(key)
    const { repeat } = event
    const repeater = repeat === undefined ? undefined : setInterval(() => notify(event, 'active'), repeat / speed)
    if (!repeater) ticker ??= setInterval(tick, 1000 / speed)
    lasting.set(key, { event, repeater, end: setTimeout(() => end(key), (seconds * 1000) / speed) })
  }

  return {
    async raise(input) {
      const event = eventSchema.parse(input)
      if (event.raw !== undefined) return notify(event, 'active')
      if (event.state === 'inactive') {
        forget(keyOf(event))
        return notify(event, 'inactive')
      }
      // Nothing of the alarm goes out before its picture is there, or a repeat would overtake it.
      const picture =
        event.picture && !lasting.has(keyOf(event)) ? await pictures.of(event.channel, device.wallClock()) : null
      const seconds = event.duration ?? (event.state ? 0 : 3)
      if (seconds > 0 || event.state === undefined) keep(event, seconds)
      notify(event, 'active', 1, picture)
    },
    active: () => [...lasting.values()].map(({ event: { type, channel } }) => ({ type, channel })),
    clear() {
      for (const key of [...lasting.keys()]) forget(key)
      device.activeInputs.clear()
    },
  }
}
