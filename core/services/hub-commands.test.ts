// Commands of a hub: with which rights, in which order, how many, and what the activity log says of them.
import { expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { openDatabase } from '../db/open.ts'
import { channels } from '../db/schema/index.ts'
import type { Caller } from '../domain/caller.ts'
import { faultOf } from '../testing/fault-of.ts'
import { addChannel, addDevice, addHousehold, addPerson } from '../testing/rows.ts'
import { until } from '../testing/until.ts'
import { createAccess } from './access.ts'
import type { ActivityEntry } from './activity.ts'
import { createHubMemory } from './hub.ts'
import { createHubCommands, type HubCommand } from './hub-commands.ts'

type Deps = Parameters<typeof createHubCommands>[0]

/** A recorder with one channel in the founder's household; what is done is written down instead. */
function stand() {
  const stack = new DisposableStack()
  const { db, close } = openDatabase(':memory:')
  stack.defer(close)
  const household = addHousehold(db)
  addPerson(db, household, 'admin')
  const device = addDevice(db, household, { hubKey: 'n7c31' })
  addChannel(db, device, 1)
  const foreign = addDevice(db, addHousehold(db), { hubKey: 'nffff' })
  addChannel(db, foreign, 1)
  const level: { now: 'none' | 'safe' | 'all' } = { now: 'all' }
  const did: string[] = []
  const entries: (ActivityEntry & { kind: string | undefined })[] = []
  const gate: { until: Promise<void> } = { until: Promise.resolve() }
  let running = 0
  let mostRunning = 0
  const readers = new Set<object>()
  const enders: (() => void)[] = []
  async function doing(what: string) {
    mostRunning = Math.max(mostRunning, ++running)
    await gate.until
    running--
    did.push(what)
  }
  const access = createAccess({ db })
  const deps = {
    access,
    activity: {
      record: (caller: Caller | null, entry: ActivityEntry) => void entries.push({ ...entry, kind: caller?.kind }),
    },
    alarmReasons: { set: async () => ({ ignored: [] }) },
    deviceControls: {
      setOutput: (_caller: Caller, _device: number, output: number, on: boolean) => doing(`output ${output} ${on}`),
      setHoliday: async (_caller: Caller, _device: number, on: boolean) => ({ after: { enabled: !on } }),
      reboot: () => doing('reboot'),
    },
    hub: createHubMemory({ db, nodeId: null }),
    live: {
      relay: () => ({
        join(consumer: { onEnd?: (fault: null) => void } = {}) {
          readers.add(consumer)
          enders.push(() => consumer.onEnd?.(null))
          return () => void readers.delete(consumer)
        },
      }),
    },
    rounds: {
      all: (caller: Caller) => void access.household(caller, 'restart'),
      begin: (caller: Caller, id: number) => void (access.device(caller, id, 'restart') && did.push('sync')),
    },
    schedules: { enable: async () => ({ after: { enabled: true } }) },
    settings: { get: () => level.now },
    snapshots: { take: async () => ({ jpeg: new Uint8Array(3), takenAt: new Date() }) },
  } as unknown as Deps
  const commands = stack.use(createHubCommands(deps))
  const run = (name: HubCommand['name'], more: Partial<HubCommand> = {}) =>
    commands.run({ name, hubKey: 'n7c31', channelNo: null, outputId: null, kind: null, on: true, ...more })
  return {
    ...{ db, device, level, did, entries, gate, readers, enders, commands, run },
    channelId: () => db.select().from(channels).all()[0]!.id,
    mostRunning: () => mostRunning,
    [Symbol.dispose]: () => stack.dispose(),
  }
}

test('commands for one device are carried out in the order in which they came, one at a time', async () => {
  using it = stand()
  const open = Promise.withResolvers<void>()
  it.gate.until = open.promise
  const all = [1, 2, 3].map((outputId) => it.run('output', { outputId, on: outputId !== 2 }))
  open.resolve()
  await Promise.all(all)
  expect(it.did).toEqual(['output 1 true', 'output 2 false', 'output 3 true'])
  expect(it.mostRunning()).toBe(1)
})

test('when two hundred wait, the next one is refused', async () => {
  using it = stand()
  const open = Promise.withResolvers<void>()
  it.gate.until = open.promise
  const all = Array.from({ length: 200 }, () => it.run('output', { outputId: 1 }))
  expect((await faultOf(() => it.run('output', { outputId: 1 }))).kind).toBe('too-many')
  open.resolve()
  await Promise.all(all)
  await it.run('output', { outputId: 1 })
  expect(it.did).toHaveLength(201)
})

test('the level counts when it is a command’s turn, not when it came', async () => {
  using it = stand()
  const open = Promise.withResolvers<void>()
  it.gate.until = open.promise
  const first = it.run('output', { outputId: 1 })
  const second = faultOf(() => it.run('sync'))
  await until('the first one has begun', () => it.mostRunning() === 1)
  it.level.now = 'none'
  open.resolve()
  await first
  expect((await second).kind).toBe('not-found')
  expect(it.did).toEqual(['output 1 true'])
})

test('each is in the activity log, also what failed, and names who asked', async () => {
  using it = stand()
  await it.run('output', { outputId: 4, on: false })
  expect((await faultOf(() => it.run('holiday'))).kind).toBe('device-denied')
  expect(it.entries[0]).toMatchObject({ action: 'hub_output', kind: 'hub', metadata: { on: false, output: 4 } })
  expect(it.entries[0]?.success).toBeUndefined()
  expect(it.entries[1]).toMatchObject({ action: 'hub_holiday', success: false, resourceType: 'device' })
})

test("another household's devices are not there", async () => {
  using it = stand()
  expect((await faultOf(() => it.run('sync', { hubKey: 'nffff' }))).kind).toBe('not-found')
  expect(it.did).toEqual([])
})

test('a live stream is held once, until it is switched off or ends by itself', async () => {
  using it = stand()
  it.level.now = 'safe'
  const stream = (on: boolean) => it.run('stream', { channelNo: 1, on })
  await stream(true)
  await stream(true)
  expect(it.readers.size).toBe(1)
  expect(it.commands.streaming(it.channelId())).toBe(true)
  await stream(false)
  expect(it.readers.size).toBe(0)
  expect(it.commands.streaming(it.channelId())).toBe(false)
  await stream(true)
  for (const end of it.enders) end()
  expect(it.commands.streaming(it.channelId())).toBe(false)
  await stream(true)
  it.commands.release()
  expect(it.commands.streaming(it.channelId())).toBe(false)
})

test('a channel that is switched off takes no commands, and what is held open of it alone is closed', async () => {
  using it = stand()
  const own = it.db.select().from(channels).all()
  const other = addChannel(it.db, it.device, 2)
  for (const channelNo of [1, 2]) await it.run('stream', { channelNo })
  it.commands.release(other.id)
  expect([own[0]!.id, other.id].map((id) => it.commands.streaming(id))).toEqual([true, false])
  expect(it.readers.size).toBe(1)
  it.db.update(channels).set({ inUse: false }).where(eq(channels.id, other.id)).run()
  expect(await faultOf(() => it.run('stream', { channelNo: 2 }))).toMatchObject({ kind: 'not-found' })
  expect(it.commands.streaming(other.id)).toBe(false)
})

test('a snapshot comes back with the channel that it is of', async () => {
  using it = stand()
  it.level.now = 'safe'
  const { picture } = await it.run('take_snapshot', { channelNo: 1 })
  expect(picture).toEqual({ channelId: it.channelId(), jpeg: new Uint8Array(3) })
  expect((await faultOf(() => it.run('take_snapshot', { channelNo: 9 }))).kind).toBe('not-found')
})
