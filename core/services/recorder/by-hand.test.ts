// What is recorded by hand and because of triggers: how long it stays, what ends it, and what the log says of it.
import { beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { channels, devices, recordings } from '../../db/schema/index.ts'
import type { Fragment } from '../../media/fragment.ts'
import { fragmentsOf } from '../../testing/fragments.ts'
import { createRecordingStand } from '../../testing/recording-stand.ts'
import { until } from '../../testing/until.ts'

setDefaultTimeout(60_000)

let fragments: Fragment[]
beforeAll(async () => {
  fragments = await fragmentsOf('h264')
})

test('what is recorded by hand of a camera without a rule goes when its state says so', async () => {
  await using it = createRecordingStand(fragments)
  const [camera = 0] = it.channels
  await until('the recorder has begun', () => {
    it.recorder.byHand.start(it.admin, camera)
    return it.joined.has(camera)
  })
  await it.feed(camera, 0)
  await until('its file is begun', () => it.recorder.get(it.admin, camera).state.fileStartedAt !== null)
  for (let second = 1; second < 3; second++) await it.feed(camera, second)
  it.recorder.byHand.stop(it.admin, camera)
  const [kept] = await until('it is kept', () => it.rows().length === 1 && it.rows())
  expect(kept).toMatchObject({ recordType: 'manual', isProtected: false })
  const { rule } = it.recorder.get(it.admin, camera)
  expect(rule).toMatchObject({ mode: 'off', retentionDays: 14 })
  for (const [days, left] of [
    [13.9, 1],
    [14.1, 0],
  ] as const) {
    const endAt = new Date(+it.clock.now() - days * 86_400_000)
    it.db.update(recordings).set({ startAt: endAt, endAt }).run()
    await it.retention.run()
    expect(it.rows()).toHaveLength(left)
  }
  expect(it.removed()).toEqual(['older than 336 hours'])
})

test('recording by hand ends with what can be recorded: switched on again nothing begins unasked', async () => {
  await using it = createRecordingStand(fragments)
  const [camera = 0, other = 0] = it.channels
  await it.record(other, { mode: 'continuous' })
  it.recorder.byHand.start(it.admin, camera)
  await it.clock.advance(5000)
  const setUse = (inUse: boolean) => {
    it.db.update(channels).set({ inUse }).where(eq(channels.id, camera)).run()
    it.bus.emit('channels.changed', { deviceId: 1, householdId: 1 })
  }
  const state = () => it.recorder.get(it.admin, camera).state
  expect(state()).toMatchObject({ doing: 'record', byHandSince: expect.any(Date) })
  setUse(false)
  expect(state()).toMatchObject({ doing: 'nothing', byHandSince: null })
  setUse(true)
  expect([state().doing, it.joined.has(camera)]).toEqual(['nothing', false])
  const [ended, ...more] = it.deeds('stop_recording')
  expect(more).toEqual([])
  expect(ended).toMatchObject({
    ...{ callerKind: 'system', householdId: it.admin.householdId, resourceId: String(camera) },
    metadata: { seconds: 5, why: 'switched off or removed' },
  })
  it.recorder.byHand.start(it.admin, camera)
  it.db.delete(devices).run()
  it.bus.emit('device.removed', { deviceId: 1, householdId: 1, hubKey: 'x' })
  expect(it.deeds('stop_recording')).toHaveLength(2)
})

test('a trigger that goes on already when a camera is first to be recorded around alarms is recorded too', async () => {
  await using it = createRecordingStand(fragments)
  const [camera = 0] = it.channels
  it.triggers.begin(it.admin, camera, { lasts: 60_000 })
  for (const id of it.channels) await it.record(id, { mode: 'alarm', postSeconds: 5 })
  const doing = () => it.channels.map((id) => it.recorder.get(it.admin, id).state.doing)
  expect(doing()).toEqual(['record', 'wait'])
  // Off and on again while it goes on.
  it.recorder.set(it.admin, camera, { mode: 'off' })
  await it.record(camera, { mode: 'alarm', postSeconds: 5 })
  expect(doing()).toEqual(['record', 'wait'])
  await it.clock.advance(60_000)
  // And a moment for pictures that do not come.
  await it.clock.advance(5000 + 3000)
  expect(doing()).toEqual(['wait', 'wait'])
})

test('a trigger that is made to last is written down once', async () => {
  await using it = createRecordingStand(fragments)
  const [camera = 0] = it.channels
  for (let again = 0; again < 5; again++) it.triggers.begin(it.admin, camera, { lasts: 10_000, label: 'cat' })
  expect(it.deeds('trigger_motion').map(({ metadata }) => metadata)).toEqual([{ seconds: 10, label: 'cat' }])
  expect(it.triggers.end(it.admin, camera)).toBe(true)
  it.triggers.begin(it.admin, camera, { lasts: 1000, isTest: true })
  expect([it.deeds('trigger_motion').length, it.deeds('test_motion').length]).toEqual([1, 1])
})
