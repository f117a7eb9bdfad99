// What a caller gives to a simulator and gets from it.
import type { OtherAccount } from './accounts.ts'
import type { ChannelChange } from './device.ts'
import type { DownloadFigures } from './download/index.ts'
import type { SimEventInput } from './events/event.ts'
import type { Faults } from './faults.ts'
import type { LoginOptions } from './login/index.ts'
import type { ModelId } from './models/index.ts'
import type { Look } from './ptz/motor.ts'
import type { Quirk } from './quirks.ts'
import type { Footage, FootageOptions } from './recording/footage.ts'
import type { LogEntry } from './recording/log.ts'
import type { SadpSocket } from './sadp.ts'
import type { Write } from './saved.ts'
import type { SeenRequest } from './stats.ts'

export interface SimulatorOptions {
  model: ModelId
  /** 0 or left out: one that is free. */
  port?: number
  rtspPort?: number
  /** 127.0.0.1 when left out. */
  host?: string
  /** admin and porchlight-demo when left out. */
  user?: string
  password?: string
  /** As the devices write it, sign inverted: CST-8:00:00, the default, is UTC+8. */
  timezone?: string
  /** `none` (default), `random`, or a file of events. */
  events?: string
  /** Name of the device; its serial number and addresses follow from it. */
  name?: string
  now?: () => Date
  random?: () => number
  /** Divides every wait of heartbeat, repeats and events. */
  speed?: number
  login?: LoginOptions
  /** Alert streams that are served at once; the next one is refused. */
  alertStreams?: number
  /** False: HTTP alone, for tests that need no video. */
  rtsp?: boolean
  /** Further accounts; left out, `keeper` (Operator) and `guest` (Viewer), both with the password porchlight-2. */
  accounts?: readonly OtherAccount[]
  /** Half-supported behaviours, see quirks.ts. */
  quirks?: readonly Quirk[]
  /** Milliseconds before every answer. */
  delay?: number
  /** Only the first so many channels of the model. */
  channels?: number
  /** Seconds that the device's clock is ahead; its time is set by hand then. */
  drift?: number
  /** How much it has recorded. */
  footage?: FootageOptions
  /** Downloads that are served at once (2); the next one is refused as too much. */
  downloads?: number
  /** Clients that may play footage at once (4); the next one is refused with 453. */
  playbacks?: number
  /** Entries of its log, 120 when left out. */
  logsPerDay?: number
  /** Where it hears inquiries of SADP, and what it says there; it is not found when left out. */
  discovery?: { socket: SadpSocket; activated?: boolean; answersTo?: 'group' | 'sender' }
}

export interface Simulator extends AsyncDisposable {
  readonly url: string
  readonly port: number
  readonly rtspPort: number
  readonly user: string
  readonly password: string
  /** The first notice is on the wire when this returns, unless it waits for its picture. */
  raise(event: SimEventInput): Promise<void>
  readonly faults: Pick<Faults, 'add' | 'clear' | 'list'>
  readonly stats: {
    readonly requests: readonly SeenRequest[]
    /** Answers behind the login by `METHOD path`, without the query. */
    counts(): Record<string, number>
    totals(): { answers: number; challenges: number; atOnce: number; busyMs: number }
    forget(): void
    /** Every document that a client wrote, with what it lost, added, changed and moved. */
    readonly writes: readonly Write[]
    /** Alarm outputs that are on. */
    readonly outputs: ReadonlySet<number>
    readonly refusedLogins: { http: number; rtsp: number; total: number }
    /** Right logins that used a nonce's counter twice. */
    readonly replays: number
    readonly alertStreams: number
    readonly downloads: Readonly<DownloadFigures>
    readonly rtspSessions: number
    /** Of them, those that play footage. */
    readonly playbacks: number
    readonly locked: boolean
  }
  /** What it has recorded, for tests that compute what must come back. */
  readonly footage: Footage
  /** Where a camera that turns looks now, in tenths; null for one that stands still. */
  looks(channel: number): Look | null
  /** How a channel was to be recorded at that moment, by the schedule that it came with. */
  scheduled(channel: number, at: Date): 'continuous' | 'motion' | null
  /** What stands in its log of that day (`2026-07-01`). */
  log(day: string): LogEntry[]
  /** Stops listening and cuts everything; idempotent. */
  unplug(): Promise<void>
  /** Back on the same ports. */
  plug(): Promise<void>
  /** Gone for so many seconds (5), then back with its nonces, alarms and lock forgotten. */
  reboot(seconds?: number): Promise<void>
  setPassword(password: string): void
  setQuirks(quirks: readonly Quirk[]): void
  setChannel(number: number, change: ChannelChange): void
}
