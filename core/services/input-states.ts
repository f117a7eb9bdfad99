// Alarm inputs of a device between two readings: an alarm of one says that it is active, its end that it is not.
import { eq } from 'drizzle-orm'
import type { Bus } from '../bus.ts'
import type { Db } from '../db/open.ts'
import { devices } from '../db/schema/index.ts'
import type { Alarm } from '../domain/alarm.ts'
import type { DeviceReports } from './device-reports.ts'

export function followInputs({ bus, db, reports }: { bus: Bus; db: Db; reports: DeviceReports }): Disposable {
  const isCamera = (deviceId: number) =>
    db.select({ info: devices.info }).from(devices).where(eq(devices.id, deviceId)).get()?.info?.kind === 'camera'

  function follow({ kind, channelId, deviceId, region }: Alarm, active: boolean): void {
    if (kind !== 'input' || deviceId === null || region === null) return
    // An input of a camera behind a recorder belongs to its channel; those of a camera by itself are its own.
    if (channelId !== null && !isCamera(deviceId)) return
    const items = reports.last(deviceId, 'inputs')?.items
    if (!items?.some(({ id }) => id === region)) return
    reports.store(
      deviceId,
      'inputs',
      items.map((item) => (item.id === region ? { ...item, active } : item)),
    )
  }

  const stack = new DisposableStack()
  stack.use(bus.on('alarm.began', (alarm) => follow(alarm, true)))
  stack.use(bus.on('alarm.ended', (alarm) => follow(alarm, false)))
  return stack
}
