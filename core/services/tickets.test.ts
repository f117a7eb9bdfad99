// Tickets and the rights behind them: who gets one, how long it lives, and what ends it at once.
import { expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { users } from '../db/schema/index.ts'
import type { Fault } from '../domain/fault.ts'
import { createDoor } from '../testing/door.ts'
import { createPeople } from '../testing/people.ts'
import type { TicketObject } from './tickets.ts'

/** The kind of fault that something throws. */
function kindOf(work: () => unknown): string {
  try {
    work()
    return 'none'
  } catch (error) {
    return (error as Fault).kind
  }
}

const live = (channelId: number): TicketObject => ({ type: 'live', channelId, quality: 'sub' })

async function household() {
  const people = createPeople()
  const owner = await people.person({ username: 'anna' })
  const viewer = await people.person({ username: 'dora', role: 'viewer' }, owner.caller)
  people.services.settings.set(owner.caller, 'open_registration', true)
  const stranger = await people.person({ username: 'eve' })
  const { device, channels } = people.device(owner.user.householdId)
  const [first, second] = channels
  if (!first || !second) throw new Error('no channels')
  return {
    people,
    owner,
    viewer,
    stranger,
    device,
    first,
    second,
    tickets: people.services.tickets,
    access: people.services.access,
  }
}

test('a device or channel is found by key and uuid, by those who may see it', async () => {
  const { people, owner, viewer, stranger, device, first, second, access } = await household()
  await using _ = people
  for (const id of [first.id, String(first.id), first.uuid, first.uuid.toUpperCase()])
    expect(access.channel(owner.caller, id, 'view').device.id).toBe(device.id)
  for (const id of [
    0,
    -1,
    99,
    1.5,
    '',
    'x',
    '1e0',
    "1' or 1=1",
    '99999999999999999999',
    device.uuid.replace(/.$/, 'g'),
  ])
    expect(kindOf(() => access.channel(owner.caller, id, 'view'))).toBe('not-found')
  expect(kindOf(() => access.channel(stranger.caller, first.id, 'view'))).toBe('not-found')
  expect(kindOf(() => access.device(stranger.caller, device.id, 'view'))).toBe('not-found')
  expect(kindOf(() => access.device(viewer.caller, device.id, 'view'))).toBe('not-found')

  people.grant(viewer.user.id, first.id)
  expect(access.device(viewer.caller, device.id, 'view').id).toBe(device.id)
  expect(kindOf(() => access.device(viewer.caller, device.id, 'manage'))).toBe('not-allowed')
  expect(kindOf(() => access.channel(viewer.caller, first.id, 'ptz'))).toBe('not-allowed')
  expect(kindOf(() => access.channel(viewer.caller, second.id, 'view'))).toBe('not-found')
  const seen = (caller: typeof viewer.caller) => access.visibleChannels(caller).map(({ id }) => id)
  expect(seen(viewer.caller)).toEqual([first.id])
  expect(seen(owner.caller)).toEqual([first.id, second.id])
  expect(seen(stranger.caller)).toEqual([])
  expect(access.visibleDevices(viewer.caller).map(({ id }) => id)).toEqual([device.id])
  expect(access.visibleDevices(stranger.caller)).toEqual([])
  const hub = (may: 'none' | 'safe') => ({ kind: 'hub', householdId: owner.user.householdId, may }) as const
  expect(access.visibleChannels(hub('none'))).toEqual([])
  expect(access.visibleChannels(hub('safe'))).toHaveLength(2)
  expect(access.visibleDevices(hub('none'))).toEqual([])
})

test('a ticket is only for what its caller may', async () => {
  const { people, viewer, stranger, first, tickets, owner } = await household()
  await using _ = people
  expect(tickets.issue(owner.caller, live(first.id), 'view').secret).toMatch(/^[\w-]{32}$/)
  expect(kindOf(() => tickets.issue(viewer.caller, live(first.id), 'view'))).toBe('not-found')
  expect(kindOf(() => tickets.issue(stranger.caller, live(first.id), 'view'))).toBe('not-found')
  people.grant(viewer.user.id, first.id)
  expect(kindOf(() => tickets.issue(viewer.caller, live(first.id), 'view'))).toBe('none')
  expect(kindOf(() => tickets.issue(viewer.caller, live(first.id), 'playback'))).toBe('not-allowed')
  const picture = { type: 'alarm-picture', alarmId: 1, channelId: null, householdId: owner.user.householdId } as const
  expect(kindOf(() => tickets.issue(owner.caller, picture, 'view'))).toBe('none')
  expect(kindOf(() => tickets.issue(viewer.caller, picture, 'view'))).toBe('not-found')
})

test('a ticket lives 90 s from its last use', async () => {
  const { people, owner, first, tickets } = await household()
  await using _ = people
  const { secret } = tickets.issue(owner.caller, live(first.id), 'view')
  for (let i = 0; i < 5; i++) {
    people.pass(89)
    expect(tickets.use(secret).object).toEqual(live(first.id))
  }
  let ended = 0
  tickets.onEnd(secret, () => void ended++)
  people.pass(90)
  tickets.sweep()
  expect(ended).toBe(1)
  expect(kindOf(() => tickets.use(secret))).toBe('not-signed-in')
  tickets.onEnd(secret, () => void ended++)
  expect(ended).toBe(2)
  expect(kindOf(() => tickets.use('x'.repeat(32)))).toBe('not-signed-in')
})

test('a ticket is refused where its account is not good, and stays good where it is', async () => {
  const { people, owner, viewer, first, tickets } = await household()
  await using _ = people
  people.grant(viewer.user.id, first.id)
  const networks = ['192.0.2.0/24']
  people.db.update(users).set({ allowedNetworks: networks }).where(eq(users.id, viewer.user.id)).run()
  const { secret } = tickets.issue(viewer.caller, live(first.id), 'view')
  const from = (address: string) => kindOf(() => tickets.use(secret, { address, agent: null }))
  expect([from('192.0.2.9'), from('198.51.100.7'), from('192.0.2.9')]).toEqual(['none', 'not-signed-in', 'none'])
  const anywhere = tickets.issue(owner.caller, live(first.id), 'view').secret
  expect(kindOf(() => tickets.use(anywhere, { address: '198.51.100.7', agent: null }))).toBe('none')
})

test('a ticket that is given to a hub lives as long as was said', async () => {
  const { people, first, tickets } = await household()
  await using _ = people
  const picture = { jpeg: new Uint8Array(9), takenAt: people.now() }
  const object = { type: 'hub-picture', channelId: first.id, picture } as const
  const { secret } = tickets.issue({ kind: 'system' }, object, 'view', { seconds: 3600 })
  people.pass(3599)
  expect(tickets.use(secret).object).toBe(object)
  people.pass(3600)
  expect(kindOf(() => tickets.use(secret))).toBe('not-signed-in')
})

test('a clock that was set back does not make a ticket live longer', async () => {
  const { people, owner, first, tickets } = await household()
  await using _ = people
  const { secret } = tickets.issue(owner.caller, live(first.id), 'view')
  people.pass(-3600)
  tickets.sweep()
  expect(tickets.peek(secret)).not.toBeNull()
  people.pass(90)
  tickets.sweep()
  expect(tickets.peek(secret)).toBeNull()
})

test('whatever takes the right away ends the ticket at once', async () => {
  const { people, owner, viewer, device, first, tickets } = await household()
  await using _ = people
  const { tokens, users: accounts, apiKeys } = people.services
  const again = async () => {
    const user = await accounts.verify('dora', viewer.password, people.origin)
    return tokens.read(tokens.signIn(user, people.origin).accessToken, people.origin)
  }
  const endings: [string, () => void][] = [
    ['a sign-out', () => tokens.endAll(viewer.user.id)],
    ['a lost grant', () => people.grant(viewer.user.id, first.id, { view: false })],
    ['a removed device', () => people.bus.emit('device.removed', { deviceId: device.id, householdId: 1, hubKey: 'x' })],
    ['a disabled account', () => people.bus.emit('access.changed', { userId: viewer.user.id })],
    ['an end', () => tickets.end(tickets.of(last)[0]?.secret ?? '')],
  ]
  let last = viewer.caller as Awaited<ReturnType<typeof again>>
  for (const [what, take] of endings) {
    last = await again()
    people.grant(viewer.user.id, first.id)
    const { secret } = tickets.issue(last, live(first.id), 'view')
    const other = tickets.issue(owner.caller, { type: 'events' }, 'view').secret
    let ended = false
    tickets.onEnd(secret, () => {
      ended = true
    })
    take()
    expect([what, ended, kindOf(() => tickets.use(secret))]).toEqual([what, true, 'not-signed-in'])
    expect([what, kindOf(() => tickets.use(other))]).toEqual([what, 'none'])
  }
  const { row } = apiKeys.create(owner.caller, { name: 'k', readOnly: true })
  const key = { ...owner.caller, kind: 'key', keyId: row.id, readOnly: true } as const
  const { secret } = tickets.issue(key, live(first.id), 'view')
  apiKeys.remove(owner.caller, row.uuid)
  expect(kindOf(() => tickets.use(secret))).toBe('not-signed-in')
})

test('a right that was taken away without a word is noticed at the next use', async () => {
  const { people, viewer, first, tickets } = await household()
  await using _ = people
  people.grant(viewer.user.id, first.id)
  const { secret } = tickets.issue(viewer.caller, live(first.id), 'view')
  people.db.update(users).set({ isActive: false }).where(eq(users.id, viewer.user.id)).run()
  expect(kindOf(() => tickets.use(secret))).toBe('not-signed-in')
})

test('one caller’s tickets are bounded, the oldest go first', async () => {
  const { people, owner, tickets } = await household()
  await using _ = people
  const secrets = Array.from({ length: 1005 }, () => tickets.issue(owner.caller, { type: 'events' }, 'view').secret)
  expect(tickets.of(owner.caller)).toHaveLength(1000)
  expect(tickets.peek(secrets[4] ?? '')).toBe(null)
  expect(tickets.peek(secrets[5] ?? '')).not.toBe(null)
})

test('addresses are signed for what can be shown, and for nobody who may not see it', async () => {
  await using door = await createDoor({
    more: {
      alarms: {
        get: (_caller: unknown, id: string) => ({ id: Number(id), channelId: null, householdId: 1 }),
      } as never,
    },
  })
  const { user, caller, accessToken: token } = await door.person({ username: 'anna' })
  const viewer = await door.person({ username: 'dora' }, caller)
  const { channels } = door.device(user.householdId, 1)
  const id = channels[0]?.id
  const sign = (path: unknown, as = token) => door.ask('POST', '/api/media/sign', { token: as, body: { path } })
  for (const [path, url] of [
    [`/channels/${id}/sub/mse`, /^\/media\/[\w-]{32}\/mse$/],
    [`/channels/${channels[0]?.uuid}/main/mse`, /^\/media\/[\w-]{32}\/mse$/],
    [`/channels/${id}/main/index.m3u8`, /^\/hls\/[\w-]{32}\/index\.m3u8$/],
    [`/channels/${id}/snapshot.jpg`, /^\/media\/[\w-]{32}\/snapshot\.jpg$/],
    ['/alarms/3/picture.jpg', /^\/media\/[\w-]{32}\/picture\.jpg$/],
    ['/events', /^\/media\/[\w-]{32}\/events$/],
  ] as const) {
    const { status, body } = await sign(path)
    expect([path, status]).toEqual([path, 200])
    expect(body.url).toMatch(url)
    expect(body.url).toContain(body.ticket)
    expect(+new Date(body.expires_at) - +door.now()).toBe(90_000)
  }
  expect((await sign(`/channels/${id}/sub/mse`, viewer.accessToken)).status).toBe(404)
  expect((await sign('/channels/999/sub/mse')).status).toBe(404)
  for (const path of [
    '',
    '/',
    '/api/devices',
    '/channels/x/sub/mse',
    '/channels/1/third/mse',
    'events',
    '/events/',
    '/../events',
    7,
  ])
    expect((await sign(path)).status).toBe(400)
})

test('whoever holds a ticket is told once when it ends, at once if it has, and not when he let go', async () => {
  const { people, owner, first, tickets } = await household()
  await using _ = people
  const told: string[] = []
  const { secret } = tickets.issue(owner.caller, live(first.id), 'view')
  tickets.hold(secret, () => told.push('held'))
  tickets.hold(secret, () => told.push('let go'))[Symbol.dispose]()
  tickets.end(secret)
  tickets.end(secret)
  expect(told).toEqual(['held'])
  tickets.hold(secret, () => told.push('too late'))
  expect(told).toEqual(['held', 'too late'])
})

test('a channel that is switched off ends the live pictures of it, and no other ticket', async () => {
  const { people, owner, device, first, second, tickets } = await household()
  await using _ = people
  const issue = (object: TicketObject) => tickets.issue(owner.caller, object, 'view').secret
  const shown = issue(live(first.id))
  const others = [issue(live(second.id)), issue({ type: 'footage', channelId: first.id, from: people.now() })]
  const about = { channelId: first.id, channelNo: 1, deviceId: device.id, householdId: owner.user.householdId }
  people.bus.emit('channel.switched', { ...about, inUse: true })
  expect(tickets.peek(shown)).not.toBeNull()
  people.bus.emit('channel.switched', { ...about, inUse: false })
  expect(tickets.peek(shown)).toBeNull()
  expect(others.map((secret) => tickets.peek(secret) !== null)).toEqual([true, true])
})

test('a dialect that is switched off ends the tickets that are for it', async () => {
  const { people, owner, first, tickets } = await household()
  await using _ = people
  const issue = (dialect?: string) =>
    tickets.issue(owner.caller, live(first.id), 'view', dialect === undefined ? {} : { dialect }).secret
  const secrets = [issue(), issue('lightnvr'), issue('vibenvr')]
  const living = () => secrets.map((secret) => tickets.peek(secret) !== null)
  const off = (value: string[]) => people.services.settings.set(owner.caller, 'dialects_off', value)
  off([])
  expect(living()).toEqual([true, true, true])
  off(['vibenvr'])
  expect(living()).toEqual([true, true, false])
})
