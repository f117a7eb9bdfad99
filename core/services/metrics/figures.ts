// Every figure of `/metrics`: name, meaning, labels, and how it is read. To add one is to add a row here, and one in the guide.
import { ALARM_KINDS, type AlarmKind } from '../../domain/alarm-kinds.ts'
import type { DevicePhase } from '../../domain/device.ts'
import type { FolderState } from '../storage/disks.ts'
import { type ChannelStanding, countBy, type Reading } from './reading.ts'

export interface Figure {
  name: `porchlight_${string}` | `process_${string}`
  /** A counter never falls but at a start of the appliance, and is called `…_total`. */
  type: 'gauge' | 'counter'
  help: string
  /**
   * Their values are words of ours, and for the few folders of recordings their numbers: never a name, an address or an id of what
   * there can be many of, so that the series stay few and tell nobody anything.
   */
  labels?: readonly string[]
  /** Nothing where it is not known, or not for who asks. */
  read(reading: Reading): readonly Sample[]
}

type Sample = readonly [value: number, ...labels: string[]]

const PHASES: readonly DevicePhase[] = ['online', 'connecting', 'away', 'refused', 'idle', 'unchecked']
const STANDINGS: readonly ChannelStanding[] = ['online', 'away', 'off', 'missing']
const FOLDER_STATES: readonly FolderState[] = ['ok', 'full', 'missing', 'read_only']
const KINDS = Object.keys(ALARM_KINDS) as AlarmKind[]
const WAYS = ['hls', 'mse', 'jpeg', 'ts', 'units', 'recorder', 'other']
const MANNERS = ['recorder', 'fetched', 'picture', 'person'] as const

/** Each of the known words has a sample, so that a graph shows 0 and no gap. */
const each = <K extends string>(keys: readonly K[], counts: ReadonlyMap<K, number>): Sample[] =>
  keys.map((key) => [counts.get(key) ?? 0, key])

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

function readersByWay({ relays }: Reading): Sample[] {
  const ways = relays.flatMap(({ reading }) => reading.map(({ way }) => (way && WAYS.includes(way) ? way : 'other')))
  return WAYS.map((way) => [ways.filter((one) => one === way).length, way])
}

export const FIGURES: readonly Figure[] = [
  {
    ...{ name: 'porchlight_info', type: 'gauge', labels: ['version'] },
    help: 'Always 1; the label says which version runs',
    read: ({ version }) => [[1, version]],
  },
  {
    ...{ name: 'process_start_time_seconds', type: 'gauge' },
    help: 'When the appliance was started, in seconds since 1970',
    read: ({ own }) => [[+own.startedAt / 1000]],
  },
  {
    ...{ name: 'process_cpu_seconds_total', type: 'counter' },
    help: 'Processor time of the appliance itself, without FFmpeg',
    read: ({ own }) => [[own.cpuSeconds]],
  },
  {
    ...{ name: 'process_resident_memory_bytes', type: 'gauge' },
    help: 'Memory of the appliance itself, without FFmpeg',
    read: ({ own }) => [[own.memory]],
  },
  {
    ...{ name: 'porchlight_ffmpeg_processes', type: 'gauge' },
    help: 'FFmpeg processes that run',
    read: ({ ffmpeg }) => [[ffmpeg.processes]],
  },
  {
    ...{ name: 'porchlight_ffmpeg_memory_bytes', type: 'gauge' },
    help: 'Memory of all FFmpeg processes',
    read: ({ ffmpeg }) => [[ffmpeg.memory]],
  },
  {
    ...{ name: 'porchlight_ffmpeg_cpu_ratio', type: 'gauge' },
    help: 'Share of all cores that FFmpeg takes, from 0 to 1',
    read: ({ ffmpeg }) => [[ffmpeg.cpuShare]],
  },
  {
    ...{ name: 'porchlight_devices', type: 'gauge', labels: ['state'] },
    help: 'Devices by how we stand with them; refused waits for a person',
    read: ({ devices }) => each(PHASES, devices),
  },
  {
    ...{ name: 'porchlight_channels', type: 'gauge', labels: ['state'] },
    help: 'Channels by whether their picture can be had',
    read: ({ channels }) => each(STANDINGS, channels),
  },
  {
    ...{ name: 'porchlight_relays', type: 'gauge', labels: ['quality', 'state'] },
    help: 'Relays with readers, by whether pictures come',
    read: ({ relays }) =>
      ['main', 'sub'].flatMap((quality) =>
        [true, false].map((running): Sample => {
          const found = relays.filter((relay) => relay.quality === quality && relay.running === running)
          return [found.length, quality, running ? 'running' : 'waiting']
        }),
      ),
  },
  {
    ...{ name: 'porchlight_relay_readers', type: 'gauge', labels: ['way'] },
    help: 'Who reads from relays, by the way that the pictures take',
    read: readersByWay,
  },
  {
    ...{ name: 'porchlight_relay_received_bytes_total', type: 'counter' },
    help: 'Video that relays have read from devices',
    read: ({ appliance }) => (appliance ? [[appliance.video.bytesIn]] : []),
  },
  {
    ...{ name: 'porchlight_relay_sent_bytes_total', type: 'counter' },
    help: 'Video that relays have handed to their readers',
    read: ({ appliance }) => (appliance ? [[appliance.video.bytesOut]] : []),
  },
  {
    ...{ name: 'porchlight_relay_restarts_total', type: 'counter' },
    help: 'Times that the FFmpeg of a relay was started again while somebody read from it',
    read: ({ appliance }) => (appliance ? [[appliance.video.restarts]] : []),
  },
  {
    ...{ name: 'porchlight_alarms_total', type: 'counter', labels: ['kind'] },
    help: 'Alarms that have begun since the start',
    read: ({ tallies }) => each(KINDS, tallies.alarmsBegan),
  },
  {
    ...{ name: 'porchlight_alarms_open', type: 'gauge', labels: ['kind'] },
    help: 'Alarms that have not ended',
    read: ({ tallies }) => each(KINDS, tallies.alarmsOpen),
  },
  {
    ...{ name: 'porchlight_jobs', type: 'gauge', labels: ['kind', 'state'] },
    help: 'Jobs that have not ended; a kind is named while there is one',
    read: ({ jobs }) => jobs.map(({ kind, state, count }) => [count, kind, state]),
  },
  {
    ...{ name: 'porchlight_jobs_ended_total', type: 'counter', labels: ['kind', 'result'] },
    help: 'Jobs that were done or have failed since the start',
    read: ({ tallies }) =>
      tallies.jobsEnded.map(({ kind, isSuccess, count }) => [count, kind, isSuccess ? 'done' : 'failed']),
  },
  {
    ...{ name: 'porchlight_recordings', type: 'gauge', labels: ['origin'] },
    help: 'Recordings that are kept, as of the last minute',
    read: ({ recordings }) =>
      MANNERS.map((manner) => [sum(recordings.map((one) => (one.manner === manner ? one.recordings : 0))), manner]),
  },
  {
    ...{ name: 'porchlight_recordings_bytes', type: 'gauge', labels: ['origin'] },
    help: 'Bytes of the recordings that are kept, as of the last minute',
    read: ({ recordings }) =>
      MANNERS.map((manner) => [sum(recordings.map((one) => (one.manner === manner ? one.bytes : 0))), manner]),
  },
  {
    ...{ name: 'porchlight_disk_used_bytes', type: 'gauge', labels: ['holds'] },
    help: 'Used room of each disk, by what of ours lies there',
    read: ({ appliance }) => appliance?.disks.volumes.map(({ used, purpose }) => [used, purpose]) ?? [],
  },
  {
    ...{ name: 'porchlight_disk_free_bytes', type: 'gauge', labels: ['holds'] },
    help: 'Free room of each disk, by what of ours lies there; a disk that does not answer is not named',
    read: ({ appliance }) => appliance?.disks.volumes.map(({ free, purpose }) => [free, purpose]) ?? [],
  },
  {
    ...{ name: 'porchlight_storage_folders', type: 'gauge', labels: ['state'] },
    help: 'Folders for recordings beside the data folder, by how they were seen within the last half minute',
    read: ({ appliance }) =>
      appliance ? each(FOLDER_STATES, countBy(appliance.folders.map(({ state }) => state))) : [],
  },
  {
    ...{ name: 'porchlight_storage_folder_free_bytes', type: 'gauge', labels: ['folder'] },
    help: 'Free room of each such folder, by its number; one whose disk is away is not named',
    read: ({ appliance }) =>
      appliance?.folders.flatMap(({ id, free }): Sample[] => (free === null ? [] : [[free, `${id}`]])) ?? [],
  },
  {
    ...{ name: 'porchlight_database_bytes', type: 'gauge' },
    help: 'Size of the database',
    read: ({ appliance }) => (appliance ? [[appliance.databaseBytes]] : []),
  },
  {
    ...{ name: 'porchlight_broker_connected', type: 'gauge' },
    help: '1 while we are connected to the broker of the hub, 0 while not; missing where none is set',
    read: ({ appliance }) => {
      const connected = appliance?.brokerConnected ?? null
      return connected === null ? [] : [[connected ? 1 : 0]]
    },
  },
]
