// Two recorders with films and pictures of theirs, and VibeNVR's clients before them: for its contract, its examples and browsers.
import { picture } from '../core/testing/picture.ts'
import { fetched, settled, startRecorders } from '../core/testing/recorders.ts'
import { OWNER } from '../core/testing/test-app.ts'
import { vibenvr } from '../plugins/vibenvr-compat/index.ts'

export const PASSWORD = 'a long enough password'
type Headers = Record<string, string>

/** Three films of the first camera were fetched. `mount` and `port` are the two ways to the same; whoever made it ends `it`. */
export async function startHouse(env: Record<string, string> = {}) {
  const it = await startRecorders([vibenvr], { PORCHLIGHT_VIBENVR_PORT: '0', ...env })
  const jpeg = await picture(160, 120)
  for (const recorder of it.recorders) recorder.jpeg = jpeg
  const [first = 0, second = 0, third = 0] = it.channels.map(({ id }: { id: number }) => id)
  const films = await fetched(it, first)
  await settled(it)
  const mount = `${it.app.url}/vibenvr`
  const port = it.app.app.dialectPorts[0]?.url ?? ''

  async function ask(method: string, path: string, headers: Headers = {}, body?: unknown, at = mount) {
    const isForm = typeof body === 'string' || body instanceof URLSearchParams || body instanceof FormData
    const answer = await fetch(at + path, {
      ...{ method, redirect: 'manual' },
      headers: { ...(body !== undefined && !isForm ? { 'content-type': 'application/json' } : {}), ...headers },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    })
    const bytes = await answer.bytes()
    const text = new TextDecoder().decode(bytes)
    const isJson = answer.headers.get('content-type')?.startsWith('application/json') === true
    // biome-ignore lint/suspicious/noExplicitAny: bodies of tests are looked into freely
    const told: any = isJson ? JSON.parse(text) : null
    return { status: answer.status, headers: answer.headers, body: told, text, bytes }
  }

  const login = (account: object, at?: string, headers?: Headers) =>
    ask('POST', '/auth/login', headers, new URLSearchParams({ ...account }), at)
  async function tokenOf(username: string, password = PASSWORD): Promise<string> {
    const { status, text, body } = await login({ username, password })
    if (status !== 200) throw new Error(`Signing in was answered with ${status} ${text}`)
    return body.access_token
  }
  const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` })
  const cookie = (token: string, name = 'media_token'): Headers => ({ cookie: `${name}=${token}` })

  /** The token of an account of a role. A viewer sees the first camera, and plays it back. */
  async function person(username: string, role: 'admin' | 'operator' | 'viewer'): Promise<string> {
    const { body, status } = await it.ask('POST', '/api/auth/register', { username, password: PASSWORD, role })
    if (status !== 200) throw new Error(`Registering was answered with ${status}`)
    if (role === 'viewer') {
      const me = (await it.ask('GET', '/api/auth/me', undefined, body.token)).body.data
      const grant = { channel_id: first, view: true, playback: true, export: true, ptz: false }
      await it.ask('PUT', `/api/users/${me.user_id}/grants`, [grant])
    }
    return tokenOf(username)
  }
  /** A key of the owner's. */
  async function key(options: object = {}): Promise<Headers> {
    const { body } = await it.ask('POST', '/api/keys', { name: 'test', ...options })
    return { 'x-api-key': body.data.key }
  }
  /** A picture that is kept; its number. */
  async function keep(channel = first): Promise<number> {
    const { body } = await it.ask('POST', `/api/cameras/${channel}/snapshot`, {})
    return body.data.recording_id
  }
  const owner = await tokenOf(OWNER.username, OWNER.password)
  return {
    ...{ it, mount, port, both: [mount, port], first, second, third, films, jpeg, owner },
    ...{ ask, login, tokenOf, bearer, cookie, person, key, keep },
    [Symbol.asyncDispose]: () => it[Symbol.asyncDispose](),
  }
}

export type House = Awaited<ReturnType<typeof startHouse>>
