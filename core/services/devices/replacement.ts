// Another device where one was: whether it is another, which channel takes whose place, and what is forgotten of the old one.
import { and, eq, inArray, ne } from 'drizzle-orm'
import type { ChannelInfo, DeviceInfo } from '#plugin'
import type { Db } from '../../db/open.ts'
import {
  channelConfigs,
  channelSchedules,
  channels,
  clips,
  deviceReports,
  devices,
  deviceUsers,
  footageDays,
  footageMonths,
} from '../../db/schema/index.ts'
import type { ChannelRow } from '../access.ts'

type Reader = Pick<Db, 'select'>
type Writer = Pick<Db, 'select' | 'insert' | 'update' | 'delete'>

/** The last time that another device was found in a device's place; null = it does not say what it is. */
export interface Replacement {
  at: Date
  before: string | null
  after: string | null
}

/** A channel whose device was replaced by one that has none of its number: nothing on the new one is it. */
const GONE = 'gone:'
export const isGone = ({ sourceKey }: Pick<ChannelRow, 'sourceKey'>) => sourceKey.startsWith(GONE)
const goneKey = ({ channelNo }: Pick<ChannelRow, 'channelNo'>) => `${GONE}${channelNo}`

/** By what nobody can change on a device; where that is not told, by the model. What is not known proves nothing. */
export function isOther(before: DeviceInfo | null, after: DeviceInfo): boolean {
  for (const key of ['serialNumber', 'macAddress', 'model'] as const) {
    const [old, now] = [before?.[key], after[key]]
    if (old && now) return old.trim().toLowerCase() !== now.trim().toLowerCase()
  }
  return false
}

/** A device's own number for a channel, made usable. */
export const wantedNumber = ({ number }: ChannelInfo) => Math.max(1, Math.trunc(number) || 1)

/**
 * Which stored channel each found one is, by the found one's source key, and what identifies those from now on that were not
 * found. By number only where the stored one has lost its device, or where the device is another or calls nothing as before:
 * then its owner means channel 3 when he says channel 3.
 */
export function placesOf(
  known: readonly ChannelRow[],
  found: readonly ChannelInfo[],
  isReplaced: boolean,
): { places: Map<string, ChannelRow>; missing: { row: ChannelRow; sourceKey: string }[] } {
  const bySource = new Map(known.map((row) => [row.sourceKey, row]))
  const places = new Map<string, ChannelRow>()
  for (const { sourceKey } of found) {
    const row = bySource.get(sourceKey)
    if (row) places.set(sourceKey, row)
  }
  const all = isReplaced || (found.length > 0 && places.size === 0)
  const used = new Set(places.values())
  const free = new Map(known.filter((row) => !used.has(row) && (all || isGone(row))).map((row) => [row.channelNo, row]))
  for (const channel of found) {
    const number = wantedNumber(channel)
    const row = free.get(number)
    if (!row || places.has(channel.sourceKey)) continue
    free.delete(number)
    places.set(channel.sourceKey, row)
    used.add(row)
  }
  const missing = known
    .filter((row) => !used.has(row))
    .map((row) => ({ row, sourceKey: all ? goneKey(row) : row.sourceKey }))
  return { places, missing }
}

/**
 * What only the old device has told: footage on its disks, clips, settings, users, what it could not do. What people made of
 * its channels, what these raised and what we keep of them stays.
 */
export function forgetDevice(tx: Writer, deviceId: number): void {
  const own = tx.select({ id: channels.id }).from(channels).where(eq(channels.deviceId, deviceId))
  for (const table of [footageMonths, footageDays, channelConfigs, channelSchedules])
    tx.delete(table).where(inArray(table.channelId, own)).run()
  tx.delete(clips).where(eq(clips.deviceId, deviceId)).run()
  tx.delete(deviceReports)
    .where(and(eq(deviceReports.deviceId, deviceId), ne(deviceReports.kind, 'infor')))
    .run()
  // The rows stay, so that their ids are never another's.
  tx.update(deviceUsers)
    .set({ isActive: false, rights: null, rightsReadAt: null })
    .where(eq(deviceUsers.deviceId, deviceId))
    .run()
  tx.update(devices).set({ alarmKinds: [], withdrawn: null }).where(eq(devices.id, deviceId)).run()
  tx.update(channels)
    .set({ alarmKinds: [], oldestRecordDate: null, latestRecordDate: null, lastFootageAt: null })
    .where(eq(channels.deviceId, deviceId))
    .run()
}

const isReplaced = (deviceId: number) => and(eq(deviceReports.deviceId, deviceId), eq(deviceReports.kind, 'replaced'))

/** Null = it is the one that it always was. */
export function replacementOf(db: Reader, deviceId: number): Replacement | null {
  const row = db.select().from(deviceReports).where(isReplaced(deviceId)).get()
  if (!row) return null
  const [models] = row.items as { before: string | null; after: string | null }[]
  return { at: row.readAt, before: models?.before ?? null, after: models?.after ?? null }
}

export function writeReplacement(tx: Writer, deviceId: number, { at, ...models }: Replacement): void {
  const values = { items: [models], readAt: at }
  tx.insert(deviceReports)
    .values({ deviceId, kind: 'replaced', ...values })
    .onConflictDoUpdate({ target: [deviceReports.deviceId, deviceReports.kind], set: values })
    .run()
}
