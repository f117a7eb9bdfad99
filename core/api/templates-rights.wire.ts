// What a template of device users' rights holds: the words of their permissions, without any one recorder's channels.
import { z } from 'zod'
import { CHANNEL_RIGHTS, GLOBAL_RIGHTS } from '../services/device-users/index.ts'

const channelNos = z.array(z.int().min(1).max(999_999)).max(1000)
const scope = z.object({
  global: z.partialRecord(z.enum(GLOBAL_RIGHTS), z.boolean()).optional(),
  channels: z
    .partialRecord(z.enum(CHANNEL_RIGHTS), z.union([z.literal('all'), channelNos]))
    .optional()
    .meta({ description: 'Per right the numbers of all channels that shall have it, or `all`' }),
})

export const rightsDocument = z
  .object({ local: scope.optional(), remote: scope.optional() })
  .meta({ id: 'RightsTemplate', description: 'Rights of a device user; what is not named may be as it is' })

export type RightsDocument = z.output<typeof rightsDocument>
