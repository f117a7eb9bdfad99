// Topics and messages as programs that were written for LightNVR know them. Pure.
import type { Sighting } from '../../plugin/dialect.ts'
import type { Retained } from '../retained.ts'

/** Whose the topics are among those that we have published. */
export const OWNER = 'client:lightnvr'

export interface Camera {
  channelId: number
  deviceId: number
  /** What clients call it. */
  name: string
  /** The same for topics and ids. */
  safe: string
}

/** What is said of a camera at this moment. */
export interface Sight {
  moves: boolean
  count: number
  /** How many of what, also what is not there any more. */
  labels: ReadonlyMap<string, number>
}

const RESERVED = ['motion', 'detection_count', 'snapshot']
const safeOf = (text: string) => text.replace(/[^A-Za-z0-9-]/gu, '_')

/** By channel: one whose name is that of an older one in topics has its number behind it. */
export function camerasOf(streams: readonly Omit<Camera, 'safe'>[]): Camera[] {
  const taken = new Set<string>()
  return streams
    .toSorted((a, b) => a.channelId - b.channelId)
    .map((stream) => {
      const plain = safeOf(stream.name)
      const safe = taken.has(plain) ? `${plain}_${stream.channelId}` : plain
      taken.add(safe)
      return { ...stream, safe }
    })
}

export const availabilityOf = (prefix: string) => `${prefix}/availability`

/** LightNVR uses the name as it is; what no topic may hold is replaced. */
export const detectionTopic = (prefix: string, { name, safe }: Camera) =>
  `${prefix}/detections/${/[+#/\p{Cc}]/u.test(name) ? safe : name}`
export const snapshotTopic = (prefix: string, { safe }: Camera) => `${prefix}/cameras/${safe}/snapshot`

export function detectionMessage(
  { name }: Camera,
  detections: readonly Sighting[],
  at: Date,
  snapshotTopic: string | null,
): string {
  return JSON.stringify({
    stream: name,
    timestamp: Math.floor(+at / 1000),
    count: detections.length,
    ...(snapshotTopic === null ? {} : { snapshot_topic: snapshotTopic }),
    detections: detections.map((one) => ({ ...one, track_id: -1, zone_id: '' })),
  })
}

const entry = (kind: Retained['kind'], topic: string, payload: Retained['payload']): Retained => ({
  ...{ topic, payload, qos: kind === 'picture' ? 0 : 1, owner: OWNER, kind },
})

export const statusEntry = (prefix: string) => entry('status', availabilityOf(prefix), 'online')
export const pictureEntry = (prefix: string, camera: Camera, jpeg: Uint8Array | null) =>
  entry('picture', snapshotTopic(prefix, camera), jpeg)

export function stateEntries(prefix: string, { safe }: Camera, { moves, count, labels }: Sight): Retained[] {
  const at = (what: string) => `${prefix}/cameras/${safe}/${what}`
  const counted = new Map<string, number>()
  for (const [label, number] of labels) {
    const level = safeOf(label).slice(0, 64)
    // What is said there is something else.
    if (level !== '' && !RESERVED.includes(level)) counted.set(level, (counted.get(level) ?? 0) + number)
  }
  return [
    entry('state', at('motion'), moves ? 'ON' : 'OFF'),
    entry('state', at('detection_count'), String(count)),
    ...[...counted].map(([level, number]) => entry('state', at(level), String(number))),
  ]
}

/** How Home Assistant finds a camera. */
export function configEntries(
  { prefix, discoveryPrefix, version }: { prefix: string; discoveryPrefix: string; version: string },
  camera: Camera,
): Retained[] {
  const { name, safe } = camera
  // At first `lightnvr`, as clients know it. Where two appliances share a broker their prefixes tell them apart, here too.
  const owner = safeOf(prefix)
  const common = {
    availability_topic: availabilityOf(prefix),
    device: { identifiers: [`${owner}_${safe}`], name, manufacturer: 'Porchlight', model: 'Camera' },
    origin: { name: 'Porchlight', sw_version: version },
  }
  const at = (platform: string, id: string, config: Record<string, unknown>) =>
    entry(
      'config',
      `${discoveryPrefix}/${platform}/${owner}/${id}/config`,
      JSON.stringify({ ...config, unique_id: `${owner}_${platform === 'camera' ? `${id}_camera` : id}`, ...common }),
    )
  return [
    at('camera', safe, { name: 'Camera', topic: snapshotTopic(prefix, camera) }),
    at('binary_sensor', `${safe}_motion`, {
      ...{ name: 'Motion', device_class: 'motion', state_topic: `${prefix}/cameras/${safe}/motion` },
      ...{ payload_on: 'ON', payload_off: 'OFF' },
    }),
    at('sensor', `${safe}_detection_count`, {
      ...{ name: 'Detection count', state_topic: `${prefix}/cameras/${safe}/detection_count` },
      ...{ state_class: 'measurement', icon: 'mdi:counter' },
    }),
  ]
}
