// Copies what a device says of itself and its channels into the database (data, not the clock).
import { and, eq, isNotNull, sql } from 'drizzle-orm'
import { type AlarmKind, type ChannelInfo, type DeviceInfo, type DeviceSession, offers } from '#plugin'
import type { Bus } from '../bus.ts'
import type { Db } from '../db/open.ts'
import { channels, clientFields, deviceReports, devices } from '../db/schema/index.ts'
import type { ChannelRow, DeviceRow } from './access.ts'
import type { Activity } from './activity.ts'
import {
  forgetDevice,
  isOther,
  placesOf,
  replacementOf,
  wantedNumber,
  writeReplacement,
} from './devices/replacement.ts'

export interface Synced {
  /** Channels that the device has now. */
  channels: number
  changed: boolean
}

export interface Sync {
  /** Asks, then writes everything in one transaction. Rejects with the device's fault, and then nothing is written. */
  run(device: Pick<DeviceRow, 'id'>, session: DeviceSession): Promise<Synced>
  /** Channels that a new device is known to have before it was asked. The address of a single one is made of its name. */
  expect(device: Pick<DeviceRow, 'id' | 'householdId' | 'name'>, channels: readonly ChannelInfo[]): void
}

interface Deps {
  db: Db
  bus: Bus
  activity?: Pick<Activity, 'record'>
  now: () => Date
}

/** A device that calls itself another one again and again is not begun anew each time. */
const BEGIN_ANEW_MS = 10 * 60_000
const LONGEST_NAME = 100
/** Control characters, and those that turn the direction of the text around them. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu

/** What a device calls something, fit to be shown and published anywhere. */
export function cleanName(text: string, fallback: string): string {
  const clean = text.toWellFormed().replace(UNSEEN, ' ').replace(/ +/g, ' ').trim()
  return [...clean].slice(0, LONGEST_NAME).join('').trim() || fallback
}

/** Unique among `taken`; made once, so that a rename breaks no address. */
export function slugOf(name: string, channelNo: number, taken: ReadonlySet<string>): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
  const base = plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '')
  const slug = base || `channel-${channelNo}`
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? slug : `${slug}-${count}`
    if (!taken.has(candidate)) return candidate
  }
}

/**
 * Numbers for new channels: each device's own number where it is free, else the next free one. Those whose own number is
 * free come first, so that an analog 1 and a network 1 do not push a network 2 away.
 */
export function numbersFor(fresh: readonly ChannelInfo[], taken: Iterable<number>): Map<string, number> {
  const used = new Set(taken)
  const numbers = new Map<string, number>()
  for (const channel of fresh) {
    if (used.has(wantedNumber(channel))) continue
    used.add(wantedNumber(channel))
    numbers.set(channel.sourceKey, wantedNumber(channel))
  }
  for (const channel of fresh) {
    if (numbers.has(channel.sourceKey)) continue
    let number = wantedNumber(channel)
    while (used.has(number)) number++
    used.add(number)
    numbers.set(channel.sourceKey, number)
  }
  return numbers
}

/** What a device says of itself, fit to be shown and published anywhere. */
export function cleanInfo(info: DeviceInfo): DeviceInfo {
  const text = (value: string | null) => (value === null ? null : cleanName(value, '') || null)
  return {
    ...info,
    name: text(info.name),
    manufacturer: text(info.manufacturer),
    model: text(info.model),
    serialNumber: text(info.serialNumber),
    firmwareVersion: text(info.firmwareVersion),
    macAddress: text(info.macAddress),
  }
}

export function createSync({ db, bus, activity, now }: Deps): Sync {
  /** What changes with the device; the rest of a row is made once. */
  function told(info: ChannelInfo, channelNo: number, proved: readonly AlarmKind[] = []) {
    return {
      deviceName: cleanName(info.name, `Channel ${channelNo}`),
      connection: info.connection,
      can: { ...info.can, alarms: [...new Set([...info.can.alarms, ...proved])] },
      isActive: true,
      isOnline: info.online,
      trouble: info.trouble === null ? null : cleanName(info.trouble, 'unknown'),
    }
  }

  /** What clients of other APIs call a channel counts as well: theirs and ours are one list there. */
  function takenIn(tx: Pick<Db, 'select'>, householdId: number): Set<string> {
    const slugs = tx.select({ slug: channels.slug }).from(channels).where(eq(channels.householdId, householdId)).all()
    const name = sql<unknown>`json_extract(${clientFields.fields}, '$.name')`
    const ofHousehold = and(eq(clientFields.householdId, householdId), isNotNull(clientFields.channelId))
    const names = tx.select({ name }).from(clientFields).where(ofHousehold).all()
    return new Set([
      ...slugs.map(({ slug }) => slug),
      ...names.flatMap((row) => (typeof row.name === 'string' ? row.name : [])),
    ])
  }

  function insert(
    tx: Pick<Db, 'select' | 'insert'>,
    { id: deviceId, householdId }: Pick<DeviceRow, 'id' | 'householdId'>,
    fresh: readonly ChannelInfo[],
    numbers: ReadonlyMap<string, number>,
    stamp: { lastSyncAt?: Date },
    given: string | null = null,
  ): void {
    const taken = takenIn(tx, householdId)
    const at = now()
    for (const channel of fresh) {
      const channelNo = numbers.get(channel.sourceKey) ?? 1
      const values = told(channel, channelNo)
      const slug = slugOf(given ?? values.deviceName, channelNo, taken)
      taken.add(slug)
      const made = { uuid: Bun.randomUUIDv7(), householdId, deviceId, createdAt: at, updatedAt: at }
      tx.insert(channels)
        .values({ ...made, ...values, ...stamp, sourceKey: channel.sourceKey, channelNo, slug })
        .run()
    }
  }

  /** All writes of one sync; undefined when the device was removed meanwhile. */
  function write(deviceId: number, info: DeviceInfo, found: ChannelInfo[], offered: string[]) {
    return db.transaction((tx) => {
      const device = tx.select().from(devices).where(eq(devices.id, deviceId)).get()
      if (!device) return undefined
      const at = now()
      const isReplaced = isOther(device.info, info)
      const lastReplaced = replacementOf(tx, deviceId)?.at
      if (isReplaced) {
        forgetDevice(tx, deviceId)
        const models = { before: device.info?.model ?? null, after: info.model }
        writeReplacement(tx, deviceId, { at, ...models })
      }
      const known = tx.select().from(channels).where(eq(channels.deviceId, deviceId)).all()
      const { places, missing } = placesOf(known, found, isReplaced)
      const fresh = found.filter(({ sourceKey }) => !places.has(sourceKey))
      const numbers = numbersFor(
        fresh,
        known.map((row) => row.channelNo),
      )
      let changed = isReplaced || fresh.length > 0

      const stamp = { lastSyncAt: at }
      const update = (row: ChannelRow, values: Partial<ChannelRow>) => {
        const differs = Object.entries(values).some(
          ([key, value]) => !Bun.deepEquals(row[key as keyof ChannelRow], value),
        )
        changed ||= differs
        const whole = differs ? { ...values, ...stamp, updatedAt: at } : stamp
        tx.update(channels).set(whole).where(eq(channels.id, row.id)).run()
      }

      if (fresh.length) insert(tx, device, fresh, numbers, stamp)
      // First, so that no two have one key on the way.
      for (const { row, sourceKey } of missing)
        if (row.isActive || row.sourceKey !== sourceKey) update(row, { isActive: false, sourceKey })
      for (const channel of found) {
        const { sourceKey } = channel
        const row = places.get(sourceKey)
        if (row) update(row, { ...told(channel, row.channelNo, row.alarmKinds), sourceKey })
      }

      changed ||= !Bun.deepEquals(device.info, info) || !Bun.deepEquals(device.offers, offered)
      tx.update(devices).set({ info, offers: offered, lastSeenAt: at }).where(eq(devices.id, deviceId)).run()
      tx.insert(deviceReports)
        .values({ deviceId, kind: 'infor', items: [], readAt: at })
        .onConflictDoUpdate({ target: [deviceReports.deviceId, deviceReports.kind], set: { readAt: at } })
        .run()
      const beginAnew = isReplaced && (!lastReplaced || Math.abs(+at - +lastReplaced) >= BEGIN_ANEW_MS)
      const replaced = isReplaced && { before: device.info, kept: places.size, gone: missing.length }
      return { changed, householdId: device.householdId, replaced, beginAnew }
    })
  }

  function tellReplaced(deviceId: number, info: DeviceInfo, written: NonNullable<ReturnType<typeof write>>): void {
    const { householdId, replaced, beginAnew } = written
    if (!replaced) return
    activity?.record(
      { kind: 'system' },
      {
        action: 'replace_device',
        resourceType: 'device',
        resourceId: deviceId,
        householdId,
        metadata: {
          before: replaced.before?.model ?? null,
          after: info.model,
          channels_kept: replaced.kept,
          channels_gone: replaced.gone,
        },
      },
    )
    // Before anybody hears of its channels: who asks it for something at the news must find the new session.
    if (beginAnew) bus.emit('device.replaced', { deviceId, householdId })
    bus.emit('device.changed', { deviceId, householdId })
  }

  /** Who asks while the same session is being asked gets that answer. */
  const running = new WeakMap<DeviceSession, Promise<Synced>>()

  async function ask(deviceId: number, session: DeviceSession): Promise<Synced> {
    const info = cleanInfo(await session.info())
    const seen = new Set<string>()
    // A list that names a channel twice must not break the whole sync.
    const found = (await session.channels()).filter(({ sourceKey }) => !seen.has(sourceKey) && seen.add(sourceKey))
    const written = write(deviceId, info, found, offers(session))
    if (written?.replaced) tellReplaced(deviceId, info, written)
    if (written) bus.emit('device.told', { deviceId, householdId: written.householdId, kind: 'infor' })
    if (written?.changed) bus.emit('channels.changed', { deviceId, householdId: written.householdId })
    return { channels: found.length, changed: written?.changed ?? false }
  }

  return {
    expect(device, expected) {
      const given = expected.length === 1 ? device.name : null
      db.transaction((tx) => insert(tx, device, expected, numbersFor(expected, []), {}, given))
    },
    run({ id: deviceId }, session) {
      const answer = running.get(session) ?? ask(deviceId, session).finally(() => running.delete(session))
      running.set(session, answer)
      return answer
    },
  }
}
