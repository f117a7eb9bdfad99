// Streams: every channel that the caller may see, under its name, with what we know of it.
import { Hono } from 'hono'
import { type Caller, callerOf, createKeptAnswers, type Env, route, type Services } from '#plugin'
import { roleOf } from './auth.ts'
import { motionOut } from './motion.ts'
import { CLIENT, channelNamed, fieldsOf, HIDDEN_FIELD } from './names.ts'
import type { Profile } from './profile.ts'
import { inactiveIn } from './stream-fields.ts'
import { type Known, streamOut } from './stream-out.ts'

export { stateOf } from './stream-out.ts'

const tags = ['LightNVR']

/** What there is to be told of one. Fault `Stream not found`. */
export async function knownOf(services: Services, caller: Caller, name: string): Promise<Known> {
  const { cameras, clientFields, recorder } = services
  const { id, householdId } = channelNamed(services, caller, name)
  return {
    camera: await cameras.get(caller, id),
    ...{ rule: recorder.get(caller, id).rule, fields: clientFields.of(CLIENT, { householdId, channelId: id }) },
    isAdmin: roleOf(services, caller).role === 'admin',
  }
}

export function streamRoutes(services: Services, profile: Profile): Hono<Env> {
  const { cameras, recorder } = services
  const kept = createKeptAnswers(services)
  const words = (summary: string) => route({ summary, right: 'view', limit: 'dialect', tags })

  async function all(caller: Caller) {
    const isAdmin = roleOf(services, caller).role === 'admin'
    const rules = new Map(recorder.list(caller).map(({ rule }) => [rule.channelId, rule]))
    const fieldsFor = fieldsOf(services)
    const found = (await cameras.list(caller)).sort((one, other) => one.channel.id - other.channel.id)
    return found.flatMap((camera) => {
      const { id } = camera.channel
      const fields = fieldsFor(camera.channel)
      if (fields[HIDDEN_FIELD] === true) return []
      const rule = rules.get(id) ?? recorder.get(caller, id).rule
      return [streamOut(services, profile, { camera, rule, fields, isAdmin })]
    })
  }

  return new Hono<Env>()
    .get('/api/streams', words('All streams'), (c) =>
      kept.json(c, async (caller) => {
        const streams = await all(caller)
        return profile === 'document' ? { streams } : streams
      }),
    )
    .get('/api/streams/:name', words('A stream'), async (c) =>
      c.json(streamOut(services, profile, await knownOf(services, callerOf(c), c.req.param('name')))),
    )
    .get('/api/streams/:name/full', words('A stream, and when it is recorded'), async (c) => {
      const known = await knownOf(services, callerOf(c), c.req.param('name'))
      const stream = streamOut(services, profile, known)
      const inactive = inactiveIn(known.fields)
      return c.json({
        stream,
        motion_config: motionOut(stream.name, known.rule, known.fields),
        inactive_fields: inactive,
      })
    })
}
