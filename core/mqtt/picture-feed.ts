// Pictures on their way to the hub: which topics hold them, in which size, as bytes or as an address of ours (DISCOVERY 13).
import type { Alarm } from '../domain/alarm.ts'
import { NO_PICTURE } from '../domain/no-picture.ts'
import type { Timers } from '../timers.ts'
import type { BridgeDeps } from './bridge-types.ts'
import type { Held } from './held.ts'
import { createPictureAddresses } from './picture-addresses.ts'
import { createPictures, type Pictured, type PictureKind } from './pictures.ts'
import type { Retained, RetainedTree } from './retained.ts'
import { fit } from './shrink.ts'
import { placeKey } from './states.ts'
import type { Place } from './topics.ts'

export interface PictureFeed extends Disposable {
  /** An alarm of a channel has begun. Gives whether a picture is taken of it. */
  began(alarm: Alarm): boolean
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

interface Deps extends Pick<BridgeDeps, 'bus' | 'now'>, Required<Pick<BridgeDeps, 'elapsed'>> {
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

/** Of the newest alarms of a channel, so many pages are looked through for one with a picture. */
const MOST_PAGES = 4
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
  const addresses = stack.use(
    createPictureAddresses({
      tickets,
      stored: newestStored,
      base: () => held.model().publicUrl ?? '',
      isIdle: (channelId) => pictures.isIdle(channelId),
      onFetched: (channelId) => pictures.asked(channelId),
      tell(place, channelId) {
        if (isAddress('alarm_image')) tell('alarm_image', place, channelId)
      },
      now,
      timers: deps.timers,
    }),
  )

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

  /** What was left of the time before our start. */
  function newestStored({ hubKey, channelNo }: Place, channelId: number): Alarm | null {
    const device = held.model().devices.find((one) => one.hubKey === hubKey)
    if (!device) return null
    const place = { deviceId: device.id, channelNo: String(channelNo) }
    let page = alarms.list(system, place)
    for (let read = 1; ; read++) {
      const found = page.alarms.find((alarm) => alarm.hasPicture && alarm.channelId === channelId)
      if (found || !page.next || !page.hasMore || read === MOST_PAGES) return found ?? null
      page = alarms.list(system, { ...place, cursor: page.next })
    }
  }

  function bytes(kind: PictureKind, place: Place, topic: string): Uint8Array | null {
    const key = keyOf(kind, place)
    // A picture of before our restart is better than none.
    if (!last.has(key) && !publishedBefore.has(topic)) last.set(key, NO_PICTURE)
    const jpeg = last.get(key) ?? null
    const most = room(topic) ?? Number.POSITIVE_INFINITY
    // Another broker may take less than the one that it was made for.
    const payload = jpeg && jpeg.length > most ? NO_PICTURE : jpeg
    return payload && payload.length <= most ? payload : null
  }

  function entry(kind: PictureKind, place: Place, channelId: number): Retained {
    const topic = topicOf(kind, place)
    const payload = isAddress(kind) ? addresses.of(place, channelId) : bytes(kind, place, topic)
    return { topic, payload, qos: 0, owner: place.hubKey, kind: 'picture' }
  }

  function tell(kind: PictureKind, place: Place, channelId: number): void {
    const next = entry(kind, place, channelId)
    if (tree.wanted(next.topic)) tree.urge(next)
  }

  async function publish(
    { place, channelId }: Pictured,
    jpeg: Uint8Array,
    kinds: readonly PictureKind[],
    alarmId: number | null,
  ): Promise<void> {
    // The same bytes under either name, where both are told.
    const fitting = await fit(jpeg, room(held.topics().alarmImage(place)))
    if (!fitting) return
    for (const kind of kinds) {
      last.set(keyOf(kind, place), fitting)
      if (kind === 'alarm_image') addresses.show(place, channelId, fitting, alarmId)
      tell(kind, place, channelId)
    }
  }

  const pictures = stack.use(
    createPictures({
      candidates: () => (deps.told() ? held.pictured() : []),
      take: async (channelId) => (await snapshots.take(system, channelId)).jpeg,
      publish,
      seconds: () => settings.get('hub_snapshot_seconds'),
      idleHours: () => settings.get('hub_picture_idle_hours'),
      elapsed: deps.elapsed,
      random: deps.random,
      timers: deps.timers,
    }),
  )

  function asked(channelId?: number): void {
    pictures.asked(channelId)
    addresses.asked(channelId)
  }

  return {
    began: ({ channelId, id }) => channelId !== null && pictures.began(channelId, id),
    show: pictures.show,
    asked: () => asked(),
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
          for (const key of last.keys()) if (`/${key}`.includes(`/${hubKey}/`)) last.delete(key)
          addresses.forget(hubKey)
        }),
      )
      stack.use(
        bus.on('alarm.removed', ({ householdId, alarmIds }) => {
          if (householdId === hub.householdId()) addresses.removed(alarmIds)
        }),
      )
      stack.use(
        bus.on('picture.removed', ({ householdId, alarmIds }) => {
          if (householdId === hub.householdId()) addresses.removed(alarmIds)
        }),
      )
      stack.use(bus.on('snapshot.taken', ({ channelId, jpeg }) => pictures.offer(channelId, jpeg)))
      stack.use(bus.on('live.changed', ({ channelId }) => asked(channelId)))
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
      addresses.start()
    },
    [Symbol.dispose]: () => stack.dispose(),
  }
}
