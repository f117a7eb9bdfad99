// The event stream: signed, opened, opened again after a pause; it feeds what the pages share.
import { signal } from '@preact/signals'
import { loadSeen, noteSeen, unseen } from './alarms-seen.ts'
import { api } from './api.ts'
import { addressOf } from './base.ts'
import { noteFootage } from './footage.ts'
import { loadAll, loadChannels, loadDevices, loadHub, openAlarms, setDeviceState } from './household.ts'
import type { EventOut } from './pages/alarms/asks.ts'
import { feed } from './pages/alarms/feed.ts'
import { isOwn, itemOf } from './pages/alarms/item.ts'
import { readySound } from './pages/alarms/sound.ts'
import { noteNewAlarm } from './pages/alarms/unseen.ts'
import { noteConfigured } from './parts/player/configured.ts'
import { pauseMs } from './pauses.ts'
import type { AlarmOut, DeviceStateOut } from './wire.ts'

/** False while the stream is down for longer than a blink. */
export const updating = signal(true)

const TROUBLE_AFTER_MS = 5000
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

/** Keeps the stream open until the returned function is called. */
export function startUpdates(random: () => number = Math.random): () => void {
  const ending = new AbortController()
  let source: EventSource | null = null
  let attempt = 0
  let opened = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let trouble: ReturnType<typeof setTimeout> | undefined

  const again = () => {
    source?.close()
    source = null
    if (ending.signal.aborted) return
    trouble ??= setTimeout(() => {
      updating.value = false
    }, TROUBLE_AFTER_MS)
    clearTimeout(timer)
    timer = setTimeout(() => void open(), pauseMs(attempt++, random))
  }
  const open = async () => {
    const signed = await api.sign('/events', ending.signal)
    if (ending.signal.aborted || signed.kind === 'signed-out') return
    if (signed.kind !== 'ok') return again()
    const stream = new EventSource(addressOf(signed.data.url))
    source = stream
    stream.addEventListener('open', () => {
      attempt = 0
      clearTimeout(trouble)
      trouble = undefined
      updating.value = true
      // What happened while nobody listened: at the start between the first look at what changes by itself and now.
      if (opened++ > 0) void loadAll()
      else {
        void loadDevices()
        void openAlarms.load()
      }
      void feed.refresh()
    })
    stream.addEventListener('error', again)
    for (const [name, handle] of Object.entries(handlers))
      stream.addEventListener(name, (event) => handle(JSON.parse(event.data) as never))
  }
  const hurry = () => {
    if (source?.readyState === EventSource.OPEN || document.hidden) return
    attempt = 0
    again()
  }
  const hub = setInterval(() => {
    if (!document.hidden) void loadHub()
  }, HUB_EVERY_MS)
  const stopSound = readySound()
  addEventListener('online', hurry)
  document.addEventListener('visibilitychange', hurry)
  void open()
  return () => {
    ending.abort()
    source?.close()
    clearTimeout(timer)
    clearTimeout(trouble)
    clearInterval(hub)
    stopSound()
    removeEventListener('online', hurry)
    document.removeEventListener('visibilitychange', hurry)
  }
}
