// From a device's row to an open session: target, context, and the one place that calls a driver's `connect`.
import { type DeviceSession, type Driver, type DriverContext, Fault, type Target } from '#plugin'
import { asFault } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { Timers } from '../../timers.ts'
import type { DeviceRow } from '../access.ts'
import { parseAddress, parseStreamHost } from '../addresses.ts'
import { addressOf } from '../devices/sealed-address.ts'
import { subStreamOf, subTarget } from '../devices/sub-stream.ts'
import type { Secrets } from '../secrets.ts'
import { createLimiters } from './limiter.ts'

/** Longest wait for a driver's `connect`; its own timeouts are shorter. */
const CONNECT_MS = 60_000

export interface ConnectOptions {
  signal: AbortSignal
  /** What to do with a certificate (PEM) that was shown when none was pinned, or instead of the pinned one. */
  shown(certificate: string): void
}

export interface Connector {
  /** The row's address and login as the driver takes them. */
  target(row: DeviceRow): Target
  /** Rejects with a Fault, whatever the driver threw. */
  connect(brand: string, target: Target, options: ConnectOptions): Promise<DeviceSession>
}

export interface ConnectorDeps {
  drivers: ReadonlyMap<string, Driver>
  secrets: Pick<Secrets, 'decrypt'>
  resolve(host: string): Promise<string>
  now(): Date
  log: Log
  timers: Timers
}

/** What the password in a device's row is bound to. */
export const passwordLabel = (deviceUuid: string) => `devices.password.${deviceUuid}`

const UNREADABLE =
  'The stored password cannot be read: it was written with another secret key. Put the former key back, or enter the password again.'

export function createConnector({ drivers, secrets, resolve, now, log, timers }: ConnectorDeps): Connector {
  const limiters = createLimiters()

  function passwordOf(row: DeviceRow): string {
    try {
      return secrets.decrypt(row.password, passwordLabel(row.uuid))
    } catch (cause) {
      throw new Fault('not-ready', UNREADABLE, { cause })
    }
  }

  return {
    target(row) {
      const address = parseAddress(addressOf(row, secrets), row.brand)
      const { username } = row
      const password = passwordOf(row)
      const sub = subStreamOf(row, secrets)
      return {
        address: address.url,
        streamHost: parseStreamHost(row.streamHost, address),
        ...{ username, password },
        ...(sub !== null && { sub: subTarget(sub, { url: address.url, username, password }) }),
        verifyTls: row.verifyTls,
        pinnedCertificate: row.pinnedCertificate,
      }
    },
    async connect(brand, target, { signal, shown }) {
      const driver = drivers.get(brand.toLowerCase())
      if (!driver) throw new Fault('unsupported', 'Unsupported brand')
      const limiter = limiters(target.address.host)
      const late = new AbortController()
      const whole = AbortSignal.any([signal, late.signal])
      const context: DriverContext = {
        signal: whole,
        limit: (work) => limiter.run(work, whole),
        shown,
        resolve,
        now,
        log: log.with({ address: target.address.host }),
      }
      using _timer = timers.after(CONNECT_MS, () =>
        late.abort(new Fault('device-timeout', 'The device took more than a minute to answer')),
      )
      const { promise: aborted, reject } = Promise.withResolvers<never>()
      aborted.catch(() => {})
      const stop = () => reject(whole.reason)
      whole.addEventListener('abort', stop, { once: true })
      const opening = (async () => driver.connect(target, context))()
      try {
        signal.throwIfAborted()
        return await Promise.race([opening, aborted])
      } catch (error) {
        // A driver that answers after all must not leave a connection behind.
        opening.then((session) => session.close()).catch(() => {})
        throw asFault(error)
      } finally {
        whole.removeEventListener('abort', stop)
      }
    },
  }
}
