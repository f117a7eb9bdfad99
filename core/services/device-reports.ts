// Short lists that devices tell of themselves, as each last told them: stored whole, and said on the bus when they are new.
import { and, eq } from 'drizzle-orm'
import type { ClockReading, Detection, Disk, Inputs, Outputs } from '#plugin'
import type { Bus } from '../bus.ts'
import type { Db } from '../db/open.ts'
import { deviceReports, devices } from '../db/schema/index.ts'

type ItemsOf<T extends { list(): Promise<unknown> }> = Awaited<ReturnType<T['list']>>

/** What is kept by each kind. `holiday` has one item. */
export interface ReportItems {
  storage: Disk[]
  inputs: ItemsOf<Inputs>
  outputs: ItemsOf<Outputs>
  holiday: { enabled: boolean }[]
  detections: Detection[]
  /** One item: how far the device's clock was ahead of ours; earlier versions kept no more than that. */
  clock: (Pick<ClockReading, 'driftSeconds'> & Partial<Omit<ClockReading, 'time'>>)[]
}

export interface DeviceReports {
  /** Also of what only the time is kept of, as `infor`: the last sync. Null = never. */
  readAt(deviceId: number, kind: keyof ReportItems | 'infor'): Date | null
  /** Null = never read. */
  last<K extends keyof ReportItems>(deviceId: number, kind: K): { items: ReportItems[K]; readAt: Date } | null
  /** Does nothing for a device that was removed meanwhile. */
  store<K extends keyof ReportItems>(deviceId: number, kind: K, items: ReportItems[K]): void
}

/** All but the instant, which is over when it is read. */
export const clockKept = ({ time: _time, ...reading }: ClockReading): ReportItems['clock'][number] => reading

export function createDeviceReports({ db, bus, now }: { db: Db; bus: Bus; now: () => Date }): DeviceReports {
  function last<K extends keyof ReportItems>(deviceId: number, kind: K) {
    const row = db
      .select()
      .from(deviceReports)
      .where(and(eq(deviceReports.deviceId, deviceId), eq(deviceReports.kind, kind)))
      .get()
    return row ? { items: row.items as ReportItems[K], readAt: row.readAt } : null
  }

  return {
    last,
    readAt: (deviceId, kind) =>
      db
        .select({ readAt: deviceReports.readAt })
        .from(deviceReports)
        .where(and(eq(deviceReports.deviceId, deviceId), eq(deviceReports.kind, kind)))
        .get()?.readAt ?? null,
    store(deviceId, kind, items) {
      const readAt = now()
      const device = db.select().from(devices).where(eq(devices.id, deviceId)).get()
      if (!device) return
      const isNew = !Bun.deepEquals(last(deviceId, kind)?.items, items)
      db.insert(deviceReports)
        .values({ deviceId, kind, items, readAt })
        .onConflictDoUpdate({ target: [deviceReports.deviceId, deviceReports.kind], set: { items, readAt } })
        .run()
      if (isNew) bus.emit('device.told', { deviceId, householdId: device.householdId, kind })
    },
  }
}
