// Pictures on their way to the hub: which topics hold them, in which size, as bytes or as an address of ours (DISCOVERY 13).
import type { Alarm } from '../domain/alarm.ts'
import type { Timers } from '../timers.ts'
import type { BridgeDeps } from './bridge-types.ts'
import type { Held } from './held.ts'
import { createPictures, type Pictured, type PictureKind } from './pictures.ts'
import { PLACEHOLDER } from './placeholder.ts'
import type { Retained, RetainedTree } from './retained.ts'
import { fit } from './shrink.ts'
import { placeKey } from './states.ts'
import type { Place } from './topics.ts'

export interface PictureFeed extends Disposable {
  /** An alarm of a channel has begun. */
  began(alarm: Alarm): void
  /** The hub has had it taken. */
  show(channelId: number, jpeg: Uint8Array): void
  /** The hub has begun anew: somebody may look. */
  asked(): void
  /** What the broker shall hold of pictures. */
  entries(): Retained[]
  /** The broker holds no picture of before any more. */
  forget(): void
  start(): void
}

interface Deps extends Pick<BridgeDeps, 'bus' | 'now'> {
  services: Pick<BridgeDeps['services'], 'alarms' | 'hub' | 'settings' | 'snapshots' | 'tickets'>
  held: Pick<Held, 'model' | 'pictured' | 'topics'>
  tree: Pick<RetainedTree, 'urge' | 'wanted'>
  /** Whether the broker holds everything, so that pictures may follow. */
  told(): boolean
  /** Bytes of the largest packet that the broker takes; null = it does not say, or is not there. */
  largestPacket(): number | null
  random: () => number
  timers: Timers
}

/** How long the address of an alarm's picture is good for. */
const ADDRESS_SECONDS = 3600
/** Of a packet beside topic and picture. */
const HEADER_BYTES = 16
const KINDS = ['snapshot', 'alarm_image'] as const
const system = { kind: 'system' } as const

export function createPictureFeed(deps: Deps): PictureFeed {
  const { services, bus, held, tree, now } = deps
  const { alarms, hub, settings, snapshots, tickets } = services
  const stack = new DisposableStack()
  const publishedBefore = new Set(hub.published().map(({ topic }) => topic))
  const last = new Map<string, Uint8Array>()
  /** Ticket of each channel's alarm picture. */
  const addresses = new Map<string, string>()

  const isAddress = (kind: PictureKind) => kind === 'alarm_image' && held.model().images === 'url'
  const keyOf = (kind: PictureKind, place: Place) => `${kind}/${placeKey(place)}`

  function topicOf(kind: PictureKind, place: Place): string {
    const topics = held.topics()
    if (kind === 'snapshot') return topics.snapshot(place)
    return isAddress(kind) ? topics.alarmImageAddress(place) : topics.alarmImage(place)
  }

  /** Bytes that a picture may have there. */
  function room(topic: string): number | null {
    const largest = deps.largestPacket()
    return largest === null ? null : largest - Buffer.byteLength(topic) - HEADER_BYTES
  }

  /** Opens for whoever has the address, since a hub fetches it without signing in; the one before it ends. */
  function renewAddress(place: Place, channelId: number, jpeg: Uint8Array): void {
    const key = placeKey(place)
    const old = addresses.get(key)
    if (old) tickets.end(old)
    const picture = { jpeg, takenAt: now() }
    const object = { type: 'hub-picture', channelId, picture } as const
    addresses.set(key, tickets.issue(system, object, 'view', { seconds: ADDRESS_SECONDS }).secret)
  }

  function address(place: Place, channelId: number): string {
    const key = placeKey(place)
    if (!addresses.has(key)) renewAddress(place, channelId, last.get(keyOf('alarm_image', place)) ?? PLACEHOLDER)
    return `${held.model().publicUrl}/media/${addresses.get(key)}/picture.jpg`
  }

  function bytes(kind: PictureKind, place: Place, topic: string): Uint8Array | null {
    const key = keyOf(kind, place)
    // A picture of before our restart is better than none.
    if (!last.has(key) && !publishedBefore.has(topic)) last.set(key, PLACEHOLDER)
    const jpeg = last.get(key) ?? null
    const most = room(topic) ?? Number.POSITIVE_INFINITY
    // Another broker may take less than the one that it was made for.
    const payload = jpeg && jpeg.length > most ? PLACEHOLDER : jpeg
    return payload && payload.length <= most ? payload : null
  }

  function entry(kind: PictureKind, place: Place, channelId: number): Retained {
    const topic = topicOf(kind, place)
    const payload = isAddress(kind) ? address(place, channelId) : bytes(kind, place, topic)
    return { topic, payload, qos: 0, owner: place.hubKey, kind: 'picture' }
  }

  async function publish({ place, channelId }: Pictured, jpeg: Uint8Array, kinds: readonly PictureKind[]) {
    // The same bytes under either name, where both are told.
    const fitting = await fit(jpeg, room(held.topics().alarmImage(place)))
    if (!fitting) return
    for (const kind of kinds) {
      last.set(keyOf(kind, place), fitting)
      if (isAddress(kind)) renewAddress(place, channelId, fitting)
      const next = entry(kind, place, channelId)
      if (tree.wanted(next.topic)) tree.urge(next)
    }
  }

  const pictures = stack.use(
    createPictures({
      candidates: () => (deps.told() ? held.pictured() : []),
      take: async (channelId) => (await snapshots.take(system, channelId)).jpeg,
      publish,
      seconds: () => settings.get('hub_snapshot_seconds'),
      idleHours: () => settings.get('hub_picture_idle_hours'),
      now,
      random: deps.random,
      timers: deps.timers,
    }),
  )

  return {
    began: ({ channelId, id }) => channelId !== null && pictures.began(channelId, id),
    show: pictures.show,
    asked: () => pictures.asked(),
    entries: () =>
      held
        .model()
        .devices.flatMap(({ hubKey, watched, channels }) =>
          channels
            .filter(({ snapshot }) => snapshot)
            .flatMap(({ id, channelNo }) =>
              (watched ? KINDS : (['snapshot'] as const)).map((kind) => entry(kind, { hubKey, channelNo }, id)),
            ),
        ),
    forget: () => publishedBefore.clear(),
    start() {
      stack.use(
        bus.on('device.removed', ({ hubKey }) => {
          for (const map of [last, addresses])
            for (const key of map.keys()) if (`/${key}`.includes(`/${hubKey}/`)) map.delete(key)
        }),
      )
      stack.use(bus.on('snapshot.taken', ({ channelId, jpeg }) => pictures.offer(channelId, jpeg)))
      stack.use(bus.on('live.changed', ({ channelId }) => pictures.asked(channelId)))
      stack.use(
        bus.on('alarm.updated', ({ channelId, id, hasPicture }) => {
          if (channelId === null || !hasPicture) return
          pictures.came(channelId, id, async () => (await alarms.picture(system, id)).jpeg)
        }),
      )
      stack.use(
        bus.on('setting.changed', ({ key }) => {
          if (key === 'hub_snapshot_seconds' || key === 'hub_picture_idle_hours') pictures.restart()
        }),
      )
      pictures.start()
    },
    [Symbol.dispose]: () => stack.dispose(),
  }
}
