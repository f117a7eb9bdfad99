// The log that a device keeps of itself: asked when somebody wants to read it, never stored.
import { Fault, type LogEntry, type LogQuery } from '#plugin'
import { ALARM_KINDS, alarmKindOf } from '../domain/alarm-kinds.ts'
import type { Caller } from '../domain/caller.ts'
import type { AccessService, ChannelRow } from './access.ts'
import type { AskDevice } from './ask-device.ts'
import { channelName } from './channels.ts'

export interface DeviceLogQuery extends Omit<LogQuery, 'from' | 'to'> {
  /** ISO 8601. Without an offset it is the device's wall clock. */
  from: string
  to: string
}

export interface DeviceLogEntry extends LogEntry {
  /** `YYYY-MM-DDTHH:MM:SS` by the device's wall clock. */
  wallTime: string
  /** What happened, in words for people. */
  text: string
  /** What we call the channel that it is about. */
  channelName: string | null
}

export interface DeviceLog {
  /** Newest first. Fault invalid-input for times that are none or in the wrong order. */
  search(
    caller: Caller,
    deviceId: string | number,
    query: DeviceLogQuery,
  ): Promise<{ deviceId: number; entries: DeviceLogEntry[] }>
}

interface Deps {
  access: AccessService
  askDevice: AskDevice
}

type OffsetAt = (time: Date) => number
const MINUTE = 60_000
const TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:\.\d{1,9})?)? ?(Z|[+-]\d\d:?\d\d)?$/i

/** Digits of a wall clock as if they were UTC; null for a text that is no time, such as the 30th of February. */
function wallClock(text: string): { wall: number; offset: number | null } | null {
  const [, day, minutes = '00:00', seconds = ':00', zone] = text.trim().match(TIME) ?? []
  if (day === undefined) return null
  const wall = Date.parse(`${day}T${minutes}${seconds}Z`)
  if (Number.isNaN(wall) || !new Date(wall).toISOString().startsWith(day)) return null
  if (zone === undefined) return { wall, offset: null }
  const [, sign, hours = 0, rest = 0] = zone.match(/([+-])(\d\d):?(\d\d)/) ?? []
  return { wall, offset: (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(rest)) }
}

/** True for text that `search` takes as a time. */
export const isTime = (text: string): boolean => wallClock(text) !== null

function instantOf(text: string, offsetAt: OffsetAt): Date {
  const read = wallClock(text)
  if (!read) throw new Fault('invalid-input', `${text.slice(0, 40)} is not a time: write 2025-01-22T00:00:00`)
  if (read.offset !== null) return new Date(read.wall - read.offset * MINUTE)
  // The offset in force then, found by the one in force at about that time.
  const about = new Date(read.wall - offsetAt(new Date(read.wall)) * MINUTE)
  return new Date(read.wall - offsetAt(about) * MINUTE)
}

/** `remoteLogin` → `Remote login`; the name of an alarm where the word means one. */
function words(minor: string): string {
  const kind = alarmKindOf(minor)
  if (kind !== 'other') return `${ALARM_KINDS[kind].label}${/stop$/i.test(minor) ? ' (end)' : ''}`
  const spaced = minor
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase()
    .trim()
  return spaced ? spaced[0]?.toUpperCase() + spaced.slice(1) : 'Unknown'
}

export function createDeviceLog({ access, askDevice }: Deps): DeviceLog {
  return {
    async search(caller, id, { from, to, major, limit }) {
      const device = access.device(caller, id, 'system')
      const names = new Map<number, ChannelRow>()
      for (const channel of access.visibleChannels(caller, { deviceId: device.id }))
        names.set(channel.channelNo, channel)
      const question = { deviceId: device.id, capability: 'logs', failed: 'Failed to fetch logs from device' } as const
      const entries = await askDevice(question, async (logs, session) => {
        const { footage } = session
        const offsetAt: OffsetAt = (time) => footage?.utcOffsetMinutesAt(time) ?? device.info?.utcOffsetMinutes ?? 0
        const span = { from: instantOf(from, offsetAt), to: instantOf(to, offsetAt) }
        if (span.from > span.to) {
          const message = 'must not be earlier than the beginning of the time asked for'
          throw new Fault('invalid-input', `to ${message}`, { problems: [{ path: 'body.to', code: 'order', message }] })
        }
        const found = await logs.search({ ...span, major, limit })
        return found.slice(0, limit).map((entry) => {
          const channel = entry.channelNumber === null ? undefined : names.get(entry.channelNumber)
          const wallTime = new Date(+entry.time + offsetAt(entry.time) * MINUTE).toISOString().slice(0, 19)
          return { ...entry, wallTime, text: words(entry.minor), channelName: channel ? channelName(channel) : null }
        })
      })
      return { deviceId: device.id, entries }
    },
  }
}
