// A recorder with three channels behind the appliance, and LightNVR's clients of every role that ask about them.
import { createFakeDriver } from '../core/testing/fake-driver.ts'
import { createTestApp, OWNER } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { lightnvr } from '../plugins/lightnvr-compat/index.ts'
import { rtsp } from '../plugins/rtsp/index.ts'
import { callersOf } from './lightnvr-callers.ts'

const BASIC = { authorization: `Basic ${btoa(`${OWNER.username}:${OWNER.password}`)}` }
type Headers = Record<string, string>

/** `first` and `second` are channels of the recorder, by number as in a path. Whoever made it ends `it`. */
export async function createStreamStand() {
  const driver = createFakeDriver()
  const device = driver.add('192.0.2.7', 3)
  device.source = (key, quality) =>
    `rtsp://login:secret-of-it@192.0.2.7:554/Streaming/Channels/${key.slice(3)}0${quality === 'main' ? 1 : 2}`
  const it = await createTestApp(
    [lightnvr, { id: 'fake', title: 'Fake', driver }, rtsp],
    {
      PORCHLIGHT_LIGHTNVR_PORT: '0,0:code',
    },
    { lookup: async () => [{ address: '8.8.8.8', family: 4 }] },
  )
  const [one, other] = it.app.dialectPorts
  const document = one?.url ?? ''
  const code = other?.url ?? ''
  await it.ask('POST', '/api/devices', {
    ...{ ip_web: '192.0.2.7', username: 'admin', password: 'right-password', brand: 'fake', name: 'Recorder' },
  })
  const channels = await until('its channels are there', async () => {
    const { body } = await it.ask('GET', '/api/channels')
    return body.length === 3 && body
  })
  const [first = '', second = ''] = channels.map(({ id }: { id: number }) => String(id)) as string[]
  const { key, keyOf } = callersOf(it)
  const keys = {
    viewer: await keyOf('vera', 'viewer', { channelId: Number(first) }),
    operator: await keyOf('otto', 'operator'),
    admin: await key(it.token),
    reading: await key(it.token, true),
  }

  const as = (who: keyof typeof keys): Headers => ({ 'x-api-key': keys[who] })

  async function ask(method: string, url: string, body?: unknown, headers: Headers = BASIC) {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
    const answer = await fetch(url, { method, headers, ...(text === undefined ? {} : { body: text }) })
    return { status: answer.status, body: await answer.json() }
  }
  const add = (body: object, at = document) => ask('POST', `${at}/api/streams`, body)
  const read = async (name: string, at = code) =>
    (await ask('GET', `${at}/api/streams/${encodeURIComponent(name)}`)).body
  const full = async (name: string, at = code) =>
    (await ask('GET', `${at}/api/streams/${encodeURIComponent(name)}/full`)).body
  const put = (name: string, body: unknown, at = code) =>
    ask('PUT', `${at}/api/streams/${encodeURIComponent(name)}`, body)
  const remove = (name: string, query = '') => ask('DELETE', `${code}/api/streams/${encodeURIComponent(name)}${query}`)
  const ruleOf = async (id: string | number) => (await it.ask('GET', `/api/cameras/${id}/recording`)).body.data
  const deeds = async () =>
    (await it.ask('GET', '/api/activity?limit=100')).body.data.map(
      ({ action }: { action: string }) => action,
    ) as string[]
  return { it, document, code, first, second, as, ask, add, read, full, put, remove, ruleOf, deeds }
}
