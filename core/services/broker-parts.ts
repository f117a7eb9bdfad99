// The address and login of the broker in parts, as other products' settings have them: host, port, TLS, user, password.
import { loginOf } from '../domain/url-login.ts'
import type { Settings } from './settings.ts'

export interface BrokerPlace {
  /** `''` = none is named. */
  host: string
  port: number
  tls: boolean
}

export interface BrokerParts extends BrokerPlace {
  enabled: boolean
  /** `''` = none. */
  username: string
  hasPassword: boolean
}

/** Undefined is not named. */
type Wanted = {
  [K in 'enabled' | 'host' | 'port' | 'tls' | 'username']?: BrokerParts[K] | undefined
} & { password?: string | undefined }

export interface BrokerPartsService {
  /** As they are; `kept` is where the broker was before it was switched off. Whether the caller may know is for who asks to say. */
  read(kept?: Partial<BrokerPlace>): BrokerParts
  /**
   * Settings of ours that bring it about, for `settings.setAll`; null = back to the default. What is not named stays, and is not
   * lost with an address that held it. Who names `enabled: true` has a host, or there is nothing to write.
   */
  changes(wanted: Wanted, kept?: Partial<BrokerPlace>): [BrokerSetting, string | null][]
}
export type BrokerSetting = 'mqtt_url' | 'mqtt_user' | 'mqtt_password'

const TLS = ['mqtts:', 'ssl:', 'wss:']
const PORTS: Record<string, number> = { 'mqtts:': 8883, 'ssl:': 8883, 'ws:': 80, 'wss:': 443 }
const USUAL = { host: '', port: 1883, tls: false }

function placeOf(address: string): BrokerPlace {
  const url = new URL(address)
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port) || (PORTS[url.protocol] ?? USUAL.port),
    tls: TLS.includes(url.protocol),
  }
}

const addressOf = ({ host, port, tls }: BrokerPlace) =>
  `${tls ? 'mqtts' : 'mqtt'}://${host.includes(':') ? `[${host}]` : host}:${port}`

export function createBrokerParts({ settings }: { settings: Pick<Settings, 'get'> }): BrokerPartsService {
  function loginNow() {
    const address = settings.get('mqtt_url')
    const inAddress = address === null ? { username: null, password: null } : loginOf(new URL(address))
    return {
      username: settings.get('mqtt_user') ?? inAddress.username,
      password: settings.get('mqtt_password') ?? inAddress.password,
      inAddress,
    }
  }

  function read(kept: Partial<BrokerPlace> = {}): BrokerParts {
    const address = settings.get('mqtt_url')
    const { username, password } = loginNow()
    return {
      ...(address === null ? { ...USUAL, ...kept } : placeOf(address)),
      ...{ enabled: address !== null, username: username ?? '', hasPassword: password !== null },
    }
  }

  return {
    read,
    changes(wanted, kept) {
      const { inAddress, ...login } = loginNow()
      const before = read(kept)
      const next = {
        enabled: wanted.enabled ?? before.enabled,
        host: wanted.host ?? before.host,
        port: wanted.port ?? before.port,
        tls: wanted.tls ?? before.tls,
      }
      const moves = [wanted.enabled, wanted.host, wanted.port, wanted.tls].some((part) => part !== undefined)
      const found: [BrokerSetting, string | null][] = []
      if (moves) found.push(['mqtt_url', next.enabled && next.host !== '' ? addressOf(next) : null])
      if (wanted.username !== undefined) found.push(['mqtt_user', wanted.username || null])
      else if (moves && inAddress.username) found.push(['mqtt_user', login.username])
      if (wanted.password !== undefined) found.push(['mqtt_password', wanted.password || null])
      else if (moves && inAddress.password) found.push(['mqtt_password', login.password])
      return found
    },
  }
}
