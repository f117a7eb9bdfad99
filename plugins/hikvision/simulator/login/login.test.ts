// The door: challenges, ageing nonces, used counters, wrong passwords and the lock.
import { describe, expect, test } from 'bun:test'
import { startSimulator } from '../index.ts'
import { ask, askWithLogin, digestFor, rawClient, requestText } from '../testing/raw.ts'

const path = '/ISAPI/System/deviceInfo'
const device = { model: 'nvr8', rtsp: false } as const

describe('the login', () => {
  test('the first request gets a challenge in the order and spelling of the devices and is no failure', async () => {
    await using simulator = await startSimulator({ ...device, model: 'camera' })
    using client = await rawClient(simulator.port)
    client.send(requestText({ path }))
    const { status, head, headers, body } = await client.answer()
    expect(status).toBe(401)
    expect(head).toMatch(
      /\r\nWWW-Authenticate: Digest qop="auth", realm="IP Camera\(70417\)", nonce="[0-9a-f]{44}", stale="FALSE"(\r\n|$)/,
    )
    expect(head).not.toContain('opaque')
    expect(headers.get('server')).toBe('App-webs/')
    expect(headers.get('content-type')).toBe('text/html')
    expect(body.toString()).toContain('Access Error: 401 -- Unauthorized')
    expect(simulator.stats.refusedLogins.total).toBe(0)
  })

  test('a nonce serves a whole connection while its counter grows', async () => {
    await using simulator = await startSimulator(device)
    using client = await rawClient(simulator.port)
    client.send(requestText({ path }))
    const challenge = (await client.answer()).headers.get('www-authenticate')!
    for (const count of [1, 2, 3, 0x1f]) {
      client.send(requestText({ path }, digestFor(challenge, { path }, count)))
      expect((await client.answer()).status).toBe(200)
    }
    expect(simulator.stats.replays).toBe(0)
  })

  test('a counter that was used is refused without counting as a wrong password', async () => {
    await using simulator = await startSimulator(device)
    using client = await rawClient(simulator.port)
    client.send(requestText({ path }))
    const authorization = digestFor((await client.answer()).headers.get('www-authenticate')!, { path }, 7)
    client.send(requestText({ path }, authorization))
    expect((await client.answer()).status).toBe(200)
    client.send(requestText({ path }, authorization))
    const replayed = await client.answer()
    expect(replayed.status).toBe(401)
    expect(replayed.headers.get('www-authenticate')).toContain('stale="TRUE"')
    expect(simulator.stats.replays).toBe(1)
    expect(simulator.stats.refusedLogins.total).toBe(0)
  })

  test('a nonce ages, and the new one comes with stale TRUE', async () => {
    let time = Date.UTC(2026, 0, 1)
    await using simulator = await startSimulator({ ...device, now: () => new Date(time), login: { nonceSeconds: 60 } })
    using client = await rawClient(simulator.port)
    client.send(requestText({ path }))
    const challenge = (await client.answer()).headers.get('www-authenticate')!
    time += 61_000
    client.send(requestText({ path }, digestFor(challenge, { path })))
    const stale = await client.answer()
    expect(stale.status).toBe(401)
    const next = stale.headers.get('www-authenticate')!
    expect(next).toContain('stale="TRUE"')
    client.send(requestText({ path }, digestFor(next, { path })))
    expect((await client.answer()).status).toBe(200)
    expect(simulator.stats.refusedLogins.total).toBe(0)
  })

  test('a nonce can be good for a number of uses only', async () => {
    await using simulator = await startSimulator({ ...device, login: { nonceUses: 2 } })
    using client = await rawClient(simulator.port)
    client.send(requestText({ path }))
    const challenge = (await client.answer()).headers.get('www-authenticate')!
    const statuses: number[] = []
    for (const count of [1, 2, 3]) {
      client.send(requestText({ path }, digestFor(challenge, { path }, count)))
      statuses.push((await client.answer()).status)
    }
    expect(statuses).toEqual([200, 200, 401])
  })

  test('a digest of another address is refused', async () => {
    await using simulator = await startSimulator(device)
    using client = await rawClient(simulator.port)
    client.send(requestText({ path }))
    const challenge = (await client.answer()).headers.get('www-authenticate')!
    client.send(requestText({ path: '/ISAPI/System/status' }, digestFor(challenge, { path })))
    expect((await client.answer()).status).toBe(401)
  })

  test('five wrong logins lock the door, for the right password too, until the time is over', async () => {
    let time = Date.UTC(2026, 0, 1)
    await using simulator = await startSimulator({ ...device, now: () => new Date(time) })
    const bodies: string[] = []
    for (let attempt = 0; attempt < 5; attempt++) {
      const { status, body } = await ask(simulator.port, path, { password: 'wrong' })
      expect(status).toBe(401)
      bodies.push(body.toString())
    }
    expect(bodies.map((body) => /<retryLoginTime>(\d+)</.exec(body)?.[1])).toEqual(['4', '3', '2', '1', '0'])
    expect(bodies[0]).toContain('<lockStatus>unlock</lockStatus>\n<unlockTime>0</unlockTime>')
    expect(bodies[4]).toContain('<lockStatus>lock</lockStatus>\n<unlockTime>1800</unlockTime>')
    time += 5000
    const right = await ask(simulator.port, path)
    expect(right.status).toBe(401)
    expect(right.body.toString()).toContain('<unlockTime>1795</unlockTime>')
    expect(simulator.stats.locked).toBe(true)
    expect(simulator.stats.refusedLogins).toEqual({ http: 6, rtsp: 0, total: 6 })
    time += 1_800_000
    expect((await ask(simulator.port, path)).status).toBe(200)
  })

  test('a right login sets the count of wrong ones back', async () => {
    await using simulator = await startSimulator(device)
    for (let attempt = 0; attempt < 4; attempt++) await ask(simulator.port, path, { password: 'wrong' })
    expect((await ask(simulator.port, path)).status).toBe(200)
    const { body } = await ask(simulator.port, path, { password: 'wrong' })
    expect(body.toString()).toContain('<retryLoginTime>4</retryLoginTime>')
  })

  test('SHA-256 alone is asked for and understood', async () => {
    await using simulator = await startSimulator({ ...device, login: { offers: ['sha-256'] } })
    using client = await rawClient(simulator.port)
    const answer = await askWithLogin(client, { path })
    expect(answer.status).toBe(200)
  })

  test('several schemes come as several headers in their order', async () => {
    await using simulator = await startSimulator({ ...device, login: { offers: ['basic', 'md5', 'sha-256'] } })
    using client = await rawClient(simulator.port)
    client.send(requestText({ path }))
    const { head } = await client.answer()
    const offered = [...head.matchAll(/^WWW-Authenticate: (\w+)(.*)\r?$/gm)]
    expect(offered.map((line) => line[1])).toEqual(['Basic', 'Digest', 'Digest'])
    client.send(requestText({ path }, digestFor(offered[2]![0]!, { path })))
    expect((await client.answer()).status).toBe(200)
  })

  test('Basic counts only where it is offered', async () => {
    const right = `Basic ${Buffer.from('admin:porchlight-demo').toString('base64')}`
    const wrong = `Basic ${Buffer.from('admin:wrong').toString('base64')}`
    await using modern = await startSimulator(device)
    await using old = await startSimulator({ ...device, login: { offers: ['basic'] } })
    using toModern = await rawClient(modern.port)
    toModern.send(requestText({ path }, right))
    expect((await toModern.answer()).headers.get('www-authenticate')).toStartWith('Digest')
    expect(modern.stats.refusedLogins.total).toBe(0)
    using toOld = await rawClient(old.port)
    toOld.send(requestText({ path }, wrong))
    expect((await toOld.answer()).headers.get('www-authenticate')).toBe('Basic realm="e4c1d07a92b35f68"')
    toOld.send(requestText({ path }, right))
    expect((await toOld.answer()).status).toBe(200)
    expect(old.stats.refusedLogins.http).toBe(1)
  })

  test('a changed password shuts the old one out', async () => {
    await using simulator = await startSimulator(device)
    simulator.setPassword('another-one')
    expect((await ask(simulator.port, path)).status).toBe(401)
    expect((await ask(simulator.port, path, { password: 'another-one' })).status).toBe(200)
  })
})
