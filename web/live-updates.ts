// What the event stream tells goes to what the pages share.
import { signal } from '@preact/signals'
import { loadSeen, noteSeen, unseen } from './alarms-seen.ts'
import { api } from './api.ts'
import { addressOf } from './base.ts'
import { keepStream } from './event-stream.ts'
import { noteFootage } from './footage.ts'
import { loadAll, loadChannels, loadDevices, loadHub, openAlarms, setDeviceState } from './household.ts'
import type { EventOut } from './pages/alarms/asks.ts'
import { feed } from './pages/alarms/feed.ts'
import { isOwn, itemOf } from './pages/alarms/item.ts'
import { readySound, sound } from './pages/alarms/sound.ts'
import { announcement, noteNewAlarm } from './pages/alarms/unseen.ts'
import { noteConfigured } from './parts/player/configured.ts'
import { returns } from './parts/player/returns.ts'
import type { AlarmOut, DeviceStateOut } from './wire.ts'

/** False while the stream is down for longer than a blink. */
export const updating = signal(true)

/** The hub's state comes with no event. */
const HUB_EVERY_MS = 30_000

const handlers: Record<string, (data: never) => void> = {
  'alarm.began': (alarm: AlarmOut) => {
    openAlarms.note(alarm)
    feed.put(alarm, true)
    noteNewAlarm(alarm)
  },
  'alarm.updated': (alarm: AlarmOut) => {
    openAlarms.note(alarm)
    feed.put(alarm, false)
  },
  'alarm.ended': (alarm: AlarmOut) => {
    openAlarms.note(alarm)
    feed.put(alarm, false)
  },
  'event.began': (event: EventOut) => feed.put(itemOf(event), true),
  // Of an alarm it knows less than what the device told.
  'event.updated': (event: EventOut) => (isOwn(event) ? feed.put(itemOf(event), false) : feed.judge(event)),
  'alarm.removed': ({ ids }: { ids: number[] | 'all' }) => {
    feed.drop(ids)
    openAlarms.drop(ids)
    // Some of them may have been new.
    if (unseen.value > 0) void loadSeen()
  },
  'alarm.seen': noteSeen,
  'device.state': ({ device_id, state }: { device_id: number; state: DeviceStateOut }) =>
    setDeviceState(device_id, state),
  'device.changed': () => void loadDevices(),
  'device.removed': ({ device_id }: { device_id: number }) => {
    void loadDevices()
    void loadChannels()
    // Its alarms went with it.
    feed.dropOf(device_id)
    void openAlarms.load()
  },
  'channel.configured': ({ channel_id }: { channel_id: number }) => noteConfigured(channel_id),
  'footage.changed': ({ device_id }: { device_id: number }) => noteFootage(device_id),
  'channels.changed': () => {
    void loadDevices()
    void loadChannels()
  },
}

/** A glance at another page costs nothing. */
const REST_AFTER_MS = 60_000

/** Keeps the stream open until the returned function is called. */
export function startUpdates(): () => void {
  const stream = keepStream({
    sign: (signal) => api.sign('/events', signal),
    connect: (url) => new EventSource(addressOf(url)),
    handlers,
    onOpen(isFirst) {
      // What happened while nobody listened: at the start between the first look at what changes by itself and now.
      if (!isFirst) {
        returns.value++
        void loadAll()
      } else {
        void loadDevices()
        void openAlarms.load()
      }
      void feed.refresh()
    },
    onTrouble(isDown) {
      updating.value = !isDown
    },
  })
  let resting: ReturnType<typeof setTimeout> | undefined
  /** Nobody sees a page in the background; whoever wants alarms to be heard hears it. */
  const rest = () => {
    if (sound.value === 'off') stream.rest()
  }
  const seen = () => {
    clearTimeout(resting)
    if (document.hidden) resting = setTimeout(rest, REST_AFTER_MS)
    else stream.hurry()
  }
  const online = () => {
    returns.value++
    seen()
  }
  const hub = setInterval(() => {
    if (!document.hidden) void loadHub()
  }, HUB_EVERY_MS)
  const stopSound = readySound()
  addEventListener('online', online)
  document.addEventListener('visibilitychange', seen)
  return () => {
    stream.close()
    clearTimeout(resting)
    clearInterval(hub)
    stopSound()
    announcement.value = ''
    removeEventListener('online', online)
    document.removeEventListener('visibilitychange', seen)
  }
}
