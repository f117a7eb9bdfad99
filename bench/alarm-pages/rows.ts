// A million alarms of four households, put straight into the database: mostly motion, some kinds and channels rare.
import { Database } from 'bun:sqlite'
import { eq } from 'drizzle-orm'
import { openDatabase } from '../../core/db/open.ts'
import { users } from '../../core/db/schema/index.ts'
import type { AlarmKind } from '../../core/domain/alarm-kinds.ts'
import { addChannel, addDevice, grantView } from '../../core/testing/rows.ts'

export interface House {
  total: number
  oldest: number
  newest: number
  /** Of the first household, how many go on. */
  open: number
  /** A recorder with a kind that came so many times. */
  rare: { deviceId: number; count: number }
  /** A recorder whose last channel has raised three alarms, a long time ago; none of it goes on. */
  lost: { deviceId: number; channelNo: number }
  /** A recorder of the second household. */
  other: { deviceId: number }
  /** Of the third household, whose every other alarm somebody has seen to. */
  waiting: number
}

const SIZES = [700_000, 200_000, 99_970, 30]
const RECORDERS = 4
const CHANNELS = 16
const RARE = 7
const OPEN = 40
const WAITING = 99
const DAY_MS = 86_400_000
const SPAN_MS = 700 * DAY_MS

/** Even, and the same in every run. */
const kindOf = (index: number): AlarmKind =>
  index % 10 < 7 ? 'motion' : index % 10 < 9 ? 'line_crossing' : 'intrusion'

const INSERT = `insert into alarms (uuid, household_id, device_id, channel_id, channel_no, channel_name, device_address, kind,
  raw_type, message, region, target, device_time, began_at, ended_at, end_reason)
  values (?, ?, ?, ?, ?, ?, ?, ?, 'VMD', 'Motion detected', 1, 'human', ?, ?, ?, ?)`

interface Source {
  deviceId: number
  channelId: number | null
  channelNo: number | null
}

/** `viewers`: user names in the first household; one sees a quiet channel, the other all. */
export function fillAlarms(file: string, viewers: { quiet: string; all: string }): House {
  const { db, close } = openDatabase(file)
  const households = [
    ...new Set(
      db
        .select()
        .from(users)
        .all()
        .map((user) => user.householdId),
    ),
  ].sort((a, b) => a - b)
  const viewer = (name: string) => {
    const row = db.select().from(users).where(eq(users.username, name)).get()
    if (!row) throw new Error(`There is no account ${name}`)
    return { userId: row.id } as Parameters<typeof grantView>[1]
  }
  const sources = households.map((householdId) =>
    Array.from({ length: RECORDERS }, () => {
      const device = addDevice(db, householdId, { isChecked: false })
      return Array.from({ length: CHANNELS }, (_, index): Source => {
        const { id, channelNo } = addChannel(db, device, index + 1)
        return { deviceId: device.id, channelId: id, channelNo }
      })
    }),
  )
  const [first = [], second = []] = sources
  const [rare, lost] = [first[0], first[3]]
  const quiet = lost?.at(-1)
  if (!rare?.[0] || !lost?.[0] || !quiet?.channelId || !second[0]?.[0]) throw new Error('There are too few households')
  // Its number must be rare in the whole household.
  for (const one of first) if (one !== lost) one.pop()
  grantView(db, viewer(viewers.quiet), quiet.channelId)
  for (const { channelId } of first.flat()) if (channelId !== null) grantView(db, viewer(viewers.all), channelId)
  close()

  const newest = Date.now() - 60_000
  const oldest = newest - SPAN_MS
  const sqlite = new Database(file)
  sqlite.exec('PRAGMA foreign_keys=OFF; PRAGMA cache_size=-200000')
  const insert = sqlite.prepare(INSERT)
  const add = (householdId: number, source: Source, kind: AlarmKind, beganAt: number, open = false) =>
    insert.run(
      Bun.randomUUIDv7(),
      householdId,
      source.deviceId,
      source.channelId,
      source.channelNo,
      source.channelNo === null ? null : `Camera ${source.channelNo}`,
      `192.0.2.${source.deviceId}`,
      kind,
      beganAt - 1500,
      beganAt,
      open ? null : beganAt + 12_000,
      open ? null : 'hold',
    )
  sqlite.transaction(() => {
    for (const [which, size] of SIZES.entries()) {
      const householdId = households[which] ?? 0
      const recorders = sources[which] ?? []
      let left = size
      if (which === 0) {
        const itself = { deviceId: rare[0]?.deviceId ?? 0, channelId: null, channelNo: null }
        for (let index = 0; index < RARE; index++) add(householdId, itself, 'disk_error', oldest + index * 90 * DAY_MS)
        for (let index = 0; index < 3; index++) add(householdId, quiet, 'motion', oldest + index * DAY_MS)
        for (let index = 0; index < OPEN; index++) {
          const source = rare[index % rare.length]
          if (source) add(householdId, source, 'video_loss', oldest + index * 10 * DAY_MS, true)
        }
        left -= RARE + 3 + OPEN
      }
      for (let index = 0; index < left; index++) {
        const recorder = recorders[index % RECORDERS] ?? []
        // All but the last channel: that one is quiet.
        const source = recorder[Math.floor(index / RECORDERS) % (CHANNELS - 1)]
        if (source) add(householdId, source, kindOf(index), oldest + Math.floor(((index + 1) * SPAN_MS) / left))
      }
    }
    sqlite
      .prepare(`update alarms set acknowledged_at = ended_at where household_id = ? and id not in
        (select id from alarms where household_id = ? and id % 1000 = 0 limit ${WAITING})`)
      .run(households[2] ?? 0, households[2] ?? 0)
  })()
  sqlite.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  sqlite.close()
  return {
    total: SIZES.reduce((sum, size) => sum + size, 0),
    oldest,
    newest,
    open: OPEN,
    rare: { deviceId: rare[0].deviceId, count: RARE },
    lost: { deviceId: lost[0].deviceId, channelNo: CHANNELS },
    other: { deviceId: second[0][0].deviceId },
    waiting: WAITING,
  }
}
