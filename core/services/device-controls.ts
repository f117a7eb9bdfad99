// What people and hubs do to a device itself: switch its outputs and its holiday, and restart it.
import { Fault, type Inputs, type Outputs, type Written } from '#plugin'
import type { Caller } from '../domain/caller.ts'
import { asFault } from '../errors.ts'
import type { AccessService, DeviceRow } from './access.ts'
import type { Activity, ActivityEntry } from './activity.ts'
import type { AskDevice } from './ask-device.ts'
import type { DeviceReports } from './device-reports.ts'
import { createInTurn } from './in-turn.ts'

export type Output = Awaited<ReturnType<Outputs['list']>>[number]

export interface Controls {
  deviceId: number
  inputs: Awaited<ReturnType<Inputs['list']>>
  outputs: Output[]
  /** Null = it has none, or was never asked. */
  holiday: { enabled: boolean } | null
}

export interface DeviceControls {
  /** As the device last told it; it is not asked. */
  get(caller: Caller, deviceId: string | number): Controls
  /** The same after the device was asked for what a person can switch of it. */
  ask(caller: Caller, deviceId: string | number, what: 'outputs' | 'holiday'): Promise<Controls>
  /** Returns the output as the device tells it afterwards; one that is a pulse may be off again. */
  setOutput(caller: Caller, deviceId: string | number, outputId: number, active: boolean): Promise<Output>
  setHoliday(caller: Caller, deviceId: string | number, enabled: boolean): Promise<Written<{ enabled: boolean }>>
  /**
   * Resolves when the device has taken the order; it is away for minutes after that. Fault too-many when the last order is
   * less than five minutes ago.
   */
  reboot(caller: Caller, deviceId: string | number): Promise<void>
}

interface Deps {
  access: Pick<AccessService, 'device'>
  askDevice: AskDevice
  activity: Pick<Activity, 'record'>
  reports: DeviceReports
  now: () => Date
}

const REBOOT_PAUSE_MS = 5 * 60_000

export function createDeviceControls({ access, askDevice, activity, reports, now }: Deps): DeviceControls {
  const inTurn = createInTurn()
  const rebootedAt = new Map<number, number>()

  /** One after the other on a device, and in the activity log however it ended. */
  function doing<T>(caller: Caller, device: DeviceRow, entry: ActivityEntry, work: () => Promise<[T, object?]>) {
    return inTurn(`${device.id}`, async () => {
      const about = { ...entry, resourceType: 'device', resourceId: device.id }
      try {
        const [result, metadata] = await work()
        activity.record(caller, { ...about, metadata: { ...entry.metadata, ...metadata } })
        return result
      } catch (error) {
        activity.record(caller, { ...about, success: false, error: asFault(error).message })
        throw error
      }
    })
  }

  const known = (deviceId: number): Controls => ({
    deviceId,
    inputs: reports.last(deviceId, 'inputs')?.items ?? [],
    outputs: reports.last(deviceId, 'outputs')?.items ?? [],
    holiday: reports.last(deviceId, 'holiday')?.items[0] ?? null,
  })

  return {
    get: (caller, id) => known(access.device(caller, id, 'view').id),
    async ask(caller, id, what) {
      const { id: deviceId } = access.device(caller, id, 'restart')
      if (what === 'outputs')
        reports.store(deviceId, 'outputs', await askDevice({ deviceId, capability: 'outputs' }, (its) => its.list()))
      else
        reports.store(deviceId, 'holiday', [
          await askDevice({ deviceId, capability: 'holiday' }, (holiday) => holiday.read()),
        ])
      return known(deviceId)
    },
    setOutput(caller, deviceId, outputId, active) {
      const device = access.device(caller, deviceId, 'manage')
      const question = { deviceId: device.id, failed: 'The output was not switched' } as const
      return doing(caller, device, { action: 'set_output', metadata: { output: outputId, active } }, async () => {
        const [former, all] = await askDevice({ ...question, capability: 'outputs' }, async (outputs) => {
          const before = await outputs.list()
          await outputs.set(outputId, active)
          return [before, await outputs.list()]
        })
        reports.store(device.id, 'outputs', all)
        const stateOf = (list: Output[]) => list.find(({ id }) => id === outputId)
        const output = stateOf(all)
        if (!output) throw new Fault('not-found', 'This device has no alarm output of that number')
        const before = { active: stateOf(former)?.active ?? null }
        return [output, { before, after: { active: output.active } }]
      })
    },
    setHoliday(caller, deviceId, enabled) {
      const device = access.device(caller, deviceId, 'manage')
      const question = { deviceId: device.id, failed: 'Holiday mode was not switched' } as const
      return doing(caller, device, { action: 'set_holiday' }, async () => {
        const written = await askDevice({ ...question, capability: 'holiday' }, (holiday) => holiday.enable(enabled))
        reports.store(device.id, 'holiday', [written.after])
        const { before, after } = written
        return [written, { before, after }]
      })
    },
    reboot(caller, deviceId) {
      const device = access.device(caller, deviceId, 'manage')
      return doing(caller, device, { action: 'reboot_device' }, async () => {
        const passed = now().getTime() - (rebootedAt.get(device.id) ?? Number.NEGATIVE_INFINITY)
        // A clock that was set back proves nothing.
        if (passed >= 0 && passed < REBOOT_PAUSE_MS) throw tooSoon(REBOOT_PAUSE_MS - passed)
        const question = { deviceId: device.id, capability: 'power', failed: 'The device was not restarted' } as const
        await askDevice(question, (power) => power.reboot())
        rebootedAt.set(device.id, now().getTime())
        return [undefined]
      })
    },
  }
}

function tooSoon(leftMs: number): Fault {
  const retryAfterSeconds = Math.ceil(leftMs / 1000)
  const text = `This device was restarted less than five minutes ago. Try again in ${retryAfterSeconds} s.`
  return new Fault('too-many', text, { retryAfterSeconds })
}
