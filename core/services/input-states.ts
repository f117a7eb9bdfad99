// Alarm inputs of a device between two readings: an alarm of one says that it is active, its end that it is not.
import type { Bus } from '../bus.ts'
import type { Alarm } from '../domain/alarm.ts'
import type { DeviceReports } from './device-reports.ts'

export function followInputs({ bus, reports }: { bus: Bus; reports: DeviceReports }): Disposable {
  function follow({ kind, channelId, deviceId, region }: Alarm, active: boolean): void {
    // An input of a camera behind a recorder belongs to its channel.
    if (kind !== 'input' || channelId !== null || deviceId === null || region === null) return
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
