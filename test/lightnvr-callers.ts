// Accounts of every role and keys of theirs, for tests of LightNVR's clients.
import type { TestApp } from '../core/testing/test-app.ts'

const PASSWORD = 'a long enough password'

interface Granted {
  channelId: number
  view?: boolean
  playback?: boolean
  export?: boolean
  ptz?: boolean
}

/** Asked in turn: each way waits until the appliance has done it. */
export function callersOf(it: Pick<TestApp, 'ask'>) {
  /** Of whoever has the token. */
  const key = async (token: string, readOnly = false) =>
    (await it.ask('POST', '/api/keys', { name: 'test', read_only: readOnly }, token)).body.data.key as string

  /** The token of a new account. */
  async function person(username: string, role: string, grant?: Granted): Promise<string> {
    await it.ask('POST', '/api/auth/register', { username, password: PASSWORD, role })
    const { token } = (await it.ask('POST', '/api/auth/login', { username, password: PASSWORD }, null)).body
    if (!grant) return token
    const { channelId, ...rights } = grant
    const { user_id } = (await it.ask('GET', '/api/auth/me', undefined, token)).body.data
    const granted = { channel_id: channelId, view: true, playback: false, export: false, ptz: false, ...rights }
    const { status } = await it.ask('PUT', `/api/users/${user_id}/grants`, [granted])
    if (status !== 200) throw new Error(`Granting was answered with ${status}`)
    return token
  }

  /** The key of a new account. */
  const keyOf = async (username: string, role: string, grant?: Granted) => key(await person(username, role, grant))

  return { key, keyOf }
}
