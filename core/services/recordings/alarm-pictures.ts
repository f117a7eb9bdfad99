// Files of alarms' pictures that no recording knows: whose they are stands in their names.
import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { alarms, devices, recordings } from '../../db/schema/index.ts'
import { type PictureFile, pictureRow } from '../alarms/picture-row.ts'
import { ALARM_PICTURE } from './files.ts'

type DeviceRow = typeof devices.$inferSelect

export function createAlarmPictures({ db, now }: { db: Db; now: () => Date }) {
  return {
    /** Null for a device that is gone, or of another household. */
    deviceOf(file: string, householdId: number): DeviceRow | null {
      const [, hubKey = ''] = ALARM_PICTURE.exec(file) ?? []
      const where = and(eq(devices.hubKey, hubKey), eq(devices.householdId, householdId))
      return db.select().from(devices).where(where).get() ?? null
    },
    /** The picture of its alarm again; where that is gone, or has another one, a picture of its own. */
    adopt(device: DeviceRow, picture: PictureFile, at: Date): void {
      const [, , uuid = ''] = ALARM_PICTURE.exec(picture.file) ?? []
      db.transaction((tx) => {
        const alarm = tx
          .select()
          .from(alarms)
          .where(and(eq(alarms.uuid, uuid), eq(alarms.deviceId, device.id), isNull(alarms.recordingId)))
          .get()
        const stray = {
          householdId: device.householdId,
          ...{ channelId: null, channelName: device.name, deviceAddress: null },
          ...{ kind: 'other' as const, beganAt: at },
        }
        const row = pictureRow(alarm ?? stray, picture)
        const { id: recordingId } = tx
          .insert(recordings)
          .values({
            ...row,
            ...(!alarm && { origin: 'found', recordType: null }),
            uuid: Bun.randomUUIDv7(),
            createdAt: now(),
          })
          .returning({ id: recordings.id })
          .get()
        if (alarm) tx.update(alarms).set({ recordingId, picture: null }).where(eq(alarms.id, alarm.id)).run()
      })
    },
  }
}
