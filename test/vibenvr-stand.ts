// A recorder with three channels behind the appliance, and VibeNVR's clients of every role that ask about them, at both mounts.
import { createFakeDriver } from '../core/testing/fake-driver.ts'
import { createTestApp, OWNER } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { rtsp } from '../plugins/rtsp/index.ts'
import { vibenvr } from '../plugins/vibenvr-compat/index.ts'

export const PASSWORD = 'a long enough password'
type Headers = Record<string, string>

export interface VibeAnswer {
  status: number
  headers: globalThis.Headers
  // biome-ignore lint/suspicious/noExplicitAny: bodies of tests are looked into freely
  body: any
}

/** `first` and `second` are channels of the recorder, by number. `env`: of the appliance. Whoever made it ends `it`. */
export async function createVibeStand(env: Record<string, string> = {}) {
  const driver = createFakeDriver()
  const device = driver.add('192.0.2.7', 3)
  device.source = (key, quality) =>
    `rtsp://login:secret-of-it@192.0.2.7:554/Streaming/Channels/${key.slice(3)}0${quality === 'main' ? 1 : 2}`
  const it = await createTestApp(
    [vibenvr, { id: 'fake', title: 'Fake', driver }, { id: 'onvif', title: 'ONVIF', driver }, rtsp],
    { PORCHLIGHT_VIBENVR_PORT: '0', ...env },
    { lookup: async () => [{ address: '8.8.8.8', family: 4 }] },
  )
  /** Where the main port has it, and the port of its own. */
  const mount = `${it.url}/vibenvr`
  const port = it.app.dialectPorts[0]?.url ?? ''
  await it.ask('POST', '/api/devices', {
    ...{ ip_web: '192.0.2.7', username: 'admin', password: 'right-password', brand: 'fake', name: 'Recorder' },
  })
  const channels = (await until('its channels are there', async () => {
    const { body } = await it.ask('GET', '/api/channels')
    return body.length === 3 && body
  })) as { id: number }[]
  const [first = 0, second = 0, third = 0] = channels.map(({ id }) => id)

  async function ask(method: string, path: string, headers: Headers = {}, body?: unknown, at = mount) {
    const isPlain = typeof body === 'string' || body instanceof URLSearchParams || body instanceof FormData
    const answer = await fetch(at + path, {
      ...{ method, redirect: 'manual' },
      headers: { ...(body !== undefined && !isPlain ? { 'content-type': 'application/json' } : {}), ...headers },
      ...(body === undefined ? {} : { body: isPlain ? body : JSON.stringify(body) }),
    })
    const isJson = answer.headers.get('content-type')?.startsWith('application/json')
    const told = isJson ? await answer.json() : new Uint8Array(await answer.arrayBuffer())
    return { status: answer.status, headers: answer.headers, body: told } satisfies VibeAnswer
  }

  /** The token of a new sign-in, as a header. */
  async function signIn(username: string, password = PASSWORD): Promise<Headers> {
    const { body } = await ask('POST', '/auth/login', {}, new URLSearchParams({ username, password }))
    return { authorization: `Bearer ${body.access_token}` }
  }
  /** The account of a role, signed in. A viewer sees the first channel, and plays it back. */
  async function person(username: string, role: 'admin' | 'operator' | 'viewer'): Promise<Headers> {
    const { status } = await it.ask('POST', '/api/auth/register', { username, password: PASSWORD, role })
    if (status !== 200) throw new Error(`Registering was answered with ${status}`)
    const headers = await signIn(username)
    if (role === 'viewer') {
      const { token } = (await it.ask('POST', '/api/auth/login', { username, password: PASSWORD }, null)).body
      const { user_id } = (await it.ask('GET', '/api/auth/me', undefined, token)).body.data
      const grant = { channel_id: first, view: true, playback: true, export: true, ptz: false }
      await it.ask('PUT', `/api/users/${user_id}/grants`, [grant])
    }
    return headers
  }
  const key = async (readOnly = false) => ({
    'x-api-key': (await it.ask('POST', '/api/keys', { name: 'test', read_only: readOnly })).body.data.key as string,
  })
  /** As the browser sends it after a sign-in. */
  const cookie = (headers: Headers) => ({ cookie: `media_token=${headers.authorization?.slice('Bearer '.length)}` })
  const admin = await signIn(OWNER.username, OWNER.password)
  return { it, driver, device, mount, port, first, second, third, admin, ask, signIn, person, key, cookie }
}

export type VibeStand = Awaited<ReturnType<typeof createVibeStand>>
