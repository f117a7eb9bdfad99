// What is stored of devices beside their rows, gathered for the hub, which is shown all of it and asks nobody for it.
import type { Disk, RecordingSchedule } from '#plugin'
import type { Db } from '../db/open.ts'
import type { AlarmKind } from '../domain/alarm-kinds.ts'
import type { AccessService } from './access.ts'
import type { ApplianceState } from './appliance-state.ts'
import type { DeviceReports } from './device-reports.ts'
import { readZone } from './footage/zone.ts'
import { recordingNow } from './recording-now.ts'
import type { Schedules } from './schedule.ts'
import type { Sessions } from './sessions/index.ts'

type DeviceRow = ReturnType<AccessService['device']>
type ChannelRow = ReturnType<AccessService['channel']>

export interface PortFacts {
  id: number
  /** Null = the device does not say. */
  active: boolean | null
}

export interface ChannelFacts {
  /** Whether its device is to record it at all; null = not known. */
  record: boolean | null
  /** By its schedule at this moment: always, never, or while an alarm goes on; null = not known. */
  recording: 'on' | 'off' | 'alarm' | null
  /** Detectors that can be switched, and whether they are on. */
  detectors: ReadonlyMap<AlarmKind, boolean>
}

export interface DeviceFacts {
  /** Without empty bays; null = never told. */
  disks: readonly Disk[] | null
  driftSeconds: number | null
  lastSyncAt: Date | null
  inputs: readonly PortFacts[]
  outputs: readonly PortFacts[]
  holiday: boolean | null
  /** Whether alarms can arrive at this moment. */
  listens: boolean
  /** By the channel's id. */
  channels: ReadonlyMap<number, ChannelFacts>
  /** When a schedule makes a device begin or cease to record; null = not within a day. */
  changesAt: Date | null
}

export interface HubFacts {
  /** Nothing of what the device does not offer. */
  ofDevice(device: DeviceRow, channels: readonly Pick<ChannelRow, 'id' | 'sourceKey'>[]): DeviceFacts
  appliance(): ApplianceState
}

interface Deps {
  db: Db
  reports: DeviceReports
  schedules: Pick<Schedules, 'ofDevice'>
  sessions: Pick<Sessions, 'listens'>
  appliance: { read(): ApplianceState }
  now: () => Date
}

const byId = (a: { id: number }, b: { id: number }) => a.id - b.id

export function createHubFacts({ db, reports, schedules, sessions, appliance, now }: Deps): HubFacts {
  return {
    ofDevice(device, channels) {
      const offers = new Set(device.offers)
      const { id } = device
      const told = <K extends Parameters<DeviceReports['last']>[1]>(kind: K, capability: string) =>
        offers.has(capability) ? (reports.last(id, kind)?.items ?? null) : null
      const detections = told('detections', 'detections') ?? []
      const known = offers.has('schedule') ? schedules.ofDevice(id) : new Map<number, { schedule: RecordingSchedule }>()
      const offsetAt = readZone(db, id, device.info?.utcOffsetMinutes ?? 0)
      /** Most channels of a recorder have the same one. */
      const reckoned = new Map<string, ReturnType<typeof recordingNow>>()
      const recording = (schedule: RecordingSchedule) => {
        const key = JSON.stringify(schedule)
        const at = reckoned.get(key) ?? recordingNow(schedule, now(), offsetAt)
        reckoned.set(key, at)
        return at
      }
      const factsOf = ({ id: channelId, sourceKey }: Pick<ChannelRow, 'id' | 'sourceKey'>): ChannelFacts => {
        const schedule = known.get(channelId)?.schedule
        const own = detections.filter((one) => one.sourceKey === sourceKey)
        return {
          record: schedule?.enabled ?? null,
          recording: schedule ? recording(schedule).state : null,
          detectors: new Map(own.flatMap(({ kind, enabled }) => (enabled === null ? [] : [[kind, enabled] as const]))),
        }
      }
      const ofChannels = new Map(channels.map((channel) => [channel.id, factsOf(channel)]))
      const changes = [...reckoned.values()].flatMap(({ until }) => (until === null ? [] : [+until]))
      return {
        disks:
          told('storage', 'storage')
            ?.filter(({ status }) => status !== 'absent')
            .toSorted(byId) ?? null,
        driftSeconds: told('clock', 'clock')?.[0]?.driftSeconds ?? null,
        lastSyncAt: reports.readAt(id, 'infor'),
        inputs: told('inputs', 'inputs')?.toSorted(byId) ?? [],
        outputs: told('outputs', 'outputs')?.toSorted(byId) ?? [],
        holiday: told('holiday', 'holiday')?.[0]?.enabled ?? null,
        listens: sessions.listens(id),
        channels: ofChannels,
        changesAt: changes.length ? new Date(Math.min(...changes)) : null,
      }
    },
    appliance: () => appliance.read(),
  }
}
