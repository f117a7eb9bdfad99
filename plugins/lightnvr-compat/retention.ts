// How long what we record of a stream stays, and how much of it; what its device keeps itself follows the device's own rule.
import { Hono } from 'hono'
import { type Caller, callerOf, type Env, route, type Services } from '#plugin'
import { channelNamed, nameIn } from './names.ts'
import { createStreamChange } from './stream-change.ts'
import { readStream } from './stream-fields.ts'
import type { Known } from './stream-out.ts'
import { retentionOf } from './stream-rule.ts'
import { objectIn } from './stream-writes.ts'
import { knownOf } from './streams.ts'

const tags = ['LightNVR']
const PATH = '/api/streams/:name/retention'

export function retentionRoutes(services: Services): Hono<Env> {
  const change = createStreamChange(services)
  const nothing = { kept: {}, plan: {}, rule: {}, onvif: { username: '', password: '' } }

  async function told(caller: Caller, name: string) {
    const known = await knownOf(services, caller, name)
    const keepsItself = known.camera.channel.device.offers.includes('footage')
    return {
      ...{ stream_name: nameOf(known), ...retentionOf(known.rule, known.fields) },
      ...(keepsItself ? { device_retention: 'overwrite' } : {}),
    }
  }
  const nameOf = ({ fields, camera }: Known) => nameIn(fields, camera.channel)

  return new Hono<Env>()
    .get(PATH, route({ summary: 'How long a stream is kept', right: 'view', limit: 'dialect', tags }), async (c) =>
      c.json(await told(callerOf(c), c.req.param('name'))),
    )
    .put(
      PATH,
      route({ summary: 'Say how long a stream is kept', right: 'manage', limit: 'dialect', tags }),
      async (c) => {
        const caller = callerOf(c)
        const name = c.req.param('name')
        services.access.channel(caller, channelNamed(services, caller, name).id, 'manage')
        const { retention } = readStream(await objectIn(c), 'code')
        await change.change(caller, await knownOf(services, caller, name), { ...nothing, retention })
        const message =
          retention.detection_retention_days === undefined
            ? 'Retention updated'
            : 'Retention updated. detection_retention_days is kept, and changes nothing: what is recorded around alarms stays as long as the rest'
        return c.json({ ...(await told(caller, name)), message })
      },
    )
}
