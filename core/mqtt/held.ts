// What the broker shall hold: the model as it was last read, and everything retained that follows from it.
import type { ChannelRow } from '../services/access.ts'
import type { BridgeDeps } from './bridge-types.ts'
import { configMessages, describe, type HubModel } from './entities.ts'
import { readModel } from './model.ts'
import { PLACEHOLDER } from './placeholder.ts'
import type { Retained } from './retained.ts'
import { type Facts, placeKey, retainedStates } from './states.ts'
import { createTopics, type Place } from './topics.ts'

export interface Held {
  topics(): ReturnType<typeof createTopics>
  model(): HubModel
  /** The settings name another place: topics are made anew. */
  move(): void
  /** Reads devices and channels once more. */
  read(): void
  /** In the order of publishing. */
  entries(): Retained[]
  deviceOnline(deviceId: number): boolean
  /** Channels whose picture can be taken now. */
  pictured(): { channelId: number; deviceId: number; place: Place }[]
  /** The picture that the hub shall show from now on. */
  showPicture(place: Place, jpeg: Uint8Array): void
  /** The broker holds no picture of before any more. */
  forgetPictures(): void
}

type Deps = Pick<BridgeDeps, 'services' | 'now' | 'version'> & Pick<Facts, 'lastAlarm'>

export function createHeld({ services, now, version, lastAlarm }: Deps): Held {
  const { access, alarms, sessions, settings, hub } = services
  const startedAt = now()
  const publishedBefore = new Set(hub.published().map(({ topic }) => topic))
  const lastPictures = new Map<string, Uint8Array>()
  let topics = createTopics(settings.get('mqtt_prefix'), hub.instanceId())
  let model: HubModel = { version, publicUrl: null, devices: [] }
  let rows = new Map<number, ChannelRow>()

  function deviceOnline(deviceId: number): boolean {
    try {
      return sessions.state(deviceId).phase === 'online'
    } catch {
      // Removed a moment ago, or we are stopping.
      return false
    }
  }

  const channelOnline = (channelId: number) => {
    const row = rows.get(channelId)
    return row?.isActive === true && row.isOnline !== false
  }

  function picture(place: Place): Uint8Array | null {
    const key = placeKey(place)
    // A picture of before our restart is better than none.
    if (!lastPictures.has(key) && !publishedBefore.has(topics.snapshot(place))) lastPictures.set(key, PLACEHOLDER)
    return lastPictures.get(key) ?? null
  }

  function configs(): Retained[] {
    const form = settings.get('discovery')
    if (form === 'off') return []
    return configMessages(describe(model, topics), form, settings.get('discovery_prefix'), version).map((message) => ({
      ...message,
      qos: 1,
      kind: 'config',
    }))
  }

  return {
    topics: () => topics,
    model: () => model,
    move: () => (topics = createTopics(settings.get('mqtt_prefix'), hub.instanceId())),
    read() {
      const read = readModel(access, {
        householdId: hub.householdId(),
        version,
        publicUrl: settings.get('public_url'),
      })
      model = read.model
      rows = new Map(read.channels.map((row) => [row.id, row]))
    },
    entries: () => [
      ...configs(),
      ...retainedStates(model, topics, {
        startedAt,
        deviceOnline,
        channelOnline,
        lastAlarm,
        picture,
        open: alarms.open(),
      }),
    ],
    deviceOnline,
    pictured: () =>
      model.devices
        .filter(({ id }) => deviceOnline(id))
        .flatMap((device) =>
          device.channels
            .filter(({ id, snapshot }) => snapshot && channelOnline(id))
            .map(({ id, channelNo }) => ({
              channelId: id,
              deviceId: device.id,
              place: { hubKey: device.hubKey, channelNo },
            })),
        ),
    showPicture: (place, jpeg) => void lastPictures.set(placeKey(place), jpeg),
    forgetPictures: () => publishedBefore.clear(),
  }
}
