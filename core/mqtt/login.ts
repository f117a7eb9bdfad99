// Where the broker is, and who we are to it: by the settings, else the broker inside the appliance.
import type { Settings } from '../services/settings.ts'
import type { Login } from './link.ts'
import type { OwnBroker } from './own-broker/index.ts'

/** Settings that a connection is made of. */
export const LOGIN_SETTINGS = ['mqtt_url', 'mqtt_user', 'mqtt_password', 'mqtt_ca', 'mqtt_certificate', 'mqtt_key']

/** Null: no broker is set, and none of ours runs. */
export function brokerLogin(settings: Pick<Settings, 'get'>, ownBroker?: Pick<OwnBroker, 'login'>): Login | null {
  const url = settings.get('mqtt_url')
  if (!url) return ownBroker?.login() ?? null
  return {
    url,
    username: settings.get('mqtt_user'),
    password: settings.get('mqtt_password'),
    ca: settings.get('mqtt_ca'),
    certificate: settings.get('mqtt_certificate'),
    key: settings.get('mqtt_key'),
  }
}
