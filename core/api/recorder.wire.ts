// Our own recorder on the wire.
import { z } from 'zod'
import { ALARM_KINDS, type AlarmKind } from '../domain/alarm-kinds.ts'
import type { Recorder, RecorderRuleInput } from '../services/recorder/index.ts'
import { scheduleSpan } from './footage-rules.wire.ts'

const kinds = Object.keys(ALARM_KINDS) as [AlarmKind, ...AlarmKind[]]

export const recorderBody = z.object({
  mode: z.enum(['off', 'continuous', 'alarm', 'schedule']).default('off'),
  schedule: z
    .array(
      scheduleSpan.extend({
        record: z.enum(['continuous', 'alarm']).default('continuous').meta({ description: 'What is recorded in it' }),
      }),
    )
    .max(50)
    .default([])
    .meta({ description: 'With the mode `schedule`; outside of these times nothing is recorded' }),
  kinds: z.array(z.enum(kinds)).min(1).nullable().default(null).meta({ description: 'Null: alarms of every kind' }),
  segment_seconds: z
    .int()
    .min(10)
    .max(3600)
    .default(300)
    .meta({ description: 'A file ends at the first key frame from here on' }),
  pre_seconds: z.int().min(0).max(60).default(5).meta({ description: 'Recorded from before an alarm' }),
  post_seconds: z.int().min(0).max(600).default(15).meta({ description: 'Recorded after its end' }),
  retention_days: z
    .int()
    .min(1)
    .max(3650)
    .nullable()
    .default(14)
    .meta({ description: 'Recordings of it that are older are removed; null: never by age' }),
  quota_bytes: z
    .int()
    .min(10_000_000)
    .nullable()
    .default(null)
    .meta({ description: 'Beyond it the oldest are removed; null: no limit' }),
  folder: z
    .int()
    .nullable()
    .default(null)
    .meta({ description: 'Storage folder into which its files go; null: the data folder' }),
})

const stateSchema = z.object({
  doing: z
    .enum(['nothing', 'wait', 'record'])
    .meta({ description: '`wait`: the stream is read, for an alarm that may come' }),
  problem: z.string().nullable().meta({ description: 'Why nothing is recorded although it should be' }),
  file_started_at: z.string().nullable(),
  lost_seconds: z.number().meta({ description: 'Came and could not be written, since the start' }),
  by_hand_since: z.string().nullable().meta({ description: 'Somebody began to record it by hand; null: nobody' }),
})

export const recorderSchema = recorderBody
  .required()
  .extend({ channel_id: z.int(), state: stateSchema })
  .meta({ id: 'RecorderRule', description: 'What we record of a camera ourselves, and how long it stays' })
export const recordersAnswer = z.object({ success: z.literal(true), data: z.array(recorderSchema) })
export const recorderAnswer = z.object({ success: z.literal(true), data: recorderSchema })

export const ruleIn = (body: z.output<typeof recorderBody>): Required<RecorderRuleInput> => ({
  ...{ mode: body.mode, schedule: body.schedule, kinds: body.kinds, quotaBytes: body.quota_bytes },
  ...{ segmentSeconds: body.segment_seconds, preSeconds: body.pre_seconds, postSeconds: body.post_seconds },
  ...{ retentionDays: body.retention_days, folderId: body.folder },
})

export const recorderOut = ({ rule, state }: ReturnType<Recorder['get']>): z.output<typeof recorderSchema> => ({
  ...{ channel_id: rule.channelId, mode: rule.mode, schedule: rule.schedule, kinds: rule.kinds },
  ...{ segment_seconds: rule.segmentSeconds, pre_seconds: rule.preSeconds, post_seconds: rule.postSeconds },
  ...{ retention_days: rule.retentionDays, quota_bytes: rule.quotaBytes, folder: rule.folderId },
  state: {
    doing: state.doing,
    problem: state.fault?.message ?? null,
    file_started_at: state.fileStartedAt?.toISOString() ?? null,
    lost_seconds: Math.round(state.lostSeconds * 10) / 10,
    by_hand_since: state.byHandSince?.toISOString() ?? null,
  },
})
