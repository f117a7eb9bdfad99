// At a start: addresses of bare streams that an older Porchlight has left in clear text are encrypted.
import { and, eq, ne, sql } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { activity, alarms, devices, syncLog } from '../../db/schema/index.ts'
import { maskStreamAddress } from '../../domain/stream-address.ts'
import { redact } from '../../log.ts'
import type { DeviceRow } from '../access.ts'
import { parseAddress } from '../addresses.ts'
import type { Secrets } from '../secrets.ts'
import { addressOf, createSealedAddresses } from './sealed-address.ts'

/**
 * Encrypts addresses that are still in clear text, masks them also where the activity log copied them, and makes hashes anew
 * whose key is another by now. All in one transaction; says how many were encrypted.
 */
export function sealStreamAddresses({ db, secrets }: { db: Db; secrets: Secrets }): number {
  const rows = db.select().from(devices).where(eq(devices.brand, 'rtsp')).all()
  if (rows.length === 0) return 0
  const open = rows.filter(({ streamAddress }) => streamAddress === null)
  if (open.length) db.run('PRAGMA secure_delete=ON')
  db.transaction((tx) => {
    const inside = tx as unknown as Db
    const sealed = createSealedAddresses({ db: inside, secrets })
    for (const row of rows) {
      const whole = readable(row)
      if (whole === null) continue
      const address = parseAddress(whole, row.brand)
      const addressKey = sealed.keyOf(address, row.brand)
      const values = row.streamAddress === null ? sealed.columns(address, row.brand, row.uuid) : { addressKey }
      if (row.streamAddress !== null && (row.addressKey === addressKey || isTaken(inside, row, addressKey))) continue
      tx.update(devices).set(values).where(eq(devices.id, row.id)).run()
      if (row.streamAddress === null) maskCopies(inside, row.address)
    }
  })
  if (open.length) {
    db.run('PRAGMA secure_delete=OFF')
    // The clear text is in the log of writes until it is folded into the file.
    db.run('PRAGMA wal_checkpoint(TRUNCATE)')
  }
  return open.length

  function readable(row: DeviceRow): string | null {
    try {
      return addressOf(row, secrets)
    } catch {
      return null
    }
  }
}

/** Two rows with one address can only come from a time in which the hashes could not be compared: both stay. */
function isTaken(db: Db, row: DeviceRow, addressKey: string): boolean {
  const same = and(eq(devices.householdId, row.householdId), eq(devices.addressKey, addressKey), ne(devices.id, row.id))
  return db.select({ id: devices.id }).from(devices).where(same).get() !== undefined
}

/** Rows that outlive the device, or tell of it, name its address. */
function maskCopies(db: Db, address: string): void {
  const masked = maskStreamAddress(address)
  if (masked === address) return
  db.update(alarms).set({ deviceAddress: masked }).where(eq(alarms.deviceAddress, address)).run()
  db.update(syncLog).set({ address: masked }).where(eq(syncLog.address, address)).run()
  for (const text of new Set([address, redact(address)]))
    db.update(activity)
      .set({ metadata: sql`replace(${activity.metadata}, ${text}, ${masked})` })
      .where(sql`instr(${activity.metadata}, ${text}) > 0`)
      .run()
}
