// All services, made in the order in which they need each other. Nothing here starts anything.
import type { Driver, Plugin } from '#plugin'
import type { Bus } from '../bus.ts'
import type { Config } from '../config.ts'
import type { DataFolder } from '../db/data-folder.ts'
import type { Db } from '../db/open.ts'
import type { RootLog } from '../log.ts'
import { createAccess } from './access.ts'
import { createAccounts } from './accounts/index.ts'
import { createActivity } from './activity.ts'
import { type AddressGuardDeps, createAddressGuard } from './addresses.ts'
import { createAlarmReasons } from './alarm-reasons.ts'
import { createAlarms } from './alarms/index.ts'
import { createApiKeys } from './api-keys.ts'
import { createApplianceState } from './appliance-state.ts'
import { createAskDevice } from './ask-device.ts'
import { createBackups } from './backup/index.ts'
import { createBrokerParts } from './broker-parts.ts'
import { createCameras } from './cameras/index.ts'
import { createChanges } from './changes.ts'
import { createChannels } from './channels.ts'
import { createClientFields } from './client-fields.ts'
import { createClipSearch } from './clip-search.ts'
import { createCookieSignIns } from './cookie-sign-ins.ts'
import { createDeviceControls } from './device-controls.ts'
import { createDeviceData } from './device-data.ts'
import { createDeviceReports } from './device-reports.ts'
import { createDevices } from './devices/index.ts'
import { sealStreamAddresses } from './devices/seal-at-start.ts'
import { createDiscovery } from './discovery/index.ts'
import type { LocalNetworks } from './discovery/networks.ts'
import { createDownloads } from './downloads/index.ts'
import { createEvents } from './events/index.ts'
import { createExports } from './exports/index.ts'
import { createFootage } from './footage/index.ts'
import { createKnownFootage } from './footage/known.ts'
import { createFootageRules } from './footage-rules.ts'
import { createAbsences } from './gaps/absences.ts'
import { createGaps } from './gaps/index.ts'
import { createHubMemory } from './hub.ts'
import { createHubCommands } from './hub-commands.ts'
import { createHubFacts } from './hub-facts.ts'
import { createHubLink } from './hub-link.ts'
import { createImaging } from './imaging.ts'
import type { Services } from './index.ts'
import { followInputs } from './input-states.ts'
import { createJobs } from './jobs.ts'
import { createKeyRotation } from './key-rotation.ts'
import { createLastingTokens } from './lasting-tokens.ts'
import { createLive } from './live.ts'
import { createLiveJpeg } from './live-jpeg.ts'
import { createLiveTs } from './live-ts.ts'
import { createLiveUnits } from './live-units.ts'
import { createMetrics } from './metrics/index.ts'
import { createPictures } from './pictures/index.ts'
import { createPlayback } from './playback/index.ts'
import { createPtz } from './ptz.ts'
import { createPush } from './push/index.ts'
import { createRecorder } from './recorder/index.ts'
import { createRecordingBatches } from './recordings/batches.ts'
import { createRecordingCatalog } from './recordings/catalog.ts'
import { createRecordingFigures } from './recordings/figures.ts'
import { createRecordingFiles } from './recordings/file-at.ts'
import { createRecordings } from './recordings/index.ts'
import { createRecordingsOfDevice } from './recordings/of-device.ts'
import { createRecordingTags } from './recordings/tags.ts'
import { createThumbnails } from './recordings/thumbnails.ts'
import { createRestream } from './restream/index.ts'
import { createRetention } from './retention.ts'
import { createRounds } from './rounds/index.ts'
import { createReadTold } from './rounds/told.ts'
import { createCodes } from './second-factor/codes.ts'
import { createSecondFactor } from './second-factor/index.ts'
import { createFactorOfAccount } from './second-factor/of-account.ts'
import { settleKey } from './secret-key.ts'
import { createSecrets, holdsCiphertext, keyIdOf } from './secrets.ts'
import { createSessions } from './sessions/index.ts'
import { createSettings } from './settings.ts'
import { createSignIns } from './sign-ins.ts'
import { createSnapshots } from './snapshots.ts'
import { createStorageFolders } from './storage/folders.ts'
import { createStorage } from './storage/index.ts'
import { createSums } from './storage/sums.ts'
import { createStreamLinks } from './stream-links.ts'
import { createStreams } from './streams.ts'
import { createSync } from './sync.ts'
import { createSyncSettings } from './sync-settings.ts'
import { createDiskLook } from './system/disk.ts'
import { createSystem } from './system/index.ts'
import { createLogFile } from './system/log-file.ts'
import type { LogService } from './system/log-line.ts'
import { createLogRing } from './system/log-ring.ts'
import { realMachine } from './system/machine.ts'
import { createTemplates } from './templates.ts'
import { createTickets } from './tickets.ts'
import { createTimeline } from './timeline.ts'
import { createTokens } from './tokens.ts'
import { createTriggers } from './triggers.ts'
import { createTrustedBrowsers } from './trusted-browsers.ts'
import { createUndo } from './undo/index.ts'
import { createUsers } from './users.ts'
import { createWalls } from './walls.ts'
import { createWebhooks } from './webhooks/index.ts'
import { createZones } from './zones.ts'

interface Deps {
  db: Db
  /** Another text after every write to it. */
  written: () => string
  bus: Bus
  config: Config
  folder: DataFolder
  plugins: readonly Plugin[]
  log: RootLog
  now: () => Date
  random: () => number
  version: string
  /** Ends the appliance and starts it again; null where nobody would. */
  restart: (() => void) | null
  shutdown: (() => void) | null
  /** Who knows the addresses of names, if not the machine itself. */
  lookup?: AddressGuardDeps['lookup'] | undefined
  /** Where devices are searched. */
  networks: LocalNetworks
}

/** Whatever must be ended is put on `stack`, in the order of making. */
export function createServices(deps: Deps, stack: AsyncDisposableStack): Services {
  const { db, bus, config, folder, plugins, log, now, random, version } = deps
  const logFile = createLogFile({ file: folder.file('logs', 'porchlight.log') })
  const ring = stack.use(createLogRing(log, logFile))
  const logOf = (service: LogService) => ({ log: log.with({ service }) })
  const drivers = new Map<string, Driver>()
  for (const plugin of plugins) if (plugin.driver) drivers.set(plugin.id.toLowerCase(), plugin.driver)
  settleKey(folder.path, db, keyIdOf)
  const secrets = createSecrets({ data: folder.path, key: config.secretKey, mustExist: holdsCiphertext(db) })
  sealStreamAddresses({ db, secrets })
  const access = createAccess({ db, now })
  const activity = createActivity({ db, access, log, now })
  const settings = createSettings({ db, bus, config, secrets, access, activity, log, now })
  const tokens = createTokens({ db, secrets, bus, activity, now })
  const codes = createCodes({ db, secrets, now })
  const trustedBrowsers = createTrustedBrowsers({ db, activity, now })
  const users = createUsers({ db, access, activity, codes, settings, tokens, trustedBrowsers, now })
  const accounts = createAccounts({ db, bus, access, activity, tokens, users, now })
  const secondFactor = createSecondFactor({ db, access, activity, codes, users, tokens })
  const factorOfAccount = createFactorOfAccount({ db, activity, codes, users, tokens, now })
  const signIns = createSignIns({ db, bus, activity, tokens, now })
  const cookieSignIns = createCookieSignIns({ db, secrets, tokens, now })
  const lastingTokens = createLastingTokens({ db, secrets, tokens, now })
  const clientFields = createClientFields({ db, now })
  const changes = createChanges({ bus, written: deps.written })
  const apiKeys = createApiKeys({ db, bus, activity, now })
  const jobs = stack.use(createJobs({ db, bus, access, activity, log, now }))
  const tickets = stack.use(createTickets({ access, bus, settings, now }))
  const { lookup } = deps
  const streamLinks = createStreamLinks({ db, bus, access, activity, tickets, now })
  const guard = createAddressGuard({ allowLoopback: config.allowLoopback, ...(lookup && { lookup }) })
  const sessions = stack.use(
    createSessions({
      ...{ db, drivers, secrets, bus, now, random, resolve: (host) => guard.resolve(host) },
      ...logOf('devices'),
    }),
  )
  const folders = stack.use(createStorageFolders({ db, dataFolder: folder.path }))
  const sync = createSync({ db, bus, activity, now })
  const alarms = stack.use(
    createAlarms({ db, bus, access, activity, settings, now, dataFolder: folder.path, ...logOf('alarms') }),
  )
  const devices = stack.use(
    createDevices({
      ...{ db, bus, access, secrets, sessions, sync, activity, drivers, guard, alarms, now, random },
      ...logOf('devices'),
      recordings: createRecordingsOfDevice({ db, folders }),
    }),
  )
  const discovery = stack.use(
    createDiscovery({
      ...{ access, activity, devices, drivers, guard, now, networks: deps.networks },
      ...logOf('devices'),
    }),
  )
  const deviceReports = createDeviceReports({ db, bus, now })
  const dataDeps = { db, access, sessions, sync, activity, reports: deviceReports, settings, bus, now }
  const deviceData = createDeviceData(dataDeps)
  const footage = stack.use(createFootage({ db, bus, access, sessions, ...logOf('sync'), now }))
  const known = createKnownFootage({ db, access, footage, now })
  const timeline = createTimeline({ db, known })
  const absences = stack.use(createAbsences({ db, bus, now }))
  const askDevice = createAskDevice({ sessions })
  const reasonDeps = { db, bus, access, activity, askDevice, reports: deviceReports, sessions, now }
  const alarmReasons = stack.use(createAlarmReasons(reasonDeps))
  const gaps = createGaps({ db, known, schedules: deviceData.schedules, sessions, absences, askDevice, log, now })
  const downloadDeps = { db, access, activity, sessions, settings, jobs, now, dataFolder: folder.path }
  const downloads = createDownloads({ ...downloadDeps, ...logOf('recordings') })
  const retention = stack.use(
    createRetention({
      ...{ db, activity, folders, now, limits: () => settings.get('recording_limits') },
      ...logOf('recordings'),
    }),
  )
  const footageRules = stack.use(
    createFootageRules({ db, access, activity, downloads, jobs, retention, sessions, ...logOf('recordings'), now }),
  )
  const clipSearch = createClipSearch({ db, access, downloads, sessions })
  const recordings = createRecordings({ db, bus, access, activity, folders, now })
  const recordingCatalog = createRecordingCatalog({ db, access, folders, now })
  const recordingBatches = createRecordingBatches({ db, access, activity, jobs, recordings, catalog: recordingCatalog })
  const sums = createSums({ db, now, written: deps.written })
  const recordingFigures = createRecordingFigures({ db, access, sums })
  const recordingFiles = createRecordingFiles({ db, access, activity, folders, recordings, now })
  const recordingTags = createRecordingTags({ db, access, activity, recordings })
  const thumbnails = stack.use(createThumbnails({ recordings }))
  const exportDeps = { db, access, activity, recordings, downloads, known, jobs, folders, now, dataFolder: folder.path }
  const exports = createExports(exportDeps)
  const readTold = createReadTold({ access, reports: deviceReports, schedules: deviceData.schedules, now })
  const roundDeps = { db, bus, access, jobs, sessions, settings, sync, footage, activity, readTold, now }
  const rounds = stack.use(createRounds(roundDeps))
  const syncSettings = createSyncSettings({ db, access, settings })
  const channels = createChannels({ db, access, bus, activity, now })
  stack.use(sessions.onNotice((deviceId, notice) => alarms.notice(deviceId, notice)))
  stack.use(sessions.onWatchLost((deviceId) => alarms.lost(deviceId)))
  const live = stack.use(createLive({ sessions, access, tickets, bus, ...logOf('live'), now, random }))
  const playback = stack.use(createPlayback({ sessions, access, tickets, bus, ...logOf('live'), now }))
  const zones = createZones({ db, access, activity })
  const triggers = stack.use(createTriggers({ db, bus, access, activity, now }))
  const recorder = stack.use(
    createRecorder({
      ...{ db, bus, access, activity, alarms, folders, live, retention, settings, triggers, zones, now },
      ...logOf('recordings'),
    }),
  )
  const storage = createStorage({ db, access, activity, folders, settings, sums, dataFolder: folder.path, now })
  const snapshots = createSnapshots({ sessions, access, live, bus, now })
  const pictures = stack.use(
    createPictures({ db, bus, activity, settings, ...logOf('recordings'), now, dataFolder: folder.path }),
  )
  const cameraDeps = {
    db,
    access,
    activity,
    channels,
    devices,
    gaps,
    live,
    pictures,
    recorder,
    recordings,
    sessions,
    snapshots,
    tickets,
    now,
  }
  const cameras = createCameras(cameraDeps)
  const liveJpeg = stack.use(createLiveJpeg({ access, live, snapshots, now, ...logOf('live') }))
  const liveUnits = createLiveUnits({ live })
  const liveTs = stack.use(createLiveTs({ access, live, now, ...logOf('live') }))
  const webhooks = stack.use(
    createWebhooks({ db, bus, access, activity, secrets, guard, ...logOf('webhooks'), now, random }),
  )
  const { allowLoopback } = config
  const push = stack.use(
    createPush({ db, bus, access, activity, secrets, guard, allowLoopback, ...logOf('alarms'), now, random }),
  )
  const hub = createHubMemory({ db, nodeId: config.nodeId, random })
  const hubLink = createHubLink({ access, hub })
  const restreamDeps = { db, access, sessions, live, hub, settings, bus, now, random }
  const restream = stack.use(createRestream({ ...restreamDeps, ...logOf('live') }))
  const streams = createStreams({ access, cameras, live, restream, tickets, now })
  const ptz = createPtz({ access, activity, askDevice })
  const imaging = createImaging({ access, activity, askDevice })
  const deviceControls = createDeviceControls({ access, askDevice, activity, reports: deviceReports, now })
  const hubCommands = stack.use(
    createHubCommands({
      ...{ access, activity, alarmReasons, deviceControls, hub, live, rounds, settings, snapshots },
      schedules: deviceData.schedules,
    }),
  )
  const undo = createUndo({ ...deviceData, access, activity, alarmReasons, channels, deviceControls, imaging })
  stack.use(followInputs({ bus, db, reports: deviceReports }))
  // One look for all: a disk that hangs takes a thread of ours from whoever asks.
  const disks = createDiskLook(realMachine, folder.path)
  const appliance = createApplianceState({ dataFolder: folder.path, now })
  const events = stack.use(
    createEvents({ db, bus, access, activity, alarms, reports: deviceReports, appliance, disks, log, now }),
  )
  const hubFacts = createHubFacts({
    ...{ db, sessions, appliance, now },
    reports: deviceReports,
    schedules: deviceData.schedules,
  })
  const systemDeps = { db, access, activity, sessions, live, reports: deviceReports, ring, log, now }
  const about = { version, logLevel: config.log, dataFolder: folder.path }
  const system = stack.use(createSystem({ ...systemDeps, ...about, disks, shutdown: deps.shutdown }))
  const metricsDeps = { db, bus, access, sessions, live, hubLink, system, sums, disks, folders, version, now }
  const metrics = stack.use(createMetrics(metricsDeps))
  const keyRotation = createKeyRotation({
    ...{ db, bus, access, activity, secrets },
    data: folder.path,
    isGiven: config.secretKey !== null,
  })
  const backups = createBackups({
    ...{ access, activity, jobs, secrets, version, now, restart: deps.restart },
    isSupervised: config.supervised,
    givenKey: config.secretKey,
    dataFolder: folder.path,
  })
  return {
    ...deviceData,
    access,
    accounts,
    activity,
    alarmReasons,
    alarms,
    apiKeys,
    backups,
    brokerParts: createBrokerParts({ settings }),
    cameras,
    changes,
    channels,
    clientFields,
    clipSearch,
    cookieSignIns,
    lastingTokens,
    deviceControls,
    deviceReports,
    devices,
    discovery,
    downloads,
    events,
    exports,
    factorOfAccount,
    footage,
    footageRules,
    gaps,
    hub,
    hubCommands,
    hubFacts,
    hubLink,
    jobs,
    keyRotation,
    live,
    liveJpeg,
    liveTs,
    liveUnits,
    metrics,
    pictures,
    playback,
    ptz,
    push,
    imaging,
    restream,
    retention,
    recorder,
    recordingBatches,
    recordingCatalog,
    recordingFigures,
    recordingFiles,
    recordings,
    recordingTags,
    rounds,
    secondFactor,
    sessions,
    settings,
    signIns,
    snapshots,
    storage,
    streams,
    streamLinks,
    syncSettings,
    system,
    templates: createTemplates({ db, access, activity, now }),
    thumbnails,
    tickets,
    timeline,
    tokens,
    trustedBrowsers,
    triggers,
    undo,
    users,
    walls: createWalls({ db, access, activity, now }),
    webhooks,
    zones,
  }
}
