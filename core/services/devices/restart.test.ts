// What a restart must not forget about a refused login.
import { expect, test } from 'bun:test'
import { createFakeDriver } from '../../testing/fake-driver.ts'
import { createTestApp } from '../../testing/test-app.ts'
import { until } from '../../testing/until.ts'

test('the same wrong password typed again right after a restart is not tried again', async () => {
  const driver = createFakeDriver()
  const device = driver.add('192.0.2.7')
  await using porchlight = await createTestApp([{ id: 'fake', title: 'Fake', driver }])
  const { ask } = porchlight
  const wrong = { ip_web: '192.0.2.7', username: 'admin', password: 'wrong', brand: 'fake' }
  const isRefused = async () => (await ask('GET', '/api/devices/1')).body.state.phase === 'refused'
  await ask('POST', '/api/devices', wrong)
  await until('the login is refused', isRefused)
  await porchlight.restart()
  expect((await ask('PUT', '/api/devices/1', { password: 'wrong' })).status).toBe(204)
  expect((await ask('POST', '/api/devices/test-connection', wrong)).body.message).toBe('Authentication failed')
  expect([await isRefused(), device.seen.refused]).toEqual([true, 1])
  await ask('PUT', '/api/devices/1', { password: 'right-password' })
  await until('the device is online', async () => !(await isRefused()) && device.open.sessions === 1)
  expect(device.seen.refused).toBe(1)
})
