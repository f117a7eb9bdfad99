// Searching the network on the wire.
import { z } from 'zod'
import type { Added, Adding, Search } from '../services/discovery/index.ts'

const success = z.literal(true)
const text = z.string().nullable()

export const discoverySchema = z
  .object({
    success,
    data: z.object({
      searching: z.boolean(),
      started_at: text.meta({ description: 'Null: nobody has searched since the start' }),
      finished_at: text,
      problem: text.meta({ description: 'Why nothing can have been found, and what to do, for people' }),
      networks: z
        .array(z.object({ name: z.string(), address: z.string() }))
        .meta({ description: 'Networks that were searched: the interface, and our address in it with the prefix' }),
      items: z.array(
        z.object({
          brand: z.string(),
          address: z.string(),
          name: text,
          model: text,
          serial_number: text,
          activated: z
            .boolean()
            .nullable()
            .meta({ description: 'False: it has no password yet, and cannot be added; null: it does not say' }),
          device_id: z.int().nullable().meta({ description: 'Of the device that it is, where it is added already' }),
        }),
      ),
    }),
  })
  .meta({ description: 'What was found on the network by the last search, or so far by the one that runs' })

const seen = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .regex(/^\P{Cc}*$/u, 'must not hold control characters')

export const addFoundIn = z.object({
  username: seen(200).min(1),
  password: z.string().min(1).max(500),
  items: z
    .array(
      z.object({
        brand: seen(50).min(1),
        address: seen(500).min(1),
        name: seen(200).nullish().meta({ description: 'Ours for it; null: its own' }),
      }),
    )
    .min(1)
    .max(32),
})

export const addedSchema = z
  .object({
    success,
    data: z.array(
      z.object({
        address: z.string(),
        success: z.boolean(),
        device_id: z.int().nullable().meta({ description: 'Of the new device, or of the one that is there already' }),
        error: text.meta({ description: 'Why it was not added, for people' }),
        kind: text.meta({ description: 'The same in a word: `device-refused-login`, `conflict`, …' }),
      }),
    ),
  })
  .meta({ description: 'What became of each, in the order of the request' })

export const addingIn = (body: z.output<typeof addFoundIn>): Adding => body

const time = (at: Date | null) => at?.toISOString() ?? null

export function discoveryOut({
  startedAt,
  finishedAt,
  networks,
  items,
  ...rest
}: Search): z.output<typeof discoverySchema> {
  return {
    success: true,
    data: {
      ...rest,
      started_at: time(startedAt),
      finished_at: time(finishedAt),
      networks: networks.map(({ name, cidr }) => ({ name, address: cidr })),
      items: items.map(({ serialNumber, deviceId, ...item }) => ({
        ...item,
        serial_number: serialNumber,
        device_id: deviceId,
      })),
    },
  }
}

export const addedOut = (all: Added[]): z.output<typeof addedSchema> => ({
  success: true,
  data: all.map(({ deviceId, ...one }) => ({ ...one, device_id: deviceId })),
})
