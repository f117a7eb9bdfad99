// A device's own log as seed 000's document spells it, and as its front end does.
import { z } from 'zod'
import { isTime } from '../../domain/time-input.ts'
import type { DeviceLogEntry, DeviceLogQuery } from '../../services/device-log.ts'

const MOST = 2000
const MAJORS = ['all', 'alarm', 'exception', 'operation', 'information'] as const

const time = z
  .string()
  .max(64)
  .refine(isTime, 'must be a time such as 2025-01-22T00:00:00')
  .meta({ description: 'ISO 8601; without an offset it is the device’s wall clock', example: '2025-01-22T00:00:00' })

export const deviceLogIn = z
  .object({
    from_: time.optional(),
    from: time.optional().meta({ description: 'The same; who uses this spelling is answered with an object' }),
    to: time,
    maxResults: z
      .int()
      .nullish()
      .transform((wanted) => (wanted == null || wanted < 1 || wanted > MOST ? MOST : wanted))
      .meta({ description: `1 to ${MOST}; anything else counts as ${MOST}` }),
    majorType: z
      .string()
      .nullish()
      .transform((word) => (word || 'all').trim().toLowerCase())
      .pipe(z.enum(MAJORS))
      .meta({ description: `${MAJORS.join(', ')}, in any case` }),
  })
  .refine(({ from, from_ }) => from !== undefined || from_ !== undefined, { path: ['from_'], message: 'is required' })

const entrySchema = z.object({
  eventTime: z.string().meta({ description: 'By the device’s wall clock' }),
  majorType: z.string(),
  subType: z.string().meta({ description: 'The device’s own word' }),
  channelID: z.int().nullable(),
  description: z.string(),
  time: z.string().meta({ description: 'The same instant in UTC' }),
  localId: z.string().nullable(),
  userName: z.string().nullable(),
  ipAddress: z.string().nullable(),
})

const frontEndSchema = z.object({
  device_id: z.int(),
  total: z.int(),
  logs: z.array(
    z.object({
      time: z.string().meta({ description: 'By the device’s wall clock' }),
      majorType: z.string(),
      minorType: z.string(),
      localId: z.string().nullable(),
      userName: z.string().nullable(),
      ipAddress: z.string().nullable(),
    }),
  ),
})

export const deviceLogSchema = z
  .union([z.array(entrySchema), frontEndSchema])
  .meta({ description: 'A list, newest first; an object for who asked with `from`' })

export function logQuery(body: z.output<typeof deviceLogIn>): DeviceLogQuery {
  const { from_, from = from_ ?? '', to, maxResults: limit, majorType: major } = body
  return { from, to, major, limit }
}

export function entryOut(entry: DeviceLogEntry): z.output<typeof entrySchema> {
  return {
    eventTime: entry.wallTime,
    majorType: entry.major.toLowerCase(),
    subType: entry.minor,
    channelID: entry.channelNumber,
    description: entry.channelName === null ? entry.text : `${entry.text} on ${entry.channelName}`,
    time: entry.time.toISOString(),
    localId: entry.localId,
    userName: entry.userName,
    ipAddress: entry.address,
  }
}

export function frontEndOut(deviceId: number, entries: DeviceLogEntry[]): z.output<typeof frontEndSchema> {
  const logs = entries.map((entry) => ({
    time: entry.wallTime,
    majorType: entry.major,
    minorType: entry.text,
    localId: entry.localId,
    userName: entry.userName,
    ipAddress: entry.address,
  }))
  return { device_id: deviceId, total: logs.length, logs }
}
