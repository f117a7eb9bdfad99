// Settings of many channels at once on the wire, in the words of the single ones.
import { z } from 'zod'
import type { Fault } from '../domain/fault.ts'
import { idOrUuid, wholeNumber } from '../http/validate.ts'
import type { ChannelWithDevice } from '../services/access.ts'
import type { Configuration, ConfigurationPage, Outcome, Wish } from '../services/channel-configurations/index.ts'
import {
  channelChangedOut,
  channelInforIn,
  channelInforOut,
  channelInforSchema,
  inOurWords,
  settingsPatch,
  wouldChangeOut,
} from './manager/channel-infor.wire.ts'

/** More would keep a device busy for long. */
export const MOST_AT_ONCE = 16

export const devicePath = z.object({ device: idOrUuid })

export const configurationsQuery = z.object({
  cursor: wholeNumber(0, Number.MAX_SAFE_INTEGER).default(0).meta({ description: '`next_cursor` of the page before' }),
  limit: wholeNumber(1, 500).default(200),
})

const schedule = z.object({
  enabled: z.boolean(),
  mode: z.enum(['continuous', 'motion', 'off']).nullable().meta({ description: 'Null: the device’s word is another' }),
  device_mode: z.string().nullable(),
  read_at: z.string(),
})

const neverTold = 'Null: it was never read'
export const configurationSchema = z
  .object({
    channel_id: z.int(),
    device_id: z.int(),
    main: channelInforSchema.nullable().meta({ description: neverTold }),
    sub: channelInforSchema.nullable().meta({ description: neverTold }),
    schedule: schedule.nullable().meta({ description: neverTold }),
  })
  .meta({ id: 'ChannelConfiguration', description: 'Settings of a channel as its device last told them' })

export const configurationsSchema = z
  .object({ success: z.literal(true), data: z.array(configurationSchema), next_cursor: z.int().nullable() })
  .meta({ description: 'Active channels, by id; no device is asked' })

export type ConfigurationOut = z.output<typeof configurationSchema>
export type ConfigurationsOut = z.output<typeof configurationsSchema>

/** Where in a list of ids one stands that stood before: it would be asked twice, or told two things. */
const namedAgain = (ids: readonly number[]) => ids.flatMap((id, at) => (ids.indexOf(id) < at ? [at] : []))
const TWICE = { code: 'custom', message: 'must not be named twice' } as const

export const channelsReadIn = z.object({
  channel_ids: z
    .array(z.int().positive())
    .min(1)
    .max(MOST_AT_ONCE)
    .superRefine((ids, { addIssue }) => {
      for (const at of namedAgain(ids)) addIssue({ ...TWICE, path: [at] })
    }),
})

export const channelsReadSchema = z
  .object({
    success: z.literal(true),
    synced_channels: z.array(z.int()),
    failed_channels: z.array(z.object({ channel_id: z.int(), error: z.string() })),
  })
  .meta({ description: 'Which channels the device told all about' })

const encoding = channelInforIn.omit({ dry_run: true, channel_name: true, motion_detect: true })

export const channelsChangeIn = z.object({
  dry_run: z.boolean().default(false).meta({ description: 'Ask whether the device would take it, and write nothing' }),
  channels: z
    .array(
      z.object({
        channel_id: z.int().positive(),
        main: encoding.optional(),
        sub: encoding.optional(),
        schedule_enable: z.boolean().optional().meta({ description: 'Whether the device itself records it' }),
      }),
    )
    .min(1)
    .max(MOST_AT_ONCE)
    .superRefine((list, { addIssue }) => {
      for (const at of namedAgain(list.map((one) => one.channel_id))) addIssue({ ...TWICE, path: [at, 'channel_id'] })
    }),
})

const value = z.union([z.string(), z.number(), z.boolean()]).nullable()

const outcomeSchema = z.object({
  channel_id: z.int(),
  part: z.enum(['main', 'sub', 'schedule']),
  ok: z.boolean(),
  changes: z.array(z.object({ field: z.string(), before: value, after: value })),
  ignored: z.array(z.string()).meta({ description: 'What the device did not change, though it said yes' }),
  reboot_required: z.boolean(),
  error: z.string().nullable().meta({ description: 'Why it came to nothing' }),
  problems: z
    .array(z.object({ field: z.string(), message: z.string() }))
    .meta({ description: 'Which values the device does not take' }),
})

export const channelsChangedSchema = z
  .object({ success: z.literal(true), results: z.array(outcomeSchema) })
  .meta({ description: 'What became of each part of each channel; one that failed stops no other' })

export type OutcomeOut = z.output<typeof outcomeSchema>

function configurationOut({ channel, main, sub, schedule: told }: Configuration): ConfigurationOut {
  return {
    channel_id: channel.id,
    device_id: channel.deviceId,
    main: main && channelInforOut({ channel, ...main }),
    sub: sub && channelInforOut({ channel, ...sub }),
    schedule: told && {
      enabled: told.schedule.enabled,
      mode: told.schedule.mode,
      device_mode: told.schedule.deviceMode,
      read_at: told.readAt.toISOString(),
    },
  }
}

export const configurationsOut = ({ items, next }: ConfigurationPage): ConfigurationsOut => ({
  success: true,
  data: items.map(configurationOut),
  next_cursor: next,
})

export function channelsReadOut(
  all: readonly { channel: ChannelWithDevice; fault: Fault | null }[],
): z.output<typeof channelsReadSchema> {
  return {
    success: true,
    synced_channels: all.flatMap(({ channel, fault }) => (fault ? [] : [channel.id])),
    failed_channels: all.flatMap(({ channel, fault }) =>
      fault ? [{ channel_id: channel.id, error: fault.message }] : [],
    ),
  }
}

export function wishesIn({ channels }: z.output<typeof channelsChangeIn>): Wish[] {
  const patch = (body: z.output<typeof encoding> | undefined) => body && settingsPatch({ ...body, dry_run: false })
  return channels.map(({ channel_id: channelId, main, sub, schedule_enable: scheduled }) => ({
    ...{ channelId, main: patch(main), sub: patch(sub), scheduled },
  }))
}

export function outcomeOut(outcome: Outcome): OutcomeOut {
  const { channelId, part, fault, written } = outcome
  const said = { channel_id: channelId, part, ok: fault === null, ...changedBy(outcome) }
  const ours = fault && (inOurWords(fault) as Fault)
  const problems = (ours?.problems ?? []).map(({ path, message }) => ({
    ...{ field: path.split('.').at(-1) ?? '', message },
  }))
  return { ...said, reboot_required: written?.rebootRequired ?? false, error: fault?.message ?? null, problems }
}

function changedBy({ part, written }: Outcome): Pick<OutcomeOut, 'changes' | 'ignored'> {
  if (!written) return { changes: [], ignored: [] }
  if (part !== 'schedule')
    return { changes: wouldChangeOut(written).changes ?? [], ignored: channelChangedOut(written).ignored ?? [] }
  const { before, after } = written
  const changes =
    before.enabled === after.enabled ? [] : [{ field: 'schedule_enable', before: before.enabled, after: after.enabled }]
  return { changes, ignored: written.ignored }
}
