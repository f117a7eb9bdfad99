// Device users and their rights: the document's body and its front end's in one object, and either of them taken.
import { z } from 'zod'
import { idOrUuid } from '../../http/validate.ts'
import type { RightsScope } from '../../plugin/capabilities.ts'
import {
  CHANNEL_RIGHTS,
  type DeviceUsers,
  GLOBAL_RIGHTS,
  type ListedUser,
  type Outcome,
  type RightWish,
  type Scope,
  type UserWithRights,
} from '../../services/device-users/index.ts'

export const devicePath = z.object({ device: idOrUuid })
export const userPath = devicePath.extend({
  user: z
    .string()
    .regex(/^\d{1,15}$/, 'must be a number')
    .transform(Number)
    .meta({ description: 'Our id of the device user' }),
})

const role = z.enum(['administrator', 'operator', 'viewer'])

export const deviceUserSchema = z
  .object({
    id: z.int(),
    device_id: z.int(),
    user_id: z.int().meta({ description: 'The device’s number of the user' }),
    user_name: z.string(),
    role,
    is_active: z.boolean(),
    inherent: z.boolean().meta({ description: 'Built in: cannot be removed or limited' }),
    used_by_us: z.boolean().meta({ description: 'The account that Porchlight signs in with' }),
    read_at: z.string(),
    rights_read_at: z.string().nullable(),
  })
  .meta({ id: 'DeviceUser', description: 'Somebody who may sign in to the device itself' })

export const deviceUsersSchema = z.array(deviceUserSchema).meta({ description: 'As the device last listed them' })

const flags = z.record(z.string(), z.boolean())
const scoped = z.object({ local: flags, remote: flags })
const listed = z.object({ global: flags, channels: z.record(z.string(), z.array(z.int())) })

export const permissionsSchema = z
  .object({
    device_user_id: z.int(),
    user_name: z.string(),
    role,
    used_by_us: z.boolean(),
    inherent: z.boolean(),
    global_permissions: scoped.meta({ description: 'Only the rights that the device knows there' }),
    channel_permissions: z.record(z.string(), scoped).meta({ description: 'By channel number' }),
    local: listed.meta({ description: 'All names; per right the ids of the channels that have it' }),
    remote: listed,
    read_at: z.string(),
  })
  .meta({ id: 'DeviceUserPermissions', description: 'What a device user may do, as the device last told' })

const wished = z.record(z.string().max(50), z.boolean().nullable())
const wishedScopes = z.object({ local: wished.nullish(), remote: wished.nullish() })
const documented = {
  global_permissions: wishedScopes.nullish(),
  channel_permissions: z
    .record(z.string().regex(/^\d{1,6}$/, 'must be a channel number'), wishedScopes)
    .nullish()
    .meta({ description: 'By channel number' }),
}
const wishedList = z.object({
  global: wished.nullish(),
  channels: z
    .record(z.string().max(50), z.array(z.int()).max(1000).nullable())
    .nullish()
    .meta({ description: 'Per right the ids of all channels that shall have it' }),
})

export const permissionsIn = z.object({
  ...documented,
  permissions: z.object({ ...documented, local: wishedList.nullish(), remote: wishedList.nullish() }).nullish(),
  force: z
    .boolean()
    .default(false)
    .meta({ description: 'Also on the account that we sign in with, and on the last administrator' }),
  dry_run: z.boolean().default(false).meta({ description: 'Say what would change, and write nothing' }),
})

const changeSchema = z.object({
  scope: z.enum(['local', 'remote']),
  right: z.string(),
  channel_no: z.int().nullable().meta({ description: 'Null = on the device as a whole' }),
  from: z.boolean(),
  to: z.boolean(),
})

export const outcomeSchema = z
  .object({
    success: z.boolean(),
    code: z.enum(['OK', 'LOW_PRIVILEGE', 'INVALID_OPERATION']),
    message: z.string(),
    error: z.string().optional().meta({ description: 'Why it was not done' }),
    ignored: z
      .array(z.string())
      .optional()
      .meta({ description: 'Rights that the device does not know: `local.preview`' }),
    needs_force: z
      .enum(['own-account', 'last-administrator'])
      .optional()
      .meta({ description: 'Refused because it could lock us, or everybody, out: `force` does it all the same' }),
    changes: z.array(changeSchema),
    reboot_required: z.literal(true).optional().meta({ description: 'The device acts on it only after a restart' }),
    dry_run: z.literal(true).optional(),
  })
  .meta({ description: 'Done, or why not: refusals are answers, too' })

export const allUsersSyncedSchema = z
  .object({
    success: z.boolean(),
    device_id: z.int(),
    total: z.int(),
    synced: z.int(),
    failed: z.int(),
    errors: z.array(z.object({ device_user_id: z.int(), user_id: z.int(), error: z.string() })),
  })
  .meta({ description: 'Users and the rights of each' })

export const syncedSchema = z.object({ status: z.literal('success') }).meta({ description: 'The rights are read' })

export type DeviceUserOut = z.output<typeof deviceUserSchema>
export type PermissionsOut = z.output<typeof permissionsSchema>
export type OutcomeOut = z.output<typeof outcomeSchema>
export type AllUsersSyncedOut = z.output<typeof allUsersSyncedSchema>

export function deviceUserOut(user: ListedUser): DeviceUserOut {
  return {
    id: user.id,
    device_id: user.deviceId,
    user_id: user.userId,
    user_name: user.name,
    role: user.role,
    is_active: user.isActive,
    inherent: user.isInherent,
    used_by_us: user.isOurs,
    read_at: user.readAt.toISOString(),
    rights_read_at: user.rightsReadAt?.toISOString() ?? null,
  }
}

export function permissionsOut({ user, rights, readAt, channels }: UserWithRights): PermissionsOut {
  const { local, remote } = rights
  const ids = new Map(channels.map((channel) => [channel.channelNo, channel.id]))
  const numbers = new Set([...Object.keys(local?.channels ?? {}), ...Object.keys(remote?.channels ?? {})])
  return {
    device_user_id: user.id,
    user_name: user.name,
    role: user.role,
    used_by_us: user.isOurs,
    inherent: user.isInherent,
    global_permissions: { local: known(local?.global), remote: known(remote?.global) },
    channel_permissions: Object.fromEntries(
      [...numbers].map((number) => [
        number,
        { local: known(local?.channels[Number(number)]), remote: known(remote?.channels[Number(number)]) },
      ]),
    ),
    local: listedOut(local, ids),
    remote: listedOut(remote, ids),
    read_at: readAt.toISOString(),
  }
}

const known = (rights: Partial<Record<string, boolean>> = {}): Record<string, boolean> =>
  Object.fromEntries(Object.entries(rights).filter((entry): entry is [string, boolean] => entry[1] !== undefined))

/** Rights that the device knows per channel are there, be it with nobody: so a client that edits the list keeps them. */
function listedOut(scope: RightsScope | null, ids: Map<number, number>): z.output<typeof listed> {
  const own = Object.entries(scope?.channels ?? {})
  const channels = CHANNEL_RIGHTS.filter((right) => own.some(([, rights]) => rights[right] !== undefined)).map(
    (right) => [right, own.flatMap(([number, rights]) => (rights[right] ? (ids.get(Number(number)) ?? []) : []))],
  )
  return {
    global: Object.fromEntries(GLOBAL_RIGHTS.map((right) => [right, scope?.global[right] ?? false])),
    channels: Object.fromEntries(channels),
  }
}

type Documented = Pick<z.output<typeof permissionsIn>, 'global_permissions' | 'channel_permissions'>
const SCOPES: Scope[] = ['local', 'remote']

function wishesIn(
  scope: Scope,
  rights: z.output<typeof wished> | null | undefined,
  channelNo: number | null,
): RightWish[] {
  return Object.entries(rights ?? {}).flatMap(([right, allowed]) =>
    allowed === null ? [] : [{ scope, right, channelNo, allowed }],
  )
}

function documentedWishes({ global_permissions: global, channel_permissions: channels }: Documented): RightWish[] {
  return SCOPES.flatMap((scope) => [
    ...wishesIn(scope, global?.[scope], null),
    ...Object.entries(channels ?? {}).flatMap(([number, own]) => wishesIn(scope, own[scope], Number(number))),
  ])
}

/**
 * The front end sends back whatever it was given, the document's keys too: beside its own `local` and `remote` those are old.
 */
export function rightsChange(body: z.output<typeof permissionsIn>): Parameters<DeviceUsers['change']>[3] {
  const { permissions: own } = body
  const isFrontEnd = own != null && (own.local != null || own.remote != null)
  return {
    wishes: [
      ...documentedWishes(body),
      ...(own && !isFrontEnd ? documentedWishes(own) : []),
      ...SCOPES.flatMap((scope) => wishesIn(scope, own?.[scope]?.global, null)),
    ],
    lists: SCOPES.flatMap((scope) =>
      Object.entries(own?.[scope]?.channels ?? {}).flatMap(([right, channelIds]) =>
        channelIds === null ? [] : [{ scope, right, channelIds }],
      ),
    ),
    force: body.force,
    dryRun: body.dry_run,
  }
}

const MESSAGES = {
  OK: 'Permission updated successfully',
  LOW_PRIVILEGE: 'Insufficient privilege to modify permissions',
  INVALID_OPERATION: 'Invalid operation',
}

export function outcomeOut(
  { code, reason, changes, ignored, needsForce, rebootRequired }: Outcome,
  dryRun: boolean,
): OutcomeOut {
  const done = code === 'OK'
  return {
    success: done,
    code,
    message: done && dryRun ? 'Nothing was written' : MESSAGES[code],
    ...(done ? {} : { error: reason === null ? MESSAGES[code] : `${MESSAGES[code]}: ${reason}` }),
    ...(ignored.length && { ignored }),
    ...(needsForce && { needs_force: needsForce }),
    changes: changes.map(({ scope, right, channelNo, from, to }) => ({
      scope,
      right,
      channel_no: channelNo,
      from,
      to,
    })),
    ...(rebootRequired && { reboot_required: true as const }),
    ...(dryRun && { dry_run: true as const }),
  }
}
