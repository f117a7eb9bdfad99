// What a channel or a device itself can raise, and why nothing of it comes, on the wire.
import { z } from 'zod'
import { ALARM_KINDS, type AlarmKind } from '../domain/alarm-kinds.ts'
import { idOrUuid } from '../http/validate.ts'
import type { Detection, Written } from '../plugin/capabilities.ts'
import type { AlarmReason, AlarmSources } from '../services/alarm-reasons.ts'

const kinds = Object.keys(ALARM_KINDS) as [AlarmKind, ...AlarmKind[]]

export const raiserIdPath = z.object({ id: idOrUuid })
export const alarmKindPath = raiserIdPath.extend({ kind: z.enum(kinds) })

const state = z.object({
  enabled: z.boolean().nullable().meta({ description: 'Null: the device does not say, or has no switch for it' }),
  notifies: z.boolean().nullable().meta({ description: 'Whether the device tells us; null: it does not say' }),
})

const reasonSchema = z.object({
  code: z.enum(['off', 'not-linked', 'no-rights']),
  text: z.string(),
  mendable: z.boolean().meta({ description: 'Whether `enable` can change it' }),
})

const sourceSchema = state.extend({
  kind: z.enum(kinds),
  label: z.string(),
  reason: reasonSchema.nullable().meta({
    description: 'Why none of these alarms come; null: nothing that is known stands in the way',
  }),
})

export const alarmSourcesSchema = z
  .object({
    success: z.literal(true),
    device_id: z.int(),
    channel_id: z.int().nullable().meta({ description: 'Null: what the device itself raises' }),
    readable: z.boolean().meta({ description: 'Whether the device can be asked about its detectors' }),
    read_at: z.string().nullable().meta({ description: 'Null: never asked' }),
    reason: reasonSchema.nullable().meta({ description: 'Why no alarms at all come' }),
    data: z.array(sourceSchema),
  })
  .meta({
    id: 'AlarmSources',
    description: 'What a channel, or a device itself, can raise, as the device last told it',
  })

export const alarmEnabledSchema = z
  .object({
    success: z.literal(true),
    kind: z.enum(kinds),
    before: state,
    after: state,
    ignored: z.array(z.enum(['enabled', 'notifies'])).meta({
      description: 'What the device did not change, though it said yes',
    }),
    reboot_required: z.boolean(),
  })
  .meta({ id: 'AlarmSourceEnabled', description: 'What the device has now' })

const reasonOut = (reason: AlarmReason | null) =>
  reason && { code: reason.code, text: reason.text, mendable: reason.mendable }

export function alarmSourcesOut({
  device,
  channel,
  sources,
  reason,
  readAt,
}: AlarmSources): z.output<typeof alarmSourcesSchema> {
  return {
    success: true,
    device_id: device.id,
    channel_id: channel?.id ?? null,
    readable: device.offers.includes('detections'),
    read_at: readAt?.toISOString() ?? null,
    reason: reasonOut(reason),
    data: sources.map(({ kind, enabled, notifies, reason: why }) => ({
      ...{ kind, enabled, notifies },
      label: ALARM_KINDS[kind].hubName,
      reason: reasonOut(why),
    })),
  }
}

export function alarmEnabledOut(
  kind: AlarmKind,
  { before, after, ignored, rebootRequired }: Written<Detection>,
): z.output<typeof alarmEnabledSchema> {
  const stateOf = ({ enabled, notifies }: Detection) => ({ enabled, notifies })
  return {
    success: true,
    kind,
    before: stateOf(before),
    after: stateOf(after),
    ignored: (['enabled', 'notifies'] as const).filter((field) => ignored.includes(field)),
    reboot_required: rebootRequired,
  }
}
