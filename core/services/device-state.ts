// How a device is doing now, asked only when somebody looks: its clock against ours, its processor, memory and uptime.
import type { ClockReading, Health } from '#plugin'
import type { Caller } from '../domain/caller.ts'
import type { AccessService } from './access.ts'
import type { AskDevice } from './ask-device.ts'
import type { Settings } from './settings.ts'

export interface ClockState extends ClockReading {
  deviceId: number
  readAt: Date
  /** Its household has the clocks of its devices set right by each sync. */
  setBySync: boolean
}

export type HealthState = Awaited<ReturnType<Health['read']>> & { deviceId: number; readAt: Date }

export interface DeviceStates {
  clock(caller: Caller, id: string | number): Promise<ClockState>
  health(caller: Caller, id: string | number): Promise<HealthState>
}

interface Deps {
  access: AccessService
  askDevice: AskDevice
  settings: Pick<Settings, 'get'>
  now: () => Date
}

export function createDeviceStates({ access, askDevice, settings, now }: Deps): DeviceStates {
  return {
    async clock(caller, id) {
      const { id: deviceId, householdId } = access.device(caller, id, 'system')
      const question = { deviceId, capability: 'clock', failed: 'Cannot read the clock of the device' } as const
      const reading = await askDevice(question, (clock) => clock.read())
      return { ...reading, deviceId, readAt: now(), setBySync: settings.get('sync', householdId).set_clock }
    },
    async health(caller, id) {
      const { id: deviceId } = access.device(caller, id, 'system')
      const question = { deviceId, capability: 'health', failed: 'Cannot read the state of the device' } as const
      const health = await askDevice(question, (its) => its.read())
      return { ...health, deviceId, readAt: now() }
    },
  }
}
