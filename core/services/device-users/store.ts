// Rows of device users: written as the device lists them, never deleted.
import { and, asc, eq, sql } from 'drizzle-orm'
import type { DeviceUser, UserRights } from '#plugin'
import { Fault } from '#plugin'
import { listed as among } from '../../db/listed.ts'
import type { Db } from '../../db/open.ts'
import { devices, deviceUsers } from '../../db/schema/index.ts'
import { cleanName } from '../sync.ts'

/** A user of a device, as it last told. */
export type DeviceUserRow = Omit<typeof deviceUsers.$inferSelect, 'rights'> & { rights: UserRights | null }

const typed = (row: typeof deviceUsers.$inferSelect): DeviceUserRow => ({
  ...row,
  rights: row.rights as UserRights | null,
})

export interface DeviceUserStore {
  /** Active ones, by the device's number. */
  active(deviceId: number): DeviceUserRow[]
  /** The same of many devices, by device. */
  activeOf(deviceIds: readonly number[]): DeviceUserRow[]
  /** An active user of this device; undefined for any other. */
  find(deviceId: number, id: number): DeviceUserRow | undefined
  replace(deviceId: number, listed: readonly DeviceUser[]): DeviceUserRow[]
  setRights(id: number, rights: UserRights): DeviceUserRow
}

export function createDeviceUserStore({ db, now }: { db: Db; now: () => Date }): DeviceUserStore {
  const activeOf = (deviceIds: readonly number[]) =>
    db
      .select()
      .from(deviceUsers)
      .where(and(sql`${deviceUsers.deviceId} in ${among(deviceIds)}`, eq(deviceUsers.isActive, true)))
      .orderBy(asc(deviceUsers.deviceId), asc(deviceUsers.userId))
      .all()
      .map(typed)
  const active = (deviceId: number) => activeOf([deviceId])

  return {
    active,
    activeOf,
    find(deviceId, id) {
      const row = db.select().from(deviceUsers).where(eq(deviceUsers.id, id)).get()
      return row?.deviceId === deviceId && row.isActive ? typed(row) : undefined
    },
    replace(deviceId, listed) {
      const readAt = now()
      db.transaction((tx) => {
        if (!tx.select({ id: devices.id }).from(devices).where(eq(devices.id, deviceId)).get())
          throw new Fault('not-found', 'Device not found')
        const known = tx.select().from(deviceUsers).where(eq(deviceUsers.deviceId, deviceId)).all()
        const byNumber = new Map(known.map((row) => [row.userId, row]))
        for (const user of listed) {
          const before = byNumber.get(user.id)
          const name = cleanName(user.name, `User ${user.id}`)
          const values = { name, role: user.role, isInherent: user.inherent, isActive: true, readAt }
          // A number that another person has now, or a role that brings other rights: what was read before is not his.
          const isSame = before?.isActive && before.name === name && before.role === user.role
          const set = isSame ? values : { ...values, rights: null, rightsReadAt: null }
          tx.insert(deviceUsers)
            .values({ deviceId, userId: user.id, ...set })
            .onConflictDoUpdate({ target: [deviceUsers.deviceId, deviceUsers.userId], set })
            .run()
        }
        const present = new Set(listed.map(({ id }) => id))
        for (const row of known)
          if (row.isActive && !present.has(row.userId))
            tx.update(deviceUsers).set({ isActive: false, readAt }).where(eq(deviceUsers.id, row.id)).run()
      })
      return active(deviceId)
    },
    setRights(id, rights) {
      const row = db
        .update(deviceUsers)
        .set({ rights, rightsReadAt: now() })
        .where(eq(deviceUsers.id, id))
        .returning()
        .get()
      if (!row) throw new Fault('not-found', 'User not found')
      return typed(row)
    },
  }
}
