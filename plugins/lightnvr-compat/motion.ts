// Motion recording: what our recorder's rule records around alarms, tried out, and begun by other programs.
import { Hono } from 'hono'
import { type Caller, callerOf, type Env, Fault, route, type Services } from '#plugin'
import { MOTION_DEFAULTS, type MotionIn, motionIn, triggerIn } from './motion.wire.ts'
import { type Channel, CLIENT, channelNamed, type Fields, namesOf } from './names.ts'
import { objectOf, objectOrNothing } from './said.ts'
import { keptOfPlan, planOf, type Rule, retentionChanges, retentionOf, ruleOf } from './stream-rule.ts'
import type { MotionConfigOut } from './wire.ts'

const tags = ['LightNVR']
const NO_CONFIG = 'Motion recording configuration not found'
const NO_JSON = 'Invalid JSON in request body'
/** So long a test goes on. */
const TEST_MS = 2000

const textOf = (value: unknown, otherwise: string) => (typeof value === 'string' ? value : otherwise)

/** Null where nobody has asked for one and nothing is recorded around alarms. */
export function motionOut(name: string, rule: Rule, fields: Fields): MotionConfigOut | null {
  const { detection_based_recording: enabled } = planOf(rule, fields)
  if (!enabled && fields.motion_codec === undefined) return null
  return {
    ...{ stream_name: name, enabled, pre_buffer_seconds: rule.preSeconds, post_buffer_seconds: rule.postSeconds },
    max_file_duration: rule.segmentSeconds,
    // What the camera sends is kept as it comes: these two are only told back.
    codec: textOf(fields.motion_codec, 'h264'),
    quality: textOf(fields.motion_quality, 'medium'),
    retention_days: retentionOf(rule, fields).retention_days,
  }
}

export function motionRoutes(services: Services): Hono<Env> {
  const { clientFields, recorder, triggers } = services
  const words = (summary: string, right: 'view' | 'manage') => route({ summary, right, limit: 'dialect', tags })

  function one(caller: Caller, name: string) {
    const channel = channelNamed(services, caller, name)
    const fields = clientFields.of(CLIENT, { householdId: channel.householdId, channelId: channel.id })
    return { channel, fields, name: namesOf(services)(channel), rule: recorder.get(caller, channel.id).rule }
  }

  type One = ReturnType<typeof one>

  /** The rule first: it says who may. */
  function change(caller: Caller, { channel, rule, fields }: One, isOn: boolean, rest: Partial<Rule>, kept: Fields) {
    const plan = { ...planOf(rule, fields), detection_based_recording: isOn }
    const { channelId: _channel, ...before } = rule
    recorder.set(caller, channel.id, { ...before, ...ruleOf(plan), ...rest })
    const { householdId, id: channelId } = channel
    clientFields.keep(CLIENT, { householdId, channelId }, { ...keptOfPlan(plan), ...kept })
    return plan
  }

  function configure(caller: Caller, it: One, said: MotionIn): string {
    // What is recorded already goes on as it was set, but for what is said.
    const isNew = said.enabled && it.rule.mode === 'off'
    const {
      enabled: _enabled,
      codec,
      quality,
      retentionDays,
      ...seconds
    } = isNew ? { ...MOTION_DEFAULTS, ...said } : said
    const asked = retentionDays === undefined ? {} : { retention_days: retentionDays }
    const retention = retentionChanges(it.rule, it.fields, asked)
    const rest = { ...seconds, ...retention.rule }
    const words = {
      motion_codec: codec ?? textOf(it.fields.motion_codec, 'h264'),
      motion_quality: quality ?? textOf(it.fields.motion_quality, 'medium'),
    }
    const kept = { ...retention.kept, ...words }
    const plan = change(caller, it, said.enabled, rest, kept)
    if (plan.record && !plan.record_on_schedule && said.enabled)
      return 'Motion recording configured; the stream is recorded all the time, which motion is a part of'
    return `Motion recording ${said.enabled ? 'configured' : 'switched off'}`
  }

  /** How it stands right after somebody said that something moves. */
  function outcome(caller: Caller, { id }: Channel): { records: boolean; warning?: string } {
    const { rule, state } = recorder.get(caller, id)
    if (state.fault) return { records: false, warning: `It is not recorded: ${state.fault.message}` }
    if (state.doing === 'record')
      return rule.mode === 'continuous'
        ? { records: true, warning: 'The stream is recorded all the time, also without this' }
        : { records: true }
    const warning =
      rule.mode === 'off'
        ? 'The stream is not recorded around events: set detection_based_recording'
        : 'The stream is not recorded around motion at this time'
    return { records: false, warning }
  }

  return new Hono<Env>()
    .get('/api/motion/config/:name', words('How a stream is recorded around alarms', 'view'), (c) => {
      const { name, rule, fields } = one(callerOf(c), c.req.param('name'))
      const found = motionOut(name, rule, fields)
      if (!found) throw new Fault('not-found', NO_CONFIG)
      return c.json(found)
    })
    .post('/api/motion/config/:name', words('Record a stream around alarms', 'manage'), async (c) => {
      const caller = callerOf(c)
      const it = one(caller, c.req.param('name'))
      services.access.channel(caller, it.channel.id, 'manage')
      const message = configure(caller, it, motionIn(await objectOrNothing(c, NO_JSON)))
      return c.json({ message, stream_name: it.name })
    })
    .delete('/api/motion/config/:name', words('Record a stream around alarms no longer', 'manage'), (c) => {
      const caller = callerOf(c)
      const it = one(caller, c.req.param('name'))
      services.access.channel(caller, it.channel.id, 'manage')
      if (!motionOut(it.name, it.rule, it.fields)) throw new Fault('not-found', NO_CONFIG)
      change(caller, it, false, {}, { motion_codec: null, motion_quality: null })
      return c.json({ message: 'Motion recording configuration deleted', stream_name: it.name })
    })
    .post('/api/motion/test/:name', words('Try whether motion is recorded', 'manage'), (c) => {
      const caller = callerOf(c)
      const { channel, rule, fields, name } = one(caller, c.req.param('name'))
      services.access.channel(caller, channel.id, 'manage')
      if (!planOf(rule, fields).detection_based_recording)
        throw new Fault('invalid-input', 'Motion recording not enabled for this stream')
      triggers.begin(caller, channel.id, { lasts: TEST_MS, isTest: true })
      const { records, warning } = outcome(caller, channel)
      const done = 'Test event raised; it is marked as a test'
      const message = warning ? `${done}. ${warning}` : `${done}, and is being recorded`
      return c.json({ stream_name: name, success: records, message })
    })
    .post('/api/motion/trigger', words('Say that something moves, or no longer', 'manage'), async (c) => {
      const caller = callerOf(c)
      const said = triggerIn(await objectOf(c, NO_JSON))
      const { channel, name } = one(caller, said.stream)
      const { action, label, durationMs, objects } = said
      const about = { success: true, stream: name, action }
      if (action === 'stop') {
        const warning = triggers.end(caller, channel.id) ? {} : { warning: 'Nothing was going on' }
        const nothing = { recording_triggered: false, detections_stored: 0, tags_applied: 0 }
        return c.json({ ...about, ...nothing, ...warning }, 202)
      }
      const isPulse = action === 'pulse'
      const { isNew } = triggers.begin(caller, channel.id, {
        ...{ label: label ?? objects[0]?.label, lasts: isPulse ? durationMs : undefined },
        ...(objects.length ? { metadata: { objects } } : {}),
      })
      const { records, warning } = outcome(caller, channel)
      const warnings = [
        ...(warning ? [warning] : []),
        ...(isNew ? [] : ['It goes on already: it lasts longer now, and what was seen is not stored again']),
        ...(said.tags ? ['Tags are not put on what is being recorded: set them on the recording'] : []),
      ]
      return c.json(
        {
          ...about,
          ...(isPulse ? { duration_ms: durationMs } : {}),
          ...{ recording_triggered: records, tags_applied: 0 },
          detections_stored: isNew ? Math.max(1, objects.length) : 0,
          ...(warnings.length ? { warning: warnings.join('. ') } : {}),
        },
        202,
      )
    })
}
