// Zones of a camera's picture on the wire.
import { z } from 'zod'
import { MOST_CORNERS, MOST_ZONES, type Zone } from '../services/zones.ts'

const label = z
  .string()
  .trim()
  .min(1)
  .max(63)
  .regex(/^\P{Cc}*$/u, 'must have no control characters')
const corner = z.object({ x: z.number().min(0).max(1), y: z.number().min(0).max(1) })

export const zoneSchema = z
  .object({
    id: label.meta({ description: 'Yours to choose; once in a camera' }),
    name: label,
    enabled: z.boolean().default(true),
    color: z
      .string()
      .regex(/^#[\da-fA-F]{6}$/, 'must be #rrggbb')
      .default('#3b82f6'),
    polygon: z
      .array(corner)
      .min(3)
      .max(MOST_CORNERS)
      .meta({ description: 'Corners, 0 to 1 from the top left of the picture' }),
    targets: z
      .array(label)
      .max(32)
      .default([])
      .meta({ description: 'What it is for, as clients say it. Kept, and told back' }),
    min_confidence: z.number().min(0).max(1).default(0).meta({ description: 'Kept, and told back' }),
  })
  .meta({
    id: 'Zone',
    description: 'A part of the picture. An alarm whose place lies outside of all enabled ones starts no recording',
  })

export const zonesBody = z.object({ zones: z.array(zoneSchema).max(MOST_ZONES) })
export const zonesAnswer = z.object({ success: z.literal(true), data: z.array(zoneSchema.required()) })

export type ZoneOut = Required<z.output<typeof zoneSchema>>

export const zoneIn = ({ id, enabled, min_confidence, ...zone }: z.output<typeof zoneSchema>): Zone => ({
  ...{ ...zone, key: id, isEnabled: enabled, minConfidence: min_confidence },
})

export const zoneOut = ({ key, isEnabled, minConfidence, ...zone }: Zone): ZoneOut => ({
  ...{ ...zone, id: key, enabled: isEnabled, min_confidence: minConfidence },
})
