// Runs the state machine of every (device, channel, kind, input): stores what begins and ends, then tells the bus.
import type { Bus } from '../../bus.ts'
import type { Alarm, AlarmEnd, AlarmNotice } from '../../domain/alarm.ts'
import { ALARM_KINDS } from '../../domain/alarm-kinds.ts'
import { grownArea, tidyArea } from '../../domain/area.ts'
import type { StoredEvent } from '../../domain/event.ts'
import { jpegSize } from '../../domain/jpeg.ts'
import type { Log } from '../../log.ts'
import type { Timers } from '../../timers.ts'
import { type Effect, endOf, type Input, OFF, step, type Track } from './machine.ts'
import { isJpeg, type PictureFiles } from './pictures.ts'
import type { Source, Sources } from './sources.ts'
import type { AlarmStore } from './store.ts'
import type { createTimings } from './timing.ts'

export interface TrackerDeps {
  store: AlarmStore
  sources: Sources
  timings: ReturnType<typeof createTimings>
  pictures: PictureFiles
  bus: Bus
  timers: Timers
  log: Log
  now: () => Date
}

interface Entry {
  track: Track
  deviceId: number
  householdId: number
  channelId: number | null
  kind: AlarmNotice['kind']
  /** The open alarm. */
  alarm: Alarm | null
  timer: { at: number; handle: Disposable } | null
}

/** A device that makes up new words without end gets no new machine for each. */
const MOST_PER_DEVICE = 1000
const COMPLAIN_EVERY_MS = 60_000
/** Pictures being written at one time; what comes on top is dropped. */
const MOST_WRITES = 32

/** A device's own text for a list: no control characters, not endless. */
const tidy = (text: string, most: number) =>
  text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, most)

const said = (text: string | null | undefined, most: number) =>
  text === null || text === undefined ? null : tidy(text, most) || null

/** What tells two alarms of one kind and place apart that go on at the same time. */
function partOf({ kind, region }: AlarmNotice, rawType: string): string {
  if (kind === 'other') return rawType.toLowerCase()
  return kind === 'input' ? String(region ?? '') : ''
}

function messageOf({ kind, region }: AlarmNotice, rawType: string): string {
  const { label, hubName } = ALARM_KINDS[kind]
  if (kind === 'input' && region !== null) return `${hubName} ${region} triggered`
  return kind === 'other' && rawType ? `${label}: ${rawType}` : label
}

export function createTracker({ store, sources, timings, pictures, bus, timers, log, now }: TrackerDeps) {
  const entries = new Map<string, Entry>()
  const perDevice = new Map<number, number>()
  const writes = new Set<Promise<void>>()
  const picturesDone = new Set<number>()
  let lastComplaint = 0

  function entryOf(key: string, { device, channel }: Source, kind: AlarmNotice['kind']): Entry | null {
    const known = entries.get(key)
    if (known) return known
    const count = (perDevice.get(device.id) ?? 0) + 1
    if (count > MOST_PER_DEVICE) return null
    perDevice.set(device.id, count)
    const where = { deviceId: device.id, householdId: device.householdId, channelId: channel?.id ?? null }
    const entry = { track: OFF, ...where, kind, alarm: null, timer: null }
    entries.set(key, entry)
    return entry
  }

  /** The new state counts only once what it means is stored. */
  function advance(entry: Entry, input: Input, begin?: (at: number) => Alarm): void {
    const timing = timings.of(entry.kind, entry)
    const { track, effects } = step(entry.track, input, timing, now().getTime())
    for (const effect of effects) apply(entry, effect, begin)
    entry.track = track
    arm(entry, endOf(track, timing))
  }

  function apply(entry: Entry, effect: Effect, begin?: (at: number) => Alarm): void {
    if (effect.type === 'hold-raised')
      log.info('A device repeats its alarms slowly: it is given more time', {
        deviceId: entry.deviceId,
        kind: entry.kind,
        holdSeconds: effect.hold / 1000,
      })
    if (effect.type === 'began' && begin) {
      const alarm = begin(effect.at)
      entry.alarm = alarm
      bus.emit('alarm.began', alarm)
    }
    if (effect.type === 'ended' && entry.alarm) end(entry, entry.alarm, new Date(effect.at), effect.reason)
  }

  function end(entry: Entry, alarm: Alarm, endedAt: Date, endReason: AlarmEnd): void {
    store.end(alarm.id, endedAt, endReason)
    entry.alarm = null
    picturesDone.delete(alarm.id)
    bus.emit('alarm.ended', { ...alarm, endedAt, endReason })
  }

  /** A timer that runs too early finds nothing and is set again, so that each notice need not move it. */
  function arm(entry: Entry, end: { at: number } | null): void {
    if (entry.timer && end && entry.timer.at <= end.at) return
    entry.timer?.handle[Symbol.dispose]()
    entry.timer = null
    if (!end) return
    const wait = Math.max(0, end.at - now().getTime())
    const handle = timers.after(Math.min(wait, 2 ** 31 - 1), () => {
      entry.timer = null
      guard(entry.deviceId, () => advance(entry, 'time'))
      // Not stored: try again, or the alarm would never end.
      if (!entry.timer && entry.track.on) arm(entry, { at: now().getTime() + 1000 })
    })
    entry.timer = { at: end.at, handle }
  }

  /** A full disk must not tear down the device's stream. */
  function guard(deviceId: number, work: () => void): void {
    try {
      work()
    } catch (error) {
      if (now().getTime() - lastComplaint < COMPLAIN_EVERY_MS) return
      lastComplaint = now().getTime()
      log.error('An alarm could not be stored', { deviceId, error })
    }
  }

  function describe(source: Source, notice: AlarmNotice, rawType: string, beganAt: number): Alarm {
    const alarm = store.insert({
      uuid: Bun.randomUUIDv7(),
      householdId: source.device.householdId,
      deviceId: source.device.id,
      channelId: source.channel?.id ?? null,
      channelNo: source.channel?.channelNo ?? null,
      channelName: source.channel?.name ?? null,
      deviceAddress: source.device.address,
      kind: notice.kind,
      rawType,
      message: messageOf(notice, rawType),
      region: notice.region,
      area: tidyArea(notice.area),
      target: said(notice.target, 40),
      rule: said(notice.rule, 64),
      deviceTime: notice.time,
      beganAt: new Date(beganAt),
    })
    const comes = notice.pictureFollows === true || (notice.picture !== null && isJpeg(notice.picture))
    return comes ? { ...alarm, pictureComes: true } : alarm
  }

  /** What only a later notice says. */
  function complete(entry: Entry, notice: AlarmNotice): void {
    const alarm = entry.alarm
    if (!alarm) return
    const target = alarm.target ?? said(notice.target, 40)
    const rule = alarm.rule ?? said(notice.rule, 64)
    const region = alarm.region ?? notice.region
    const area = grownArea(alarm.area, tidyArea(notice.area))
    const isSame = target === alarm.target && region === alarm.region && rule === alarm.rule && area === alarm.area
    if (isSame) return
    store.describe(alarm.id, { target, region, rule, area })
    entry.alarm = { ...alarm, target, region, rule, area }
    bus.emit('alarm.updated', entry.alarm)
  }

  function keepPicture(entry: Entry, hubKey: string, jpeg: Uint8Array): void {
    const alarm = entry.alarm
    if (!alarm || picturesDone.has(alarm.id) || !isJpeg(jpeg) || writes.size >= MOST_WRITES) return
    picturesDone.add(alarm.id)
    const write = pictures
      .write(hubKey, alarm.uuid, jpeg)
      .then(async (file) => {
        const stored = store.setPicture(alarm.id, { file, bytes: jpeg.length, size: jpegSize(jpeg) }, now())
        if (!stored) return pictures.remove([file])
        if (entry.alarm?.id === alarm.id) {
          const { pictureComes: _, ...rest } = entry.alarm
          entry.alarm = { ...rest, hasPicture: true, recordingId: stored.recordingId }
        }
        bus.emit('alarm.updated', stored)
      })
      .catch((error: unknown) => log.error('A picture of an alarm could not be stored', { alarmId: alarm.id, error }))
      .finally(() => writes.delete(write))
    writes.add(write)
  }

  return {
    /** Never throws. */
    notice(deviceId: number, notice: AlarmNotice): void {
      guard(deviceId, () => {
        const source = sources.find(deviceId, notice.sourceKey, notice.kind)
        if (!source) return
        const rawType = tidy(notice.rawType, 64)
        const from = source.channel?.id ?? (ALARM_KINDS[notice.kind].scope === 'device' ? '' : (notice.sourceKey ?? ''))
        const key = `${deviceId}/${from}/${notice.kind}/${partOf(notice, rawType)}`
        if (!notice.active && !entries.has(key)) return
        const entry = entryOf(key, source, notice.kind)
        if (!entry) return
        if (notice.active) sources.prove(source, notice.kind, notice.sourceKey)
        const open = entry.alarm
        advance(entry, notice.active ? 'active' : 'inactive', (at) => describe(source, notice, rawType, at))
        if (open && entry.alarm === open) complete(entry, notice)
        if (notice.picture) keepPicture(entry, source.device.hubKey, notice.picture)
      })
    },
    lost(deviceId: number): void {
      for (const entry of entries.values())
        if (entry.deviceId === deviceId && entry.alarm) guard(deviceId, () => advance(entry, 'lost'))
    },
    /** Nobody wants alarms of this channel any more: what goes on there is over. */
    silence(channelId: number): void {
      for (const entry of entries.values()) {
        const { alarm, track } = entry
        if (alarm?.channelId !== channelId) continue
        guard(entry.deviceId, () => end(entry, alarm, now(), 'off'))
        entry.track = { on: false, ended: null, chatter: track.chatter }
        arm(entry, null)
      }
    },
    /** The device's rows are gone: nothing to end any more. */
    forget(deviceId: number): void {
      for (const [key, entry] of entries) {
        if (entry.deviceId !== deviceId) continue
        entry.timer?.handle[Symbol.dispose]()
        entries.delete(key)
      }
      perDevice.delete(deviceId)
    },
    /** What a person has said of an alarm is not lost when its device says more. */
    judged({ id, kind, severity, message, acknowledged }: StoredEvent): void {
      for (const entry of entries.values()) {
        if (entry.alarm?.id !== id) continue
        const { severity: _severity, acknowledged: _acknowledged, ...alarm } = entry.alarm
        entry.alarm = {
          ...alarm,
          message,
          ...(severity !== ALARM_KINDS[kind].severity && { severity }),
          ...(acknowledged && { acknowledged }),
        }
      }
    },
    /** Their pictures were removed, for themselves. */
    unpictured(alarmIds: readonly number[]): void {
      for (const entry of entries.values())
        if (entry.alarm && alarmIds.includes(entry.alarm.id))
          entry.alarm = { ...entry.alarm, hasPicture: false, recordingId: null }
    },
    open: (): Alarm[] => [...entries.values()].flatMap(({ alarm }) => alarm ?? []),
    async stop(): Promise<void> {
      for (const { timer } of entries.values()) timer?.handle[Symbol.dispose]()
      entries.clear()
      await Promise.all(writes)
    },
  }
}
