// A small dialect of the tests' own: what its clients see tells how any dialect is mounted, locked and left.
import { Hono } from 'hono'
import { z } from 'zod'
import {
  type Caller,
  callerOf,
  type Dialect,
  type Env,
  type Fault,
  type Plugin,
  route,
  type Services,
  statusOf,
  valid,
} from '../plugin/index.ts'

const COOKIE = 'mirror_session'
const NOBODY = { address: null, agent: null }
const tags = ['Mirror']
const words = (summary: string, right: Parameters<typeof route>[0]['right']) => route({ summary, right, tags })
const id = z.object({ id: z.string().max(40) })

/** By cookie, Bearer or `X-API-Key`; the cookie holds an access token, as those of the real dialects do. */
async function authenticate(request: Request, { tokens, apiKeys }: Services): Promise<Caller | null> {
  const key = request.headers.get('x-api-key')
  if (key) return apiKeys.callerOf(key, NOBODY)
  const cookie = new RegExp(`(?:^|; )${COOKIE}=([^;]+)`).exec(request.headers.get('cookie') ?? '')?.[1]
  const token = cookie ?? /^Bearer (\S+)$/.exec(request.headers.get('authorization') ?? '')?.[1]
  return token ? tokens.read(token, NOBODY) : null
}

function routes({ access, channels, tokens, users }: Services, base: string, profile: string): Hono {
  return new Hono<Env>()
    .get('/hello', words('Who is here', 'public'), (c) => c.json({ profile }))
    .post(
      '/login',
      words('Sign in', 'public'),
      valid('json', z.object({ username: z.string().max(100), password: z.string().max(256) })),
      async (c) => {
        const { username, password } = c.req.valid('json')
        const { accessToken } = tokens.signIn(await users.verify(username, password, NOBODY), NOBODY)
        const mount = `${c.get('base')}${base}`
        c.header('set-cookie', `${COOKIE}=${accessToken}; Path=${mount || '/'}; HttpOnly; SameSite=Lax`)
        return c.redirect(`${mount}/channels`)
      },
    )
    .get('/channels', words('Channels', 'view'), (c) => c.json(access.visibleChannels(callerOf(c)).map(({ id }) => id)))
    .get('/channels/:id', words('A channel', 'view'), valid('param', id), (c) =>
      c.json({ name: access.channel(callerOf(c), c.req.valid('param').id, 'view').deviceName }),
    )
    .get('/channels/:id/index.m3u8', words('Its playlist', 'view'), valid('param', id), (c) => {
      const channel = access.channel(callerOf(c), c.req.valid('param').id, 'view')
      return c.text(`#EXTM3U\n${c.get('base')}${base}/channels/${channel.id}/1.mp4\n`)
    })
    .put(
      '/channels/:id',
      words('Rename a channel', 'manage'),
      valid('param', id),
      valid('json', z.object({ name: z.string().max(100) })),
      (c) => {
        channels.change(callerOf(c), c.req.valid('param').id, c.req.valid('json'))
        return c.json({})
      },
    ) as unknown as Hono
}

/** `ports` are its own, besides the mount on the main port. */
export function createMirror(ports: NonNullable<Dialect['at']['ports']> = [], path: `/${string}` = '/mirror'): Plugin {
  return {
    id: 'mirror',
    title: 'Mirror',
    dialect: {
      at: { path, ports },
      public: ['/hello', '/login'],
      authenticate,
      routes: (services, { base, profile = 'main' }) => routes(services, base, profile),
      fault: (fault: Fault) => Response.json({ mirror: fault.message }, { status: statusOf(fault) }),
    },
  }
}
