// Copies what a device says of itself and its channels into the database (data, not the clock).
import { eq } from 'drizzle-orm'
import { type AlarmKind, type ChannelInfo, type DeviceInfo, type DeviceSession, offers } from '#plugin'
import type { Bus } from '../bus.ts'
import type { Db } from '../db/open.ts'
import { channels, deviceReports, devices } from '../db/schema/index.ts'
import type { ChannelRow, DeviceRow } from './access.ts'

export interface Synced {
  /** Channels that the device has now. */
  channels: number
  changed: boolean
}

export interface Sync {
  /** Asks, then writes everything in one transaction. Rejects with the device's fault, and then nothing is written. */
  run(device: Pick<DeviceRow, 'id'>, session: DeviceSession): Promise<Synced>
}

interface Deps {
  db: Db
  bus: Bus
  now: () => Date
}

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
  const wanted = (channel: ChannelInfo) => Math.max(1, Math.trunc(channel.number) || 1)
  for (const channel of fresh) {
    if (used.has(wanted(channel))) continue
    used.add(wanted(channel))
    numbers.set(channel.sourceKey, wanted(channel))
  }
  for (const channel of fresh) {
    if (numbers.has(channel.sourceKey)) continue
    let number = wanted(channel)
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

export function createSync({ db, bus, now }: Deps): Sync {
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

  /** All writes of one sync; undefined when the device was removed meanwhile. */
  function write(deviceId: number, info: DeviceInfo, found: ChannelInfo[], offered: string[]) {
    return db.transaction((tx) => {
      const device = tx.select().from(devices).where(eq(devices.id, deviceId)).get()
      if (!device) return undefined
      const at = now()
      const known = tx.select().from(channels).where(eq(channels.deviceId, deviceId)).all()
      const bySource = new Map(known.map((row) => [row.sourceKey, row]))
      const fresh = found.filter((channel) => !bySource.has(channel.sourceKey))
      const numbers = numbersFor(
        fresh,
        known.map((row) => row.channelNo),
      )
      let changed = fresh.length > 0

      const stamp = { lastSyncAt: at }
      const update = (row: ChannelRow, values: Partial<ChannelRow>) => {
        const differs = Object.entries(values).some(
          ([key, value]) => !Bun.deepEquals(row[key as keyof ChannelRow], value),
        )
        changed ||= differs
        const whole = differs ? { ...values, ...stamp, updatedAt: at } : stamp
        tx.update(channels).set(whole).where(eq(channels.id, row.id)).run()
      }

      if (fresh.length) {
        const slugs = tx
          .select({ slug: channels.slug })
          .from(channels)
          .where(eq(channels.householdId, device.householdId))
        const taken = new Set(slugs.all().map((row) => row.slug))
        for (const channel of fresh) {
          const channelNo = numbers.get(channel.sourceKey) ?? 1
          const values = told(channel, channelNo)
          const slug = slugOf(values.deviceName, channelNo, taken)
          taken.add(slug)
          const made = {
            uuid: Bun.randomUUIDv7(),
            householdId: device.householdId,
            deviceId,
            createdAt: at,
            updatedAt: at,
          }
          tx.insert(channels)
            .values({ ...made, ...values, ...stamp, sourceKey: channel.sourceKey, channelNo, slug })
            .run()
        }
      }
      for (const channel of found) {
        const row = bySource.get(channel.sourceKey)
        if (row) update(row, told(channel, row.channelNo, row.alarmKinds))
      }
      const present = new Set(found.map((channel) => channel.sourceKey))
      for (const row of known) if (!present.has(row.sourceKey) && row.isActive) update(row, { isActive: false })

      changed ||= !Bun.deepEquals(device.info, info) || !Bun.deepEquals(device.offers, offered)
      tx.update(devices).set({ info, offers: offered, lastSeenAt: at }).where(eq(devices.id, deviceId)).run()
      tx.insert(deviceReports)
        .values({ deviceId, kind: 'infor', items: [], readAt: at })
        .onConflictDoUpdate({ target: [deviceReports.deviceId, deviceReports.kind], set: { readAt: at } })
        .run()
      return { changed, householdId: device.householdId }
    })
  }

  /** Who asks while the same session is being asked gets that answer. */
  const running = new WeakMap<DeviceSession, Promise<Synced>>()

  async function ask(deviceId: number, session: DeviceSession): Promise<Synced> {
    const info = cleanInfo(await session.info())
    const seen = new Set<string>()
    // A list that names a channel twice must not break the whole sync.
    const found = (await session.channels()).filter(({ sourceKey }) => !seen.has(sourceKey) && seen.add(sourceKey))
    const written = write(deviceId, info, found, offers(session))
    if (written) bus.emit('device.told', { deviceId, householdId: written.householdId, kind: 'infor' })
    if (written?.changed) bus.emit('channels.changed', { deviceId, householdId: written.householdId })
    return { channels: found.length, changed: written?.changed ?? false }
  }

  return {
    run({ id: deviceId }, session) {
      const answer = running.get(session) ?? ask(deviceId, session).finally(() => running.delete(session))
      running.set(session, answer)
      return answer
    },
  }
}
