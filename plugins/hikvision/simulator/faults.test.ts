// Faults as a client meets them: slow, cut, garbled, refused, busy, unplugged, rebooted.
import { describe, expect, test } from 'bun:test'
import { startSimulator } from './index.ts'
import { ask, rawClient, requestText, signedRequest } from './testing/raw.ts'
import { eventually, openAlerts } from './testing/stream.ts'

const path = '/ISAPI/System/deviceInfo'
const device = { model: 'nvr8', rtsp: false } as const

async function isDown(port: number): Promise<boolean> {
  return rawClient(port).then(
    (client) => {
      client[Symbol.dispose]()
      return false
    },
    () => true,
  )
}

describe('faults', () => {
  test('an answer is cut in its middle: the length is promised and not kept', async () => {
    await using simulator = await startSimulator(device)
    simulator.faults.add({ cut: 100, count: 1 })
    using client = await rawClient(simulator.port)
    await signedRequest(client, { path })
    const rest = (await client.hungUp()).toString()
    const [head, body] = rest.split('\r\n\r\n')
    expect(Number(/content-length: (\d+)/i.exec(head!)![1])).toBeGreaterThan(100)
    expect(body).toHaveLength(100)
    expect((await ask(simulator.port, path)).status).toBe(200)
  })

  test('a garbled document keeps its length and is no XML', async () => {
    await using simulator = await startSimulator(device)
    simulator.faults.add({ garbled: true })
    const { status, body } = await ask(simulator.port, path)
    expect(status).toBe(200)
    expect(body.toString()).toContain('<<&broken')
    expect(body.toString()).not.toContain('</DeviceInfo>')
  })

  test('refusals come as the devices word them', async () => {
    await using simulator = await startSimulator(device)
    simulator.faults.add({ status: 403, count: 1 })
    simulator.faults.add({ status: 503, count: 1 })
    simulator.faults.add({ status: 401, count: 1 })
    simulator.faults.add({ refusal: 'deviceError', count: 1 })
    const answers = [
      await ask(simulator.port, path),
      await ask(simulator.port, path),
      await ask(simulator.port, path),
      await ask(simulator.port, path),
    ]
    expect(answers.map(({ status }) => status)).toEqual([403, 503, 401, 200])
    expect(answers[0]!.body.toString()).toContain('<subStatusCode>notSupport</subStatusCode>')
    expect(answers[1]!.body.toString()).toContain('<subStatusCode>deviceBusy</subStatusCode>')
    expect(answers[3]!.body.toString()).toContain('<subStatusCode>deviceError</subStatusCode>')
    expect(simulator.stats.refusedLogins.http).toBe(1)
    expect(simulator.faults.list()).toEqual([])
  })

  test('a fault strikes only below its path, and can be cleared', async () => {
    await using simulator = await startSimulator(device)
    simulator.faults.add({ status: 503, path: '/isapi/system/status' })
    expect((await ask(simulator.port, path)).status).toBe(200)
    expect((await ask(simulator.port, '/ISAPI/System/status')).status).toBe(503)
    simulator.faults.clear()
    expect((await ask(simulator.port, '/ISAPI/System/status')).status).toBe(200)
  })

  test('a slow answer comes late', async () => {
    await using simulator = await startSimulator(device)
    simulator.faults.add({ slow: 150, count: 1 })
    const before = performance.now()
    expect((await ask(simulator.port, path)).status).toBe(200)
    expect(performance.now() - before).toBeGreaterThan(140)
  })

  test('a part of the alert stream is cut where it was told, another one garbled', async () => {
    await using simulator = await startSimulator(device)
    using alerts = await openAlerts(simulator.port)
    await alerts.part()
    simulator.faults.add({ garbled: true, count: 1, path: '/ISAPI/Event' })
    await simulator.raise({ state: 'active' })
    expect((await alerts.part()).text).toContain('<<&broken')
    simulator.faults.add({ cut: 31, count: 1, path: '/ISAPI/Event' })
    await simulator.raise({ state: 'active' })
    expect((await alerts.client.hungUp()).toString()).toBe('--boundary\r\nContent-Type: appli')
    expect(simulator.stats.alertStreams).toBe(0)
  })

  test('an unplugged device cuts everybody off and comes back on the same port', async () => {
    await using simulator = await startSimulator(device)
    using alerts = await openAlerts(simulator.port)
    using idle = await rawClient(simulator.port)
    await simulator.unplug()
    await alerts.client.hungUp()
    idle.send(requestText({ path }))
    expect(await idle.hungUp()).toBeEmpty()
    expect(await isDown(simulator.port)).toBe(true)
    await simulator.plug()
    expect((await ask(simulator.port, path)).status).toBe(200)
    using again = await openAlerts(simulator.port)
    await simulator.raise({ channel: 3, state: 'active' })
    expect((await again.alert()).value('channelID')).toBe('3')
  })

  test('a reboot is answered, forgets nonces and counts the time from anew', async () => {
    await using simulator = await startSimulator(device)
    const { status, body } = await ask(simulator.port, '/ISAPI/System/reboot', { method: 'PUT' })
    expect(status).toBe(200)
    expect(body.toString()).toContain('<statusCode>1</statusCode>')
    await eventually(() => isDown(simulator.port), 'the device is gone')
    await simulator.plug()
    const { body: after } = await ask(simulator.port, '/ISAPI/System/status')
    expect(after.toString()).toContain('<deviceUpTime>0</deviceUpTime>')
  })

  test('the body of a GET is read and the connection goes on', async () => {
    await using simulator = await startSimulator(device)
    using client = await rawClient(simulator.port)
    client.send(requestText({ path, body: '<downloadRequest/>' }))
    expect((await client.answer()).status).toBe(401)
    await signedRequest(client, { path, body: '<downloadRequest/>' })
    expect((await client.answer()).status).toBe(200)
  })
})
