// Inputs, outputs and holiday of a device on the wire.
import { z } from 'zod'
import { idOrUuid } from '../http/validate.ts'
import type { Controls } from '../services/device-controls.ts'

export const deviceIdPath = z.object({ id: idOrUuid })
export const outputPath = deviceIdPath.extend({ output: z.coerce.number().int().min(1).max(65_535) })
export const outputInput = z.object({ active: z.boolean() })
export const holidayInput = z.object({ enabled: z.boolean() })

const port = z.object({
  id: z.int(),
  name: z.string(),
  active: z.boolean().nullable().meta({ description: 'Null: the device does not say' }),
})
const holiday = z.object({ enabled: z.boolean() })

export const controlsSchema = z
  .object({
    device_id: z.int(),
    inputs: z.array(port),
    outputs: z.array(port),
    holiday: holiday.nullable().meta({ description: 'Null: it has none, or was not asked yet' }),
  })
  .meta({ id: 'DeviceControls', description: 'What can be switched on a device, as it last told it' })

export const outputSchema = z
  .object({ device_id: z.int(), output: port })
  .meta({ id: 'DeviceOutput', description: 'The output as the device tells it afterwards' })

export const holidaySchema = z
  .object({ device_id: z.int(), before: holiday, after: holiday })
  .meta({ id: 'DeviceHoliday', description: 'Holiday mode as the device tells it, before and after' })

export const rebootedSchema = z
  .object({ success: z.literal(true), device_id: z.int() })
  .meta({ id: 'DeviceRebooted', description: 'The device has taken the order and is away for some minutes' })

export function controlsOut({ deviceId, inputs, outputs, holiday }: Controls): z.output<typeof controlsSchema> {
  return { device_id: deviceId, inputs, outputs, holiday }
}
