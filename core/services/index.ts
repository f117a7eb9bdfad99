// All behaviour, a file per noun: what dialects, the hub bridge and plugins may call.
import type { AccessService } from './access.ts'
import type { Accounts } from './accounts/index.ts'
import type { Activity } from './activity.ts'
import type { AlarmReasons } from './alarm-reasons.ts'
import type { Alarms } from './alarms/index.ts'
import type { ApiKeys } from './api-keys.ts'
import type { Backups } from './backup/index.ts'
import type { BrokerPartsService } from './broker-parts.ts'
import type { Cameras } from './cameras/index.ts'
import type { Changes } from './changes.ts'
import type { Channels } from './channels.ts'
import type { ClientFields } from './client-fields.ts'
import type { ClipSearch } from './clip-search.ts'
import type { CookieSignIns } from './cookie-sign-ins.ts'
import type { DeviceControls } from './device-controls.ts'
import type { DeviceData } from './device-data.ts'
import type { DeviceReports } from './device-reports.ts'
import type { Devices } from './devices/index.ts'
import type { Discovery } from './discovery/index.ts'
import type { Downloads } from './downloads/index.ts'
import type { Events } from './events/index.ts'
import type { Exports } from './exports/index.ts'
import type { Footage } from './footage/index.ts'
import type { FootageRules } from './footage-rules.ts'
import type { Gaps } from './gaps/index.ts'
import type { HubMemory } from './hub.ts'
import type { HubCommands } from './hub-commands.ts'
import type { HubFacts } from './hub-facts.ts'
import type { HubLinkService } from './hub-link.ts'
import type { ImagingService } from './imaging.ts'
import type { Jobs } from './jobs.ts'
import type { KeyRotation } from './key-rotation.ts'
import type { LastingTokens } from './lasting-tokens.ts'
import type { Live } from './live.ts'
import type { LiveJpeg } from './live-jpeg.ts'
import type { LiveTs } from './live-ts.ts'
import type { LiveUnits } from './live-units.ts'
import type { Metrics } from './metrics/index.ts'
import type { Pictures } from './pictures/index.ts'
import type { Playback } from './playback/index.ts'
import type { PtzService } from './ptz.ts'
import type { Push } from './push/index.ts'
import type { Recorder } from './recorder/index.ts'
import type { RecordingBatches } from './recordings/batches.ts'
import type { RecordingCatalog } from './recordings/catalog.ts'
import type { RecordingFigures } from './recordings/figures.ts'
import type { RecordingFiles } from './recordings/file-at.ts'
import type { Recordings } from './recordings/index.ts'
import type { RecordingTags } from './recordings/tags.ts'
import type { Thumbnails } from './recordings/thumbnails.ts'
import type { Restream } from './restream/index.ts'
import type { Retention } from './retention.ts'
import type { Rounds } from './rounds/index.ts'
import type { SecondFactor } from './second-factor/index.ts'
import type { FactorOfAccount } from './second-factor/of-account.ts'
import type { Sessions } from './sessions/index.ts'
import type { Settings } from './settings.ts'
import type { SignIns } from './sign-ins.ts'
import type { Snapshots } from './snapshots.ts'
import type { Storage } from './storage/index.ts'
import type { StreamLinks } from './stream-links.ts'
import type { Streams } from './streams.ts'
import type { SyncSettings } from './sync-settings.ts'
import type { SystemService } from './system/index.ts'
import type { Templates } from './templates.ts'
import type { Tickets } from './tickets.ts'
import type { Timeline } from './timeline.ts'
import type { Tokens } from './tokens.ts'
import type { Triggers } from './triggers.ts'
import type { TrustedBrowsers } from './trusted-browsers.ts'
import type { Undo } from './undo/index.ts'
import type { Users } from './users.ts'
import type { Walls } from './walls.ts'
import type { Webhooks } from './webhooks/index.ts'
import type { Zones } from './zones.ts'

export interface Services extends DeviceData {
  access: AccessService
  accounts: Accounts
  activity: Activity
  alarmReasons: AlarmReasons
  alarms: Alarms
  apiKeys: ApiKeys
  backups: Backups
  brokerParts: BrokerPartsService
  cameras: Cameras
  changes: Changes
  channels: Channels
  clientFields: ClientFields
  clipSearch: ClipSearch
  cookieSignIns: CookieSignIns
  deviceControls: DeviceControls
  deviceReports: DeviceReports
  devices: Devices
  discovery: Discovery
  downloads: Downloads
  events: Events
  exports: Exports
  footage: Footage
  footageRules: FootageRules
  gaps: Gaps
  hub: HubMemory
  hubCommands: HubCommands
  hubFacts: HubFacts
  hubLink: HubLinkService
  jobs: Jobs
  keyRotation: KeyRotation
  lastingTokens: LastingTokens
  live: Live
  liveJpeg: LiveJpeg
  liveTs: LiveTs
  liveUnits: LiveUnits
  metrics: Metrics
  pictures: Pictures
  playback: Playback
  ptz: PtzService
  push: Push
  imaging: ImagingService
  restream: Restream
  retention: Retention
  recorder: Recorder
  recordingBatches: RecordingBatches
  recordingCatalog: RecordingCatalog
  recordingFigures: RecordingFigures
  recordingFiles: RecordingFiles
  recordings: Recordings
  recordingTags: RecordingTags
  rounds: Rounds
  secondFactor: SecondFactor
  factorOfAccount: FactorOfAccount
  sessions: Sessions
  settings: Settings
  signIns: SignIns
  snapshots: Snapshots
  storage: Storage
  streams: Streams
  streamLinks: StreamLinks
  syncSettings: SyncSettings
  system: SystemService
  templates: Templates
  thumbnails: Thumbnails
  tickets: Tickets
  timeline: Timeline
  tokens: Tokens
  triggers: Triggers
  trustedBrowsers: TrustedBrowsers
  undo: Undo
  users: Users
  walls: Walls
  webhooks: Webhooks
  zones: Zones
}
