// Settings of LightNVR's clients that drive ours: the broker, and how long and how much is kept of what we record.
import { type Caller, Fault, type Services } from '#plugin'
import { type Key, keptOf, MASK, type Value } from './settings-table.ts'

/** Settings of ours that stand behind them. All are the appliance's. */
export type OwnKey = Extract<
  Parameters<Services['settings']['get']>[0],
  | 'mqtt_url'
  | 'mqtt_user'
  | 'mqtt_password'
  | 'mqtt_prefix'
  | 'discovery'
  | 'discovery_prefix'
  | 'hub_snapshot_seconds'
  | 'recording_limits'
>

/** Which of ours each changes. */
export const BEHIND: Partial<Record<Key, OwnKey>> = {
  max_storage_size: 'recording_limits',
  retention_days: 'recording_limits',
  storage_min_free_pct: 'recording_limits',
  mqtt_enabled: 'mqtt_url',
  mqtt_broker_host: 'mqtt_url',
  mqtt_broker_port: 'mqtt_url',
  mqtt_tls_enabled: 'mqtt_url',
  mqtt_username: 'mqtt_user',
  mqtt_password: 'mqtt_password',
  mqtt_topic_prefix: 'mqtt_prefix',
  mqtt_ha_discovery: 'discovery',
  mqtt_ha_discovery_prefix: 'discovery_prefix',
  mqtt_ha_snapshot_interval: 'hub_snapshot_seconds',
}

/** Stored while there is no broker, so that it can be switched on again. */
export const PLACE = ['mqtt_broker_host', 'mqtt_broker_port', 'mqtt_tls_enabled'] as const

type Some = Partial<Record<Key, Value>>

const GIB = 1_073_741_824
const LEAST_FREE = 268_435_456

/** Where the broker was before it was switched off. */
function placeKept({ mqtt_broker_host: host, mqtt_broker_port: port, mqtt_tls_enabled: tls }: Record<string, unknown>) {
  return {
    ...(typeof host === 'string' ? { host } : {}),
    ...(typeof port === 'number' ? { port } : {}),
    ...(typeof tls === 'boolean' ? { tls } : {}),
  }
}

/** With hosts and accounts of the broker, which are the founder's to know. `disk`: bytes of that of the recordings; null = not known. */
export function readReal(
  services: Pick<Services, 'settings' | 'clientFields' | 'brokerParts'>,
  caller: Caller,
  disk: number | null,
) {
  const { settings, brokerParts } = services
  const limits = settings.get('recording_limits')
  const broker = brokerParts.read(placeKept(keptOf(services, caller)))
  return {
    // 0 is no limit, and for what stays free: as much as we think right.
    max_storage_size: limits.bytes ?? 0,
    retention_days: limits.days ?? 0,
    storage_min_free_pct: disk && limits.free_bytes ? Math.min(90, Math.round((limits.free_bytes / disk) * 100)) : 0,
    mqtt_enabled: broker.enabled,
    mqtt_broker_host: broker.host,
    mqtt_broker_port: broker.port,
    mqtt_tls_enabled: broker.tls,
    mqtt_username: broker.username,
    mqtt_password: broker.hasPassword ? MASK : '',
    mqtt_topic_prefix: settings.get('mqtt_prefix'),
    mqtt_ha_discovery: settings.get('discovery') !== 'off',
    mqtt_ha_discovery_prefix: settings.get('discovery_prefix'),
    mqtt_ha_snapshot_interval: settings.get('hub_snapshot_seconds'),
  } satisfies Some
}

/** What the changes make of ours, in the order in which it is written: what could be refused comes first. */
export function ownOf(
  { settings, brokerParts }: Pick<Services, 'settings' | 'brokerParts'>,
  now: ReturnType<typeof readReal>,
  changed: Some,
  disk: number | null,
): [OwnKey, unknown][] {
  const found: [OwnKey, unknown][] = []
  const next = { ...now, ...changed }
  const has = (...keys: Key[]) => keys.some((key) => changed[key] !== undefined)
  for (const key of ['mqtt_topic_prefix', 'mqtt_ha_discovery_prefix'] as const)
    if (has(key)) found.push([BEHIND[key] as OwnKey, next[key] === '' ? null : next[key]])
  if (has('mqtt_ha_discovery')) found.push(['discovery', next.mqtt_ha_discovery ? 'device' : 'off'])
  if (has('mqtt_ha_snapshot_interval')) {
    const seconds = Number(next.mqtt_ha_snapshot_interval)
    found.push(['hub_snapshot_seconds', seconds === 0 ? 0 : Math.max(10, seconds)])
  }
  if (has('max_storage_size', 'retention_days', 'storage_min_free_pct')) {
    const before = settings.get('recording_limits')
    const size = Number(next.max_storage_size)
    const percent = Number(next.storage_min_free_pct)
    const free = percent === 0 || disk === null ? null : Math.max(LEAST_FREE, Math.round((disk * percent) / 100))
    found.push([
      'recording_limits',
      {
        days: has('retention_days') ? Number(next.retention_days) || null : before.days,
        bytes: has('max_storage_size') ? (size === 0 ? null : Math.max(GIB, size)) : before.bytes,
        free_bytes: has('storage_min_free_pct') ? free : before.free_bytes,
      },
    ])
  }
  if (has('mqtt_enabled', ...PLACE) && next.mqtt_enabled && !next.mqtt_broker_host)
    throw new Fault('invalid-input', 'mqtt_broker_host is required when MQTT is enabled')
  const place = { host: now.mqtt_broker_host, port: now.mqtt_broker_port, tls: now.mqtt_tls_enabled }
  return [...found, ...brokerParts.changes(brokerIn(changed), place)]
}

/** Their types are those of the table: see `taken`. */
const brokerIn = (changed: Some) => ({
  enabled: changed.mqtt_enabled as boolean | undefined,
  host: changed.mqtt_broker_host as string | undefined,
  port: changed.mqtt_broker_port as number | undefined,
  tls: changed.mqtt_tls_enabled as boolean | undefined,
  username: changed.mqtt_username as string | undefined,
  password: changed.mqtt_password as string | undefined,
})

/** The variable that has set one of ours, which nothing else can change then. */
export function locksOf({ settings }: Pick<Services, 'settings'>, caller: Caller): Map<string, string> {
  return new Map(settings.list(caller).flatMap(({ key, lockedBy }) => (lockedBy === null ? [] : [[key, lockedBy]])))
}

export const isFounder = (caller: Caller): boolean => 'founder' in caller && caller.founder
