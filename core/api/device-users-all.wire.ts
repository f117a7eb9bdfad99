// Device users of all devices with their rights on the wire: short, since there may be hundreds of them.
import { z } from 'zod'
import type { UserRights } from '../plugin/capabilities.ts'
import { CHANNEL_RIGHTS, type ListedUser, type Scope } from '../services/device-users/index.ts'
import { deviceUserOut, deviceUserSchema } from './manager/device-users.wire.ts'

const channelNos = z.array(z.int())
const scope = z.object({
  global: z.record(z.string(), z.boolean()),
  channels: z
    .record(z.string(), z.object({ allowed: channelNos, refused: channelNos }))
    .meta({ description: 'Per right the numbers of the channels that have it, and of those that could' }),
})

export const deviceUserRightsSchema = deviceUserSchema
  .extend({
    rights: z
      .object({ local: scope, remote: scope })
      .nullable()
      .meta({ description: 'As last read; null where they never were' }),
  })
  .meta({ id: 'DeviceUserRights', description: 'A device user and what he may do there, as the device last told' })

export const allDeviceUsersSchema = z
  .object({ success: z.literal(true), data: z.array(deviceUserRightsSchema) })
  .meta({ description: 'By device' })

export type DeviceUserRightsOut = z.output<typeof deviceUserRightsSchema>
type ScopeOut = z.output<typeof scope>

export const deviceUserRightsOut = (user: ListedUser): DeviceUserRightsOut => ({
  ...deviceUserOut(user),
  rights: user.rights && { local: scopeOut(user.rights, 'local'), remote: scopeOut(user.rights, 'remote') },
})

function scopeOut(rights: UserRights, name: Scope): ScopeOut {
  const own = rights[name]
  const out: ScopeOut = { global: {}, channels: {} }
  for (const [right, has] of Object.entries(own?.global ?? {})) if (has !== undefined) out.global[right] = has
  for (const [number, flags] of Object.entries(own?.channels ?? {}))
    for (const right of CHANNEL_RIGHTS) {
      const has = flags[right]
      if (has === undefined) continue
      out.channels[right] ??= { allowed: [], refused: [] }
      out.channels[right][has ? 'allowed' : 'refused'].push(Number(number))
    }
  return out
}
