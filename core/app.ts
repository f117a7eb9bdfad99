// The appliance: data folder, database, services, dialects and loops, opened in order and closed in the opposite order.
import type { Hono } from 'hono'
import { eventStream } from './api/events.ts'
import { apiRoutes } from './api/index.ts'
import { alarmOut } from './api/manager/alarms.wire.ts'
import { metricsRoutes } from './api/metrics.ts'
import { createBus } from './bus.ts'
import type { Config } from './config.ts'
import { openDataFolder } from './db/data-folder.ts'
import { openUpgraded } from './db/upgrade.ts'
import type { Fault } from './domain/fault.ts'
import { createDialectRoot, dialectPortsOf } from './http/dialect-port.ts'
import type { Env } from './http/guard.ts'
import { createRoot } from './http/listen.ts'
import { mediaRoutes, websocket } from './http/media.ts'
import { serve } from './http/serve.ts'
import { createLog, type RootLog } from './log.ts'
import { checkFfmpeg } from './media/version.ts'
import { createBridge } from './mqtt/bridge.ts'
import { createLightnvrTree } from './mqtt/lightnvr/index.ts'
import { createOwnBroker } from './mqtt/own-broker/index.ts'
import type { Plugin } from './plugin/index.ts'
import type { AddressGuardDeps } from './services/addresses.ts'
import { putInPlace } from './services/backup/put-in-place.ts'
import { createServices } from './services/create.ts'
import { type LocalNetworks, networksCalled } from './services/discovery/networks.ts'
import type { Services } from './services/index.ts'
import { shipped } from './shipped.ts'
import { version } from './version.ts'

export interface App extends AsyncDisposable {
  port: number
  url: string
  services: Services
  root: Hono<Env>
  /** Ports that a dialect has to itself. */
  dialectPorts: { path: string; profile: string | null; port: number; url: string }[]
}

export interface AppOptions {
  log?: RootLog
  now?: () => Date
  random?: () => number
  /** Folder of the built web UI. */
  bundle?: string
  /** Who knows the addresses of names; the machine itself where nobody is named. */
  lookup?: AddressGuardDeps['lookup']
  /** Where devices are searched; in the machine's own networks, as the configuration has it, where nothing is named. */
  networks?: LocalNetworks
  /** False: nobody is told to wait, however often he asks. */
  limited?: boolean
  /** Ends the appliance and starts it again. */
  restart?: () => void
  /** Ends the appliance. */
  shutdown?: () => void
}

/**
 * Answers requests when this resolves; devices and hub are contacted after that, so that nobody waits for them. Rejects with
 * an Error for people when the appliance cannot start.
 */
export async function createApp(config: Config, plugins: readonly Plugin[], options: AppOptions = {}): Promise<App> {
  const { log = createLog(config.log), now = () => new Date(), random = Math.random } = options
  const bundle = options.bundle ?? shipped('dist/web')
  // Runs beside the opening of the database; its refusal ends the start.
  const ffmpeg = checkFfmpeg()
  ffmpeg.catch(() => {})
  await using stack = new AsyncDisposableStack()
  const folder = stack.use(openDataFolder(config.data))
  const restored = putInPlace(folder.path)
  const database = openUpgraded(folder, version, now())
  stack.defer(() => database.close())
  if (database.upgraded) log.info('The database was upgraded', { ...database.upgraded, to: version })
  const { db } = database
  const bus = createBus((event, error) => log.error('A listener failed', { event, error }))
  const services = createServices(
    {
      db,
      written: database.written,
      bus,
      config,
      folder,
      plugins,
      log,
      now,
      random,
      version,
      restart: options.restart ?? null,
      shutdown: options.shutdown ?? null,
      lookup: options.lookup,
      networks: options.networks ?? networksCalled(config.searchNetworks),
    },
    stack,
  )
  if (restored) {
    const { ready, keptIn } = restored
    log.info('A backup was restored', { ...ready, keptIn })
    services.backups.restored(ready)
  }
  if (config.admin) await services.users.ensureAdmin(config.admin)
  services.webhooks.start(alarmOut)
  services.push.start()
  services.alarms.start()
  services.pictures.start()
  services.events.start()
  services.triggers.start()
  // What is given up at this start is an event.
  services.jobs.takeUp()

  const { settings, hub } = services
  const hubLog = log.with({ service: 'hub' })
  const ownBroker = stack.use(createOwnBroker({ settings, hub, bus, log: hubLog, now, host: config.host }))
  const bridge = stack.use(createBridge({ services, bus, log: hubLog, now, random, version, ownBroker }))
  services.hubLink.is(bridge)
  const trees = plugins.flatMap(({ dialect }) => {
    const words = dialect?.hub?.(services)
    if (!words) return []
    return [stack.use(createLightnvrTree({ services, hub: words, bus, log: hubLog, now, random, version, ownBroker }))]
  })
  const events = eventStream(services, bus)
  const rootDeps = {
    config,
    services,
    log: log.with({ service: 'api' }),
    now,
    ...(options.limited === undefined ? {} : { limited: options.limited }),
  }
  const root = createRoot({
    ...rootDeps,
    plugins,
    bundle,
    version,
    api: apiRoutes({ services, events, hub: bridge, ownBroker }),
    media: mediaRoutes({ services, events }),
    metrics: metricsRoutes(services),
  })
  const dialects = dialectPortsOf(config, plugins).map((one) => ({
    ...one,
    root: createDialectRoot(rootDeps, one.dialect, one.at),
  }))
  const ffmpegVersion = await ffmpeg
  const listening = stack.use(serve({ config, root, log, websocket }))
  log.info('Porchlight is listening', { url: listening.url, version, ffmpeg: ffmpegVersion })
  const dialectPorts = dialects.map(({ dialect, name, at, root }) => {
    const own = { ...config, port: at.port, redirectPort: null }
    const refuse = (fault: Fault) => dialect.fault(fault)
    const { port, url } = stack.use(serve({ config: own, root, log, websocket, name, refuse }))
    log.info('A dialect has a port of its own', { path: dialect.at.path, profile: at.profile ?? null, url })
    return { path: dialect.at.path, profile: at.profile ?? null, port, url }
  })
  services.sessions.start()
  services.rounds.start()
  services.downloads.start()
  services.exports.start()
  services.recordingBatches.start()
  services.footageRules.start()
  services.storage.start()
  services.recorder.start()
  services.backups.start()
  services.retention.start()
  services.system.start()
  services.restream.start()
  await ownBroker.start()
  bridge.start()
  for (const tree of trees) tree.start()

  const open = stack.move()
  return {
    port: listening.port,
    url: listening.url,
    services,
    root,
    dialectPorts,
    async [Symbol.asyncDispose]() {
      await open.disposeAsync()
      log.info('Porchlight has stopped')
    },
  }
}
