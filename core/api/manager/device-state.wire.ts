// A device's clock and health on the wire. Seed 000 does not know them: they are ours.
import { z } from 'zod'
import type { ClockState, Clocks, HealthState } from '../../services/device-state.ts'

export const clockSchema = z
  .object({
    device_id: z.int(),
    time: z.string().meta({ description: 'The instant that the device believes it was at `read_at`' }),
    utc_offset_minutes: z.int().meta({ description: 'East of UTC, as the device has it now' }),
    time_zone: z.string().nullable().meta({ description: 'In the device’s own spelling' }),
    mode: z.string().meta({ description: 'How it keeps its time: `ntp`, `manual` or its own word' }),
    drift_seconds: z.number().meta({ description: 'Positive: the device is ahead of us' }),
    set_by_sync: z.boolean().meta({ description: 'The household has clocks set right by each sync' }),
    read_at: z.string(),
  })
  .meta({ id: 'DeviceClock', description: 'A device’s clock beside ours' })

const ownWord = 'Null: it was not told yet'
export const clocksSchema = z
  .object({
    success: z.literal(true),
    set_by_sync: z.boolean().meta({ description: 'The household has clocks set right by each sync' }),
    data: z.array(
      z.object({
        device_id: z.int(),
        drift_seconds: z.number().nullable().meta({ description: 'Positive: the device is ahead of us' }),
        utc_offset_minutes: z.int().nullable().meta({ description: ownWord }),
        time_zone: z.string().nullable(),
        mode: z.string().nullable().meta({ description: ownWord }),
        read_at: z.string().nullable(),
      }),
    ),
  })
  .meta({ description: 'Devices that tell their time, by id; no device is asked' })

export type ClocksOut = z.output<typeof clocksSchema>

export const healthSchema = z
  .object({
    device_id: z.int(),
    cpu_percent: z.number().nullable(),
    memory_used_mb: z.number().nullable(),
    memory_free_mb: z.number().nullable(),
    uptime_seconds: z.number().nullable(),
    read_at: z.string(),
  })
  .meta({ id: 'DeviceHealth', description: 'How a device is doing; null is what it does not tell' })

export function clockOut(state: ClockState): z.output<typeof clockSchema> {
  return {
    device_id: state.deviceId,
    time: state.time.toISOString(),
    utc_offset_minutes: state.utcOffsetMinutes,
    time_zone: state.timeZone,
    mode: state.mode,
    drift_seconds: state.driftSeconds,
    set_by_sync: state.setBySync,
    read_at: state.readAt.toISOString(),
  }
}

export const clocksOut = ({ setBySync, clocks }: Clocks): ClocksOut => ({
  success: true,
  set_by_sync: setBySync,
  data: clocks.map(({ deviceId, told }) => ({
    device_id: deviceId,
    drift_seconds: told?.reading.driftSeconds ?? null,
    utc_offset_minutes: told?.reading.utcOffsetMinutes ?? null,
    time_zone: told?.reading.timeZone ?? null,
    mode: told?.reading.mode ?? null,
    read_at: told?.readAt.toISOString() ?? null,
  })),
})

export function healthOut(state: HealthState): z.output<typeof healthSchema> {
  return {
    device_id: state.deviceId,
    cpu_percent: state.cpuPercent,
    memory_used_mb: state.memoryUsedMb,
    memory_free_mb: state.memoryFreeMb,
    uptime_seconds: state.uptimeSeconds,
    read_at: state.readAt.toISOString(),
  }
}
