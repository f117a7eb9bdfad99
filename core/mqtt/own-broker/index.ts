// Starts and stops the broker inside the appliance as its settings say, and tells our own link where it is.
import { randomBytes } from 'node:crypto'
import type { Bus } from '../../bus.ts'
import type { Log } from '../../log.ts'
import type { HubMemory } from '../../services/hub.ts'
import { createLoginLimit } from '../../services/login-limit.ts'
import type { Settings } from '../../services/settings.ts'
import { realTimers, type Timers } from '../../timers.ts'
import type { Login } from '../link.ts'
import { type BrokerServer, startBrokerServer } from './server.ts'

export interface OwnBrokerState {
  /** Switched on by its setting. */
  enabled: boolean
  running: boolean
  /** Where it listens, or would. */
  port: number
  /** Signed in, without our own link. */
  clients: number
  /** Why it does not run, in words. */
  problem: string | null
}

export interface OwnBroker extends AsyncDisposable {
  /** Follows the settings from now on; resolves when it runs, or is known not to. */
  start(): Promise<void>
  state(): OwnBrokerState
  /** For our own link; null while it does not run. */
  login(): Login | null
  /** After `login` has changed. */
  onChange(listener: () => void): Disposable
}

interface Deps {
  settings: Pick<Settings, 'get'>
  hub: Pick<HubMemory, 'instanceId'>
  bus: Bus
  log: Log
  now: () => Date
  /** Where the appliance listens. */
  host: string
  timers?: Timers
}

const OWN_NAME = 'porchlight-itself'
const AGAIN_MS = 30_000

export function createOwnBroker({ settings, hub, bus, log, now, host, timers = realTimers }: Deps): OwnBroker {
  const stack = new AsyncDisposableStack()
  const listeners = new Set<() => void>()
  const loginLimit = createLoginLimit({ now })
  const ownPassword = randomBytes(24).toString('base64url')
  let server: BrokerServer | null = null
  let problem: string | null = null
  let again: Disposable | null = null
  let changes = Promise.resolve()

  async function stop(): Promise<void> {
    again?.[Symbol.dispose]()
    again = null
    problem = null
    if (!server) return
    const last = server
    server = null
    tell()
    await last[Symbol.asyncDispose]()
    log.info('Our broker has stopped')
  }

  async function begin(): Promise<void> {
    const { enabled, port, username } = settings.get('broker')
    const password = settings.get('broker_password')
    if (!enabled || stack.disposed) return
    if (password === null) {
      problem = 'The broker has no password yet. Set one; without it anybody in the network could switch your devices.'
      return
    }
    try {
      server = await startBrokerServer({
        host,
        port,
        login: { username, password },
        own: { username: OWN_NAME, password: ownPassword, clientId: () => `porchlight-${hub.instanceId()}` },
        attempt: loginLimit.attempt,
        log,
      })
      log.info('Our broker listens', { port: server.port })
      tell()
    } catch (error) {
      problem = inWords(error, port)
      log.error('Our broker could not be started', { reason: problem, error })
      again = timers.after(AGAIN_MS, restart)
    }
  }

  function restart(): void {
    changes = changes
      .then(stop)
      .then(begin)
      .catch((error: unknown) => log.error('Our broker could not be changed', { error }))
  }

  function tell(): void {
    for (const listener of listeners) listener()
  }

  return {
    start() {
      stack.use(
        bus.on('setting.changed', ({ key }) => {
          if (key === 'broker' || key === 'broker_password') restart()
        }),
      )
      restart()
      return changes
    },
    state() {
      const { enabled, port } = settings.get('broker')
      return { enabled, running: server !== null, port: server?.port ?? port, clients: server?.clients() ?? 0, problem }
    },
    login: () =>
      server && {
        url: `mqtt://${reachable(host)}:${server.port}`,
        username: OWN_NAME,
        password: ownPassword,
        ca: null,
        certificate: null,
        key: null,
        protocol: 4,
      },
    onChange(listener) {
      listeners.add(listener)
      return { [Symbol.dispose]: () => void listeners.delete(listener) }
    },
    async [Symbol.asyncDispose]() {
      if (stack.disposed) return
      await stack.disposeAsync()
      listeners.clear()
      changes = changes.then(stop)
      await changes
    },
  }
}

/** Where this machine reaches what listens on `host`. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}

function inWords(error: unknown, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use by another program, perhaps another broker. Use that one, or choose another port.`
  if (code === 'EACCES') return `Port ${port} may not be used by us. Choose one above 1023.`
  return `The broker could not be started on port ${port}.`
}
