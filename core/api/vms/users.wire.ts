// Accounts as seed 004 spells them, with the number and the founder's mark on top.
import { z } from 'zod'
import { LEAST_GIVEN, LONGEST, TOO_LONG, tooShort } from '../../domain/password-length.ts'
import { idOrUuid } from '../../http/validate.ts'
import type {
  Account,
  AccountChange,
  AccountFilter,
  AccountStats,
  ChannelGrant,
  GrantInput,
} from '../../services/accounts/index.ts'
import type { NewUser } from '../../services/users.ts'
import { registerIn } from '../auth.wire.ts'
import { pageShape, paginationSchema } from './paging.ts'

const roles = z.enum(['admin', 'operator', 'viewer'], {
  error: (issue) =>
    issue.input === undefined
      ? 'Missing required field: role'
      : 'Invalid role. Must be one of: admin, operator, viewer',
})
const email = registerIn.shape.email
const fullName = z
  .string()
  .trim()
  .max(100, 'full_name must be at most 100 characters')
  .regex(/^\P{C}*$/u, 'full_name must not contain control characters')
  .transform((text) => text || null)
  .nullish()
const password = z
  .string('Missing required field: password')
  .min(LEAST_GIVEN, tooShort(LEAST_GIVEN))
  .max(LONGEST, TOO_LONG)
const states = z.enum(['active', 'disabled'])

const scope = z
  .union([z.literal('all'), z.object({ tags: z.array(z.string().max(100)).max(100) })], {
    error: 'sees must be null, "all" or {"tags":[…]}',
  })
  .nullish()
  .meta({ description: 'Of a viewer: cameras that he sees and plays back beside those granted to him' })
const networks = z
  .array(z.string().max(64), 'allowed_networks must be a list of addresses and networks')
  .max(100)
  .nullish()
  .meta({
    description: 'From where the account is good: addresses and networks such as 192.168.1.0/24; null = anywhere',
  })
const locked = z.boolean().optional().meta({ description: 'Nobody but an admin changes the password' })
const limits = { sees: scope, allowed_networks: networks, password_locked: locked }

export const usersQuery = z.object({
  ...pageShape(),
  role: roles.optional(),
  active: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  search: z.string().trim().max(200).optional().meta({ description: 'In user name, e-mail address and full name' }),
})
export const newUserIn = z.object({
  username: registerIn.shape.username,
  email,
  password,
  full_name: fullName,
  role: roles.default('viewer'),
  ...limits,
})

/** What crosses as it is, and what has another name here. */
export function newUserOf(body: z.output<typeof newUserIn>): NewUser {
  const { full_name: fullName = null, allowed_networks, password_locked, sees = null, email = null, ...rest } = body
  const passwordLocked = password_locked ?? false
  return { ...rest, email, fullName, sees, allowedNetworks: allowed_networks ?? null, passwordLocked }
}
export const roleIn = z.object({ role: roles })
export const passwordIn = z.object({ password })
export const statusIn = z
  .object({ status: states.optional(), active: z.boolean().optional() })
  .refine((body) => body.status !== undefined || body.active !== undefined, {
    path: ['status'],
    message: 'Missing required field: status',
  })
  .refine((body) => !contradicts(body), { path: ['status'], message: 'status and active contradict each other' })
export const userChangeIn = z
  .object({
    email,
    full_name: fullName,
    role: roles.optional(),
    active: z.boolean().optional(),
    status: states.optional(),
    ...limits,
  })
  .refine((body) => !contradicts(body), { path: ['status'], message: 'status and active contradict each other' })

interface State {
  status?: 'active' | 'disabled' | undefined
  active?: boolean | undefined
}

const contradicts = ({ status, active }: State) =>
  status !== undefined && active !== undefined && (status === 'active') !== active

export const activeOf = ({ status, active }: State): boolean | undefined =>
  status === undefined ? active : status === 'active'

export const changeOf = (body: z.output<typeof userChangeIn>): AccountChange => ({
  email: body.email,
  fullName: body.full_name,
  role: body.role,
  active: activeOf(body),
  sees: body.sees,
  allowedNetworks: body.allowed_networks,
  passwordLocked: body.password_locked,
})

export const filterOf = ({ role, active, search }: z.output<typeof usersQuery>): AccountFilter => ({
  role,
  active,
  search,
})

const grantIn = z.object({
  channel_id: z.union([z.int().min(1), idOrUuid]).meta({ description: 'Number or UUID' }),
  view: z.boolean().default(true),
  playback: z.boolean().default(false),
  export: z.boolean().default(false),
  ptz: z.boolean().default(false),
})
export const grantsIn = z.array(grantIn).max(5000)

export const grantInputOf = ({ channel_id, ...grant }: z.output<typeof grantIn>): GrantInput => ({
  channel: channel_id,
  ...grant,
})

export const accountSchema = z
  .object({
    id: z.string(),
    user_id: z.int().meta({ description: 'The same by number' }),
    username: z.string(),
    email: z.string().nullable(),
    full_name: z.string().nullable(),
    role: z.enum(['admin', 'operator', 'viewer']),
    active: z.boolean(),
    status: states,
    founder: z.boolean().meta({ description: 'The first account: it cannot be deleted, demoted or disabled' }),
    sees: z
      .union([z.literal('all'), z.object({ tags: z.array(z.string()) })])
      .nullable()
      .meta({ description: 'Of a viewer: cameras that he sees and plays back beside those granted to him' }),
    allowed_networks: z
      .array(z.string())
      .nullable()
      .meta({ description: 'From where the account is good; null = anywhere' }),
    password_locked: z.boolean().meta({ description: 'Nobody but an admin changes the password' }),
    second_factor: z.boolean().meta({ description: 'A code is asked for beside the password' }),
    last_login: z.string().nullable(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ id: 'Account', description: 'An account of the household' })

export type AccountOut = z.output<typeof accountSchema>

export function accountOut(user: Account): AccountOut {
  return {
    id: user.uuid,
    user_id: user.id,
    username: user.username,
    email: user.email,
    full_name: user.fullName,
    role: user.role,
    active: user.isActive,
    status: user.isActive ? 'active' : 'disabled',
    founder: user.isFounder,
    sees: user.sees,
    allowed_networks: user.allowedNetworks,
    password_locked: user.isPasswordLocked,
    second_factor: user.secondFactor,
    last_login: user.lastLoginAt?.toISOString() ?? null,
    created_at: user.createdAt.toISOString(),
    updated_at: user.updatedAt.toISOString(),
  }
}

export const accountsSchema = z
  .object({ success: z.literal(true), data: z.array(accountSchema), pagination: paginationSchema })
  .meta({ description: 'A page of accounts, oldest first' })
export const oneAccountSchema = z
  .object({ success: z.literal(true), data: accountSchema, message: z.string().optional() })
  .meta({ description: 'The account' })

export const userStatsSchema = z
  .object({
    success: z.literal(true),
    data: z.object({
      totalUsers: z.int(),
      activeUsers: z.int(),
      byRole: z.array(z.object({ role: z.enum(['admin', 'operator', 'viewer']), count: z.int() })),
    }),
  })
  .meta({ description: 'How many, by role' })

export const userStatsOut = ({ total, active, byRole }: AccountStats) => ({
  totalUsers: total,
  activeUsers: active,
  byRole,
})

const grantSchema = z.object({
  channel_id: z.int(),
  view: z.boolean(),
  playback: z.boolean(),
  export: z.boolean(),
  ptz: z.boolean(),
})
export const grantsSchema = z
  .object({ success: z.literal(true), data: z.array(grantSchema), count: z.int(), message: z.string().optional() })
  .meta({ description: 'What the account may do as a viewer, by channel; other roles need none' })

export type GrantOut = z.output<typeof grantSchema>

export const grantOut = ({ channelId, ...grant }: ChannelGrant): GrantOut => ({ channel_id: channelId, ...grant })
