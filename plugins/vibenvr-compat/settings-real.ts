// Settings of VibeNVR's clients that drive ours: how much of what we record stays, and the broker.
import type { Services } from '#plugin'
import type { Key } from './settings-table.ts'

export type Texts = Partial<Record<Key, string>>
/** What clients have set of a household, as it is stored. */
export type Kept = Record<string, unknown>

const GIB = 1_073_741_824

/** Which of ours stand behind them; all are the appliance's. */
export const BEHIND = {
  max_global_storage_gb: 'recording_limits',
  mqtt_enabled: 'mqtt_url',
  mqtt_host: 'mqtt_url',
  mqtt_port: 'mqtt_url',
  mqtt_username: 'mqtt_user',
  mqtt_password: 'mqtt_password',
  mqtt_topic_prefix: 'mqtt_prefix',
} as const satisfies Texts

type Own = [(typeof BEHIND)[keyof typeof BEHIND], unknown]

/** Whether TLS was spoken with the broker that was switched off: VibeNVR has no setting for it. */
const TLS = 'mqtt_tls'
const PLACE: readonly Key[] = ['mqtt_enabled', 'mqtt_host', 'mqtt_port']

const placeKept = (kept: Kept) => ({
  ...(typeof kept.mqtt_host === 'string' ? { host: kept.mqtt_host } : {}),
  ...(typeof kept.mqtt_port === 'string' ? { port: Number(kept.mqtt_port) } : {}),
  ...(typeof kept[TLS] === 'boolean' ? { tls: kept[TLS] } : {}),
})

/** At most two digits behind the point, and none that say nothing. */
const inGib = (bytes: number) => String(Math.round((bytes / GIB) * 100) / 100)

/** As they are, with what the founder alone is told. The password is `''`, or its stars where there is one. */
export function readReal({ settings, brokerParts }: Pick<Services, 'settings' | 'brokerParts'>, kept: Kept) {
  const broker = brokerParts.read(placeKept(kept))
  return {
    max_global_storage_gb: inGib(settings.get('recording_limits').bytes ?? 0),
    mqtt_enabled: String(broker.enabled),
    mqtt_host: broker.host,
    mqtt_port: String(broker.port),
    mqtt_username: broker.username,
    mqtt_password: broker.hasPassword ? '***' : '',
    mqtt_topic_prefix: settings.get('mqtt_prefix'),
  } satisfies Texts
}

/** What the changes make of ours, and what else is stored with them. `changed` has texts that their checks gave. */
export function ownOf(
  { settings, brokerParts }: Pick<Services, 'settings' | 'brokerParts'>,
  kept: Kept,
  changed: Texts,
): { own: Own[]; place: Kept } {
  const own: Own[] = []
  const { max_global_storage_gb: size, mqtt_topic_prefix: prefix } = changed
  if (prefix !== undefined) own.push(['mqtt_prefix', prefix || null])
  if (size !== undefined) {
    const bytes = Number(size) === 0 ? null : Math.max(GIB, Math.round(Number(size) * GIB))
    own.push(['recording_limits', { ...settings.get('recording_limits'), bytes }])
  }
  const { mqtt_enabled: enabled, mqtt_host: host, mqtt_port: port } = changed
  const wanted = {
    ...{ enabled: enabled === undefined ? undefined : enabled === 'true', host },
    port: port === undefined ? undefined : Number(port),
    ...{ username: changed.mqtt_username, password: changed.mqtt_password },
  }
  const { tls, ...before } = brokerParts.read(placeKept(kept))
  own.push(...brokerParts.changes(wanted, placeKept(kept)))
  if (!PLACE.some((key) => changed[key] !== undefined)) return { own, place: {} }
  const place = { mqtt_host: host ?? before.host, mqtt_port: port ?? String(before.port), [TLS]: tls }
  return { own, place }
}

/** The variable that has set what stands behind it, which nothing else can change then; null = none. */
export function lockOf({ settings }: Pick<Services, 'settings'>, caller: Parameters<Services['settings']['list']>[0]) {
  const locks = new Map(settings.list(caller).map(({ key, lockedBy }) => [key, lockedBy]))
  return (key: Key): string | null => (key in BEHIND ? (locks.get(BEHIND[key as keyof typeof BEHIND]) ?? null) : null)
}
