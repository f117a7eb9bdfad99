// The whole appliance with one recorder behind it, for tests of what people read and change on a device.
import { Fault } from '../domain/fault.ts'
import { createFakeRecorder } from './fake-recorder.ts'
import { createTestApp } from './test-app.ts'
import { until } from './until.ts'

/** What a round reads beside channels and footage. */
const TOLD = [
  'storage.disks',
  'clock.read',
  'inputs.list',
  'outputs.list',
  'holiday.read',
  'schedule.read',
  'detections.list',
]

/** Its first round is over and has read nothing but channels, so that a test sees what was never asked for. The device has id 1 and its channels the ids 1 … `count`; they are there when this resolves. */
export async function createRecorderStand(
  count = 2,
  prepare: (recorder: ReturnType<typeof createFakeRecorder>) => void = () => {},
) {
  const recorder = createFakeRecorder('192.0.2.7', count)
  prepare(recorder)
  const failing = new Map(recorder.failing)
  for (const name of TOLD) recorder.failing.set(name, new Fault('device-busy', 'The device is starting'))
  const app = await createTestApp([{ id: 'fake', title: 'Fake', driver: recorder.driver }])
  const { ask } = app
  const login = { ip_web: '192.0.2.7', username: 'admin', password: 'right-password', brand: 'fake' }
  await ask('POST', '/api/devices', login)
  await until('its channels are there', async () => (await ask('GET', '/api/channels')).body.length === count)
  await until('its first round is over', async () => (await ask('GET', '/api/logs')).body.length > 0)
  for (const name of TOLD) recorder.failing.delete(name)
  for (const [name, error] of failing) recorder.failing.set(name, error)
  recorder.calls.length = 0

  /** Another household's admin, or somebody of the owner's. */
  async function person(username: string, role?: 'viewer' | 'operator'): Promise<string> {
    if (!role) await ask('PUT', '/api/settings/open_registration', { value: true })
    const body = { username, password: 'a long password', ...(role && { role }) }
    return (await ask('POST', '/api/auth/register', body, role ? app.token : null)).body.token
  }

  return {
    ...{ app, recorder, ask, person },
    device: recorder.device,
    services: app.app.services,
    /** Names of the calls that reached the device. */
    called: () => recorder.calls.map(({ name }) => name),
    /** Entries of the activity log with this action, newest first. */
    async activity(action: string) {
      const { body } = await ask('GET', '/api/activity')
      return (body.data as { action: string }[]).filter((entry) => entry.action === action)
    },
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  }
}
