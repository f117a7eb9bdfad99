// A device's clock, through the whole appliance: set only where the household asks for it, and never its zone.
import { expect, test } from 'bun:test'
import { createTestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { hikvision } from '../plugins/hikvision/index.ts'
import { startSimulator } from '../plugins/hikvision/simulator/index.ts'
import { get, texts } from '../plugins/hikvision/simulator/testing/edit.ts'

const ZONE = 'CST+5:00:00DST01:00:00,M3.2.0/02:00:00,M11.1.0/02:00:00'

test('a clock that is wrong by ten minutes is set by a round once the setting asks for it, and stays in its zone', async () => {
  await using simulator = await startSimulator({
    model: 'dvr4',
    rtsp: false,
    timezone: ZONE,
    drift: 600,
    footage: { days: 2, perDay: 4 },
  })
  await using porchlight = await createTestApp([hikvision])
  const { ask } = porchlight
  const login = { ip_web: simulator.url, username: simulator.user, password: simulator.password, brand: 'HIKVision' }
  await ask('POST', '/api/devices', login)
  await until('its channels are there', async () => (await ask('GET', '/api/channels')).body.length > 0)
  const round = async () => {
    const { jobs } = (await ask('POST', '/api/sync/now?device_id=1')).body
    await until('the round is over', async () => (await ask('GET', `/api/jobs/${jobs[0]}`)).body.state === 'done')
  }
  const written = () => simulator.stats.requests.filter(({ method }) => method === 'PUT').map(({ path }) => path)

  await round()
  expect(written()).toEqual([])

  const { body: setting } = await ask('GET', '/api/sync/setting')
  expect((await ask('POST', '/api/sync/setting', { ...setting, set_clock: true })).status).toBe(200)
  await round()
  await round()
  // Once: the second round found it right.
  expect(written()).toEqual(['/ISAPI/System/time'])
  const { text } = await get(simulator.port, 'System/time')
  expect(texts(text, 'timeZone')).toEqual([ZONE])
}, 120_000)
