// The requests that the guides print, run as they stand there against an appliance with a recorder: only hosts, numbers and secrets are ours.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../core/testing/free-port.ts'
import { hasMosquitto } from '../../core/testing/mosquitto.ts'
import { startPretendMediamtx } from '../../core/testing/restreamers.ts'
import { createTestApp, type TestApp } from '../../core/testing/test-app.ts'
import { until } from '../../core/testing/until.ts'
import { hikvision } from '../../plugins/hikvision/index.ts'
import { OTHER } from '../../plugins/hikvision/isapi/test-certificates.ts'
import { type Simulator, startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { lightnvr } from '../../plugins/lightnvr-compat/index.ts'
import { answersIn, blockOf, blocksOf, changed, saidIn, startIn } from '../examples.ts'
import { read } from '../tree.ts'

setDefaultTimeout(120_000)

const hasCurl = Bun.which('curl') !== null
const hasJq = Bun.which('jq') !== null
if (!hasCurl) console.warn('skipped: curl is not here, so no request of the guides runs')
if (!hasJq) console.warn('skipped: jq is not here, so one request of the guide on hubs does not run')

let app: TestApp
let recorder: Simulator
let folder: string
let variables: Record<string, string>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'porchlight-requests-'))
  if (!hasCurl) return
  recorder = await startSimulator({ model: 'nvr8', channels: 4 })
  recorder.setChannel(3, { name: 'Porch' })
  app = await createTestApp([hikvision, lightnvr])
  const login = { ip_web: recorder.url, username: recorder.user, password: recorder.password, brand: 'hikvision' }
  await app.ask('POST', '/api/devices', login)
  await until('its channels are there', async () => (await app.ask('GET', '/api/channels')).body.length === 4)
  await until('alarms can come', () => recorder.stats.alertStreams > 0)
  const { key } = (await app.ask('POST', '/api/keys', { name: 'Guides' })).body.data
  variables = { KEY: key, TOKEN: app.token, PORCHLIGHT: app.url }
})
afterAll(async () => {
  await app?.[Symbol.asyncDispose]()
  await recorder?.[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const page = (name: string) => read(`docs/${name}.md`)
const APPLIANCE = 'http://porchlight.lan:8000'
/** cURL tells nobody how far it is, as it does where somebody looks on. */
const quiet = (script: string) => script.replaceAll(/\bcurl /g, 'curl -sS ').replaceAll(APPLIANCE, app.url)
const run = (script: string, changes: Record<string, string> = {}) =>
  saidIn(folder, ['sh', '-ec', quiet(changed(script, changes))], variables)
/** What an example says, one that has this in it. */
function said(text: string, piece: string, changes: Record<string, string> = {}): Promise<string> {
  return run(blockOf(text, 'sh', piece), changes)
}
const setting = async (name: string) =>
  (await app.ask('GET', '/api/settings')).body.data.find(({ key }: { key: string }) => key === name).value
const motion = (state: 'active' | 'inactive') => recorder.raise({ type: 'VMD', channel: 3, state })

test.skipIf(!hasCurl)(
  'events: a webhook is told what the guide prints, and signed so that its check takes it',
  async () => {
    const guide = await page('guide/events')
    await Bun.write(join(folder, 'check.mjs'), blocksOf(guide, 'js')[0] ?? '')
    const { isOurs } = await import(join(folder, 'check.mjs'))
    const heard: { body: string; headers: Record<string, string> }[] = []
    using receiver = Bun.serve({
      ...{ port: 0, hostname: '127.0.0.1' },
      async fetch(request) {
        heard.push({ body: await request.text(), headers: Object.fromEntries(request.headers) })
        return new Response(null, { status: 204 })
      },
    })
    const [hook] = answersIn(await said(guide, '/api/webhooks', { 'http://192.168.1.9:1880': receiver.url.origin }))
    expect(hook.data).toMatchObject({ name: 'Porch lamp', kinds: ['motion', 'intrusion'], channel_ids: [3, 4] })
    const stream = quiet(blockOf(guide, 'sh', '/api/events/stream'))
    await using listener = startIn(folder, ['sh', '-ec', stream], variables)
    await until('the stream tells how things are', () => /^event: alarms$/m.test(listener.said()))
    await motion('active')
    await until('both are told that it began', () => heard.length > 0 && /^event: alarm\.began$/m.test(listener.said()))
    await motion('inactive')
    await until('and that it ended', () => heard.length === 2 && /^event: alarm\.ended$/m.test(listener.said()), 60_000)

    const bodies = heard.map(({ body }) => JSON.parse(body))
    expect(bodies.map(({ type }) => type)).toEqual(['alarm.began', 'alarm.ended'])
    const printed = JSON.parse(blocksOf(guide, 'json')[0] ?? '')
    expect(Object.keys(bodies[0])).toEqual(expect.arrayContaining(Object.keys(printed)))
    expect(bodies[0].data).toMatchObject({ kind: 'motion', channel_id: 3, channel_name: 'Porch', ended_at: null })
    expect(Object.keys(bodies[0].data)).toEqual(expect.arrayContaining(Object.keys(printed.data)))
    for (const { headers, body } of heard) expect(isOurs(hook.data.secret, headers, body)).toBe(true)

    // What the guide prints of the stream: the same events, with these words in their data.
    const eventsOf = (text: string) =>
      [...text.matchAll(/^event: (\S+)\ndata: (.*)$/gm)].map(([, name = '', data = '']) => [name, JSON.parse(data)])
    const told = Object.fromEntries(eventsOf(listener.said()))
    const shown = eventsOf(/```\n(event: hello[\s\S]*?)```/.exec(guide)?.[1] ?? '')
    expect(shown.map(([name]) => name)).toEqual(['hello', 'alarms', 'alarm.began'])
    for (const [name, data] of shown)
      expect([name, Object.keys(told[name] ?? {})]).toEqual([name, expect.arrayContaining(Object.keys(data))])
  },
)

test.skipIf(!hasCurl)('events: what a script writes down is seen to, alone and with others', async () => {
  const [write = '', one = '', several = ''] = blockOf(await page('guide/events'), 'sh', '"parcel"')
    .split(/^#.*$/m)
    .slice(1)
  const written = async () => String(answersIn(await run(write))[0].data.alarm_id)
  const [first, second] = [await written(), await written()]
  const event = async (id: string) => (await app.ask('GET', `/api/events/${id}`)).body.data
  expect(await event(first)).toMatchObject({ source: 'manual', message: 'A parcel came', acknowledged: false })
  const ofCamera = (await app.ask('GET', '/api/events?cameraId=3&source=manual&type=parcel')).body.data
  expect(ofCamera).toHaveLength(2)
  await run(one, { '4712': second })
  expect([(await event(first)).acknowledged, (await event(second)).acknowledged]).toEqual([false, true])
  await app.ask('PUT', `/api/events/${second}`, { acknowledged: false })
  await run(several, { '4711': first, '4712': second })
  expect([(await event(first)).acknowledged, (await event(second)).acknowledged]).toEqual([true, true])
})

test.skipIf(!hasCurl)('recordings: a program of another kind says that something moves', async () => {
  const [answer] = answersIn(await said(await page('guide/recordings'), '/api/motion/trigger'))
  expect(answer).toMatchObject({ success: true })
  const { body } = await app.ask('GET', '/api/events?source=manual&cameraId=3&type=motion')
  expect(body.data).toHaveLength(1)
})

test.skipIf(!hasCurl)('footage from elsewhere: the rule that is printed is the rule that is kept', async () => {
  const guide = await page('guide/footage-from-elsewhere')
  const piece = '/footage-rule'
  await said(guide, piece)
  const [, printed = ''] = /-d '([\s\S]*)'/.exec(blockOf(guide, 'sh', piece)) ?? []
  expect((await app.ask('GET', '/api/channels/3/footage-rule')).body.data).toMatchObject(JSON.parse(printed))
})

test.skipIf(!hasCurl)('front ends: a page of a listed origin may read, and another one not', async () => {
  await said(await page('guide/front-ends'), '/cors_origins')
  const answer = async (origin: string) => {
    const { headers } = await fetch(`${app.url}/api/channels`, { headers: { origin } })
    return headers.get('access-control-allow-origin')
  }
  for (const origin of ['https://app.example', 'http://192.168.1.9:5173']) expect(await answer(origin)).toBe(origin)
  expect(await answer('https://other.example')).toBeNull()
})

test.skipIf(!hasCurl)('people: a viewer is made who may see two cameras, and play one back', async () => {
  const text = await page('guide/people')
  const [make = '', grant = ''] = blockOf(text, 'sh', '/grants').split(/^(?=curl )/m)
  const [made] = answersIn(await run(make))
  await run(grant, { '/users/7/': `/users/${made.data.id}/` })
  const login = { username: 'hall-tablet', password: 'a long sentence' }
  const { token } = (await app.ask('POST', '/api/auth/login', login, null)).body
  const seen = (await app.ask('GET', '/api/channels', undefined, token)).body
  const may = seen.map((one: { id: number; may: { playback: boolean } }) => [one.id, one.may.playback])
  expect(may).toEqual([
    [1, false],
    [2, true],
  ])
})

test.skipIf(!hasCurl)(
  'stream links: the three addresses are those of the guides, and open without a login',
  async () => {
    const text = await page('guide/stream-links')
    const [{ data }] = answersIn(await said(text, '/api/stream-links'))
    const inHome = await page('guide/live-in-home-assistant')
    const written = (path: string) => path.replace(/sl_[\w-]+/, 'sl_…')
    for (const path of [data.hls_url, data.snapshot_url, data.mse_url]) expect(text).toContain(`\`${written(path)}\``)
    for (const path of [data.hls_url, data.snapshot_url])
      expect(inHome).toContain(`\`http://porchlight.lan:8000${written(path)}\``)
    const picture = await fetch(app.url + data.snapshot_url)
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
    expect(await (await fetch(app.url + data.hls_url)).text()).toStartWith('#EXTM3U')
  },
)

test.skipIf(!hasCurl)('restreaming: the cameras are handed on, and clients are told where', async () => {
  const text = await page('guide/restreaming')
  await using restreamer = startPretendMediamtx()
  await said(text, '/settings/restreamer', { 'http://127.0.0.1:9997': restreamer.url })
  await until('it has them', () => restreamer.paths.size === 8)
  const [{ id }] = (await app.ask('GET', '/api/cameras')).body.data
  const printed = JSON.parse(blocksOf(text, 'json')[0] ?? '') as Record<string, string | null>
  const shape = (address: string | null) =>
    address?.replace(/porchlight-\w+-[\w-]{36}/, 'porchlight-…').replace(/\/(hls|media)\/[^/]+\//, '/$1/…/') ?? null
  const { streams } = (await app.ask('GET', `/api/streams/camera/${id}`)).body.data
  for (const [way, address] of Object.entries(printed))
    expect([way, shape(streams[way])]).toEqual([way, shape(address)])
  await app.ask('PUT', '/api/settings/restreamer', { value: null })
  await until('they are taken away', () => restreamer.paths.size === 0)
})

test.skipIf(!hasCurl)('metrics: a key in a file suffices', async () => {
  const { key } = (await app.ask('POST', '/api/keys', { name: 'Prometheus', read_only: true })).body.data
  writeFileSync(join(folder, 'porchlight.key'), `${key}\n`)
  expect(await said(await page('guide/metrics'), '/metrics')).toMatch(/^porchlight_channels\{state="online"\} 4$/m)
})

test.skipIf(!hasCurl)('LightNVR: its tree at the broker is switched on with the value that is printed', async () => {
  const text = await page('api/lightnvr')
  await said(text, '/lightnvr_mqtt')
  const [, printed = ''] = /-d '([\s\S]*)'/.exec(blockOf(text, 'sh', '/lightnvr_mqtt')) ?? []
  expect(await setting('lightnvr_mqtt')).toEqual(JSON.parse(printed).value)
  await app.ask('PUT', '/api/settings/lightnvr_mqtt', { value: null })
})

test.skipIf(!hasCurl || !hasMosquitto)(
  'hub: the broker inside is set, and Mosquitto’s program hears what lies there',
  async () => {
    const text = await page('guide/hub')
    const port = String(freePort())
    const password = /-d '\{"value":"([^"]+)"\}'/.exec(blockOf(text, 'sh', '/broker_password'))?.[1] ?? ''
    await said(text, '/broker_password', { '1883': port })
    await until('it runs', async () => (await app.ask('GET', '/api/hub/broker')).body.running)
    const listen = changed(blockOf(text, 'sh', 'mosquitto_sub'), { '-h 192.168.1.10': `-h 127.0.0.1 -p ${port}` })
    await using listener = startIn(folder, ['sh', '-ec', listen], { PASSWORD: password })
    await until('all is told', () => /^porchlight\/\w+\/status online$/m.test(listener.said()))
    await until('with the cameras', () => /^porchlight\/\w+\/\w+\/ch1\/status online$/m.test(listener.said()))
    // Pictures are left out, as the guide says.
    expect(listener.said()).not.toContain('/img/')
    await app.ask('PUT', '/api/settings/broker', { value: null })
  },
)

test.skipIf(!hasCurl || !hasJq)('hub: the certificate of a broker is handed in as a file', async () => {
  writeFileSync(join(folder, 'ca.crt'), OTHER.cert)
  await said(await page('guide/hub'), 'ca.crt')
  expect(await setting('mqtt_ca')).toBe(OTHER.cert)
  await app.ask('PUT', '/api/settings/mqtt_ca', { value: null })
})

/** What stands within a sentence: page, request, its body as printed, and what brings the former state back. */
const WITHIN: [page: string, request: string, body: string, back: object][] = [
  ['guide/hub', 'PUT /api/channels/{id}', '{"in_use": false}', { in_use: true }],
  ['guide/api', 'PUT /api/channels/{id}', '{"name": "Porch"}', { name: 'Camera 4' }],
  ['guide/recordings', 'PUT /api/cameras/{id}/recording', '{"mode": "continuous"}', { mode: 'off' }],
  ['guide/https', 'PUT /api/settings/hsts_seconds', '{"value": 86400}', { value: null }],
  ['guide/restreaming', 'PUT /api/settings/restreamer', '{"value": null}', { value: null }],
  ['settings', 'PUT /api/settings/hub_control', '{"value":null}', { value: null }],
]

test.skipIf(!hasCurl)('requests within sentences are taken as they are written', async () => {
  for (const [name, request, body, back] of WITHIN) {
    const text = await page(name)
    expect([name, text.includes(`\`${body}\``)]).toEqual([name, true])
    const [method = '', path = ''] = request.replace('{id}', '4').split(' ')
    for (const sent of [body, JSON.stringify(back)]) {
      const answer = await app.ask(method, path, sent)
      expect([name, sent, answer.text, answer.status < 300]).toEqual([name, sent, answer.text, true])
    }
  }
  const rate = /setting `downloads` \(`([^`]+)`\)/.exec(await page('guide/footage-from-elsewhere'))?.[1] ?? ''
  expect((await app.ask('PUT', '/api/settings/downloads', `{"value": ${rate}}`)).status).toBe(200)
  expect(await setting('downloads')).toEqual(JSON.parse(rate))
})
