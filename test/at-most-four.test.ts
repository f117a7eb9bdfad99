// However much is asked of one recorder, and by however many: no more than four requests are under way to it, counted by itself.
import { expect, test } from 'bun:test'
import { createTestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { hikvision } from '../plugins/hikvision/index.ts'
import { startSimulator } from '../plugins/hikvision/simulator/index.ts'

const AT_ONCE = 4
const CHANNELS = 8
/** Long enough that whatever may overlap does. */
const ANSWER_MS = 25

test('everything asked at once, by pages, scripts and rounds, reaches a recorder four at a time', async () => {
  const footage = { days: 3, perDay: 10 }
  await using recorder = await startSimulator({ model: 'nvr8', rtsp: false, delay: ANSWER_MS, footage })
  await using porchlight = await createTestApp([hikvision])
  const { ask } = porchlight
  for (let number = 1; number <= CHANNELS; number++) recorder.setChannel(number, { online: true })
  const login = { ip_web: recorder.url, username: recorder.user, password: recorder.password, brand: 'hikvision' }
  expect((await ask('POST', '/api/devices', login)).status).toBe(201)
  await until('its channels are there', async () => (await ask('GET', '/api/channels')).body.length === CHANNELS)
  // The alert stream is the one connection that stays beside them.
  await until('it is listened to', () => recorder.stats.alertStreams === 1)
  recorder.stats.forget()

  const numbers = Array.from({ length: CHANNELS }, (_, index) => index + 1)
  const logs = { from: '2026-01-01T00:00:00', to: '2026-01-02T00:00:00', maxResults: 100, majorType: 'ALL' }
  const asked: [method: string, path: string, body?: unknown][] = [
    ['POST', '/api/devices/1/sync'],
    ['POST', '/api/logs/device/1', logs],
    ['POST', '/api/device/1/infor/sync'],
    ['POST', '/api/device/1/infor/storage'],
    ['POST', '/api/device/1/infor/onvif-users'],
    ['POST', '/api/device/1/user/syncall'],
    ['POST', '/api/device/1/channels/recording-mode/sync'],
    ['POST', '/api/device/1/channels/infor/sync', { channel_ids: numbers }],
    ...numbers.flatMap((id): [string, string][] => [
      ['GET', `/api/device/1/channel/${id}/infor/sync`],
      ['GET', `/api/device/1/channel/${id}/infor/capabilities`],
      ['POST', `/api/device/1/channel/${id}/infor/recording-mode/sync`],
      ['GET', `/api/channels/${id}/snapshot`],
    ]),
    // Somebody tries the same recorder in the form for a new one.
    ['POST', '/api/devices/test-connection', login],
  ]
  const answers = await Promise.all(asked.map(([method, path, body]) => ask(method, path, body)))
  const refused = answers.flatMap(({ status }, index) =>
    status < 300 ? [] : [`${asked[index]?.join(' ')}: ${status}`],
  )
  expect(refused).toEqual([])
  expect(recorder.stats.totals().atOnce).toBe(AT_ONCE)
}, 120_000)
