// The log that a device keeps of itself: asked when somebody wants to read it, never stored.
import { Fault, type LogEntry, type LogQuery } from '#plugin'
import { ALARM_KINDS, alarmKindOf } from '../domain/alarm-kinds.ts'
import type { Caller } from '../domain/caller.ts'
import { instantOf } from '../domain/time-input.ts'
import type { OffsetAt } from '../domain/wall-clock.ts'
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

const MINUTE = 60_000

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
        const span = { from: instantOf(from, offsetAt), to: instantOf(to, offsetAt, 'last') }
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
