// What says that somebody is there: a greeting and whether all is well; and other installations, of which none are shown here.
import { type Context, Hono } from 'hono'
import { callerOf, type Env, Fault, route, type Services } from '#plugin'

const tags = ['VibeNVR']
const NO_OTHERS = 'Other installations are not shown through this one: sign in at each of them'

/** Asked every ten seconds by each page that is open, which shows nothing else while the answer is not 200. */
async function healthOf({ system }: Pick<Services, 'system'>): Promise<Response> {
  const { database, ffmpeg } = await system.self()
  if (!database) {
    const message = 'The database cannot be read'
    const components = { database: 'lost', engine: 'unknown', backend: 'ok' }
    return Response.json({ status: 'error', message, detail: message, components }, { status: 503 })
  }
  const engine = ffmpeg ? 'ok' : 'FFmpeg is not there'
  const body = { status: ffmpeg ? 'ok' : 'error', components: { database: 'ok', engine }, is_weak_key: false }
  return Response.json(body, { status: ffmpeg ? 200 : 503 })
}

export function oddRoutes(services: Pick<Services, 'access' | 'system'>): Hono<Env> {
  const open = (summary: string) => route({ summary, right: 'public', limit: 'none', tags })
  const others = (summary: string) => route({ summary, right: 'manage', limit: 'dialect', tags })
  const refuse = (c: Context<Env>) => {
    services.access.household(callerOf(c), 'manage')
    throw new Fault('unsupported', NO_OTHERS)
  }
  return new Hono<Env>()
    .get('/', open('A greeting'), (c) => c.json({ message: 'Welcome to VibeNVR API' }))
    .get('/health', open('Whether all is well'), () => healthOf(services))
    .get(
      '/federation/nodes',
      route({ summary: 'Other installations: none', right: 'signed-in', limit: 'none', tags }),
      (c) => c.json([]),
    )
    .post('/federation/nodes', others('Refused: other installations'), refuse)
    .put('/federation/nodes/:node_id', others('Refused: other installations'), refuse)
    .delete('/federation/nodes/:node_id', others('Refused: other installations'), refuse)
}
