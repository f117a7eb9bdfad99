// How long the alarms of a channel last, on the wire.
import { z } from 'zod'
import { ALARM_KINDS, type AlarmKind } from '../domain/alarm-kinds.ts'
import { idOrUuid } from '../http/validate.ts'
import type { ChannelHold } from '../services/alarm-holds.ts'
import { holdRule } from '../services/setting-keys.ts'

const kinds = Object.keys(ALARM_KINDS) as [AlarmKind, ...AlarmKind[]]

export const holdChannelPath = z.object({ id: idOrUuid })
export const holdPath = holdChannelPath.extend({ kind: z.enum(kinds) })

/** What is left out is as usual. */
export const holdBody = z.strictObject(holdRule.shape)

export const alarmHoldsSchema = z
  .object({
    success: z.literal(true),
    data: z.array(
      z.object({
        kind: z.enum(kinds),
        label: z.string(),
        own: holdRule.nullable().meta({ description: 'What this channel has of its own; null: all is as usual' }),
        usual: z
          .object({ hold: z.number(), min_on: z.number(), max: z.number().nullable() })
          .meta({ description: 'Without it: as the kind and the household have it. `max` null: no longest time' }),
      }),
    ),
  })
  .meta({
    id: 'AlarmHolds',
    description:
      'Seconds: `hold` from the last sign of an alarm to its end (0: only the device ends it), `min_on` at least, `max` at most',
  })

export const alarmHoldsOut = (holds: readonly ChannelHold[]): z.output<typeof alarmHoldsSchema> => ({
  success: true,
  data: holds.map((hold) => ({ ...hold, label: ALARM_KINDS[hold.kind].hubName })),
})
