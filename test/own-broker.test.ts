// The broker inside the appliance, switched on as its owner does it, with Mosquitto's own programs beside.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { freePort } from '../core/testing/free-port.ts'
import { hasMosquitto } from '../core/testing/mosquitto.ts'
import { until } from '../core/testing/until.ts'
import { type Appliance, startAppliance } from './e2e/appliance.ts'

if (!hasMosquitto) console.warn('mosquitto_sub is not installed: nobody asks the broker inside the appliance.')

const TIMEOUT_MS = 60_000
const PASSWORD = 'only for the hub'

describe.skipIf(!hasMosquitto)('the broker inside', () => {
  let appliance: Appliance
  let port: number
  beforeAll(async () => {
    appliance = await startAppliance()
    await appliance.signIn()
    port = freePort()
  }, TIMEOUT_MS)
  afterAll(() => appliance?.[Symbol.asyncDispose](), TIMEOUT_MS)

  const set = (key: string, value: unknown) => appliance.call('PUT', `/api/settings/${key}`, { value })
  const state = async (path: string) => (await appliance.call('GET', path)).body

  /** The first message there that has this payload; throws when nothing came in 20 seconds. */
  async function hear(topic: string): Promise<string> {
    const login = ['-u', 'hub', '-P', PASSWORD, '-V', '311']
    const args = ['-h', '127.0.0.1', '-p', String(port), ...login, '-t', topic, '-C', '1', '-W', '20', '-F', '%t %p']
    return (await new Response(Bun.spawn(['mosquitto_sub', ...args], { stdout: 'pipe' }).stdout).text()).trim()
  }

  test(
    'off at first; with a password it runs, and all that a hub reads lies there',
    async () => {
      expect(await state('/api/hub/broker')).toEqual({
        ...{ enabled: false, running: false, port: 1883, clients: 0, problem: null },
      })
      expect((await set('broker', { enabled: true, port })).status).toBe(200)
      await until('it says what is missing', async () => (await state('/api/hub/broker')).problem !== null)
      expect((await set('broker_password', 'short')).status).toBe(400)
      expect((await set('broker_password', PASSWORD)).status).toBe(200)
      await until('we are there', async () => (await state('/api/hub')).connected === true)
      expect(await state('/api/hub/broker')).toMatchObject({ enabled: true, running: true, port, problem: null })
      const { node_id: node, url } = await state('/api/hub')
      expect(url).toBe(`mqtt://127.0.0.1:${port}`)
      expect(await hear(`porchlight/${node}/status`)).toBe(`porchlight/${node}/status online`)
      expect(await hear('homeassistant/device/+/config')).toContain(`porchlight_${node}`)
    },
    TIMEOUT_MS,
  )

  test(
    'it is there again after a restart, and what lay there is told anew',
    async () => {
      const { data } = appliance
      const { node_id: node } = await state('/api/hub')
      await appliance.kill()
      appliance = await startAppliance({ data })
      await appliance.signIn()
      expect(await hear(`porchlight/${node}/bridge/version`)).toMatch(/^porchlight\/.* \d+\.\d+\.\d+$/)
    },
    TIMEOUT_MS,
  )

  test(
    'neither password is told to anybody, and a viewer is not told of the broker',
    async () => {
      const settings = await appliance.call('GET', '/api/settings')
      expect(settings.text).toContain('"broker_password"')
      expect(settings.text).not.toContain(PASSWORD)
      expect(appliance.log()).not.toContain(PASSWORD)
      const viewer = { username: 'viewer', password: 'viewer-only' }
      expect((await appliance.call('POST', '/api/auth/register', { ...viewer, role: 'viewer' })).status).toBe(200)
      const { body } = await appliance.call<{ token: string }>('POST', '/api/auth/login', viewer, '')
      expect((await appliance.call('GET', '/api/hub/broker', undefined, body.token)).status).toBe(403)
    },
    TIMEOUT_MS,
  )
})
