// Recording by hand: how a stream is recorded at this moment, and beginning and ending it.
import { Hono } from 'hono'
import { type Caller, callerOf, type Env, Fault, route, type Services } from '#plugin'
import { type Channel, channelNamed, namesOf } from './names.ts'
import { objectOf } from './said.ts'

const tags = ['LightNVR']

type Standing = ReturnType<Services['recorder']['get']>

const REASONS = { 'not-allowed': 'read_only', continuous: 'continuous_recording' } as const
const METHODS: Record<Standing['rule']['mode'], string> = {
  ...{ off: 'manual', continuous: 'continuous', alarm: 'detection', schedule: 'scheduled' },
}

function stateOf({ state: { doing, fileStartedAt } }: Standing): 'idle' | 'starting' | 'recording' {
  if (doing !== 'record') return 'idle'
  return fileStartedAt === null ? 'starting' : 'recording'
}

export function byHandRoutes(services: Services): Hono<Env> {
  const { recorder } = services
  const words = (summary: string, right: 'view' | 'record') => route({ summary, right, limit: 'dialect', tags })

  function told(caller: Caller, channel: Channel) {
    const standing = recorder.get(caller, channel.id)
    const state = stateOf(standing)
    const objection = recorder.byHand.objection(caller, channel.id)
    const method = standing.state.byHandSince ? 'manual' : METHODS[standing.rule.mode]
    return {
      stream: namesOf(services)(channel),
      state,
      recording_active: state === 'recording',
      capture_method: state === 'idle' ? null : method,
      // A recording has a number when its file is whole.
      recording_id: null,
      manual_control_allowed: objection === null,
      manual_control_reason: objection && REASONS[objection],
    }
  }

  return new Hono<Env>()
    .get('/api/streams/:name/recording', words('Whether a stream is being recorded', 'view'), (c) =>
      c.json(told(callerOf(c), channelNamed(services, callerOf(c), c.req.param('name')))),
    )
    .post('/api/streams/:name/recording', words('Begin or end a recording by hand', 'record'), async (c) => {
      const caller = callerOf(c)
      const channel = channelNamed(services, caller, c.req.param('name'))
      const { action } = await objectOf(c, 'Invalid JSON in request body')
      if (action !== 'start' && action !== 'stop') throw new Fault('invalid-input', 'action must be start or stop')
      recorder.byHand[action](caller, channel.id)
      const { stream, state } = told(caller, channel)
      return c.json({ success: true, stream, action, state }, action === 'start' && state === 'starting' ? 202 : 200)
    })
}
