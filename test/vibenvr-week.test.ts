// A week that is recorded in part all the time and in part around alarms, for which VibeNVR has no word, in the hands of its clients.
import { afterAll, beforeAll, beforeEach, expect, test } from 'bun:test'
import { createVibeStand, type VibeStand } from './vibenvr-stand.ts'

const WEEK = {
  mode: 'schedule',
  schedule: [
    { days: [0, 1, 2, 3, 4], start: '22:00', end: '06:00', record: 'continuous' },
    { days: [5, 6], start: '00:00', end: '00:00', record: 'alarm' },
  ],
}

let it: VibeStand
let group: number
beforeAll(async () => {
  it = await createVibeStand()
  group = (await it.ask('POST', '/groups', it.admin, { name: 'One' })).body.id
  await it.ask('POST', `/groups/${group}/cameras`, it.admin, [it.first])
}, 120_000)
beforeEach(async () => {
  const camera = (await it.ask('GET', `/cameras/${it.first}`, it.admin)).body
  const plain = { recording_mode: 'Off', previous_recording_mode: null, detect_motion_mode: 'Always' }
  await it.ask('PUT', `/cameras/${it.first}`, it.admin, { ...camera, ...plain })
  await draw(WEEK)
})
afterAll(() => it.it[Symbol.asyncDispose]())

const draw = (rule: object) => it.it.ask('PUT', `/api/cameras/${it.first}/recording`, rule)
const drawn = async () => {
  const { mode, schedule } = (await it.it.ask('GET', `/api/cameras/${it.first}/recording`)).body.data
  return { mode, schedule }
}
const act = (action: string) => it.ask('POST', `/groups/${group}/action`, it.admin, { action })
const press = async () => {
  const { body } = await it.ask('POST', `/cameras/${it.first}/recording`, it.admin)
  return [body.recording_mode, body.previous_recording_mode]
}

test('it is there again after a group was off for a while', async () => {
  await act('disable_motion')
  expect(await drawn()).toEqual({ ...WEEK, mode: 'off' })
  await act('enable_motion')
  expect(await drawn()).toEqual(WEEK)
})

test('it is there again after the button was pressed twice', async () => {
  expect(await press()).toEqual(['Motion Triggered', null])
  expect((await drawn()).mode).toBe('alarm')
  expect(await press()).toEqual(['Continuous', 'Motion Triggered'])
  expect(await drawn()).toEqual(WEEK)
})

test('it is there again also where the days of a client had taken its place', async () => {
  await it.ask('PUT', `/cameras/${it.first}`, it.admin, {
    ...(await it.ask('GET', `/cameras/${it.first}`, it.admin)).body,
    ...{ detect_motion_mode: 'Working Schedule', schedule_monday_start: '08:00' },
  })
  expect(await drawn()).toEqual(WEEK)
  await press()
  expect((await drawn()).schedule[0]).toEqual({ days: [0], start: '08:00', end: '00:00', record: 'alarm' })
  await press()
  expect(await drawn()).toEqual(WEEK)
})

test('what was drawn meanwhile stays, and what is recorded all the time stays so', async () => {
  await act('disable_motion')
  const other = [{ days: [0], start: '01:00', end: '02:00', record: 'continuous' }]
  await draw({ mode: 'off', schedule: other })
  await act('enable_motion')
  expect(await drawn()).toEqual({ mode: 'continuous', schedule: other })
  await press()
  expect((await drawn()).mode).toBe('alarm')
  await press()
  expect((await drawn()).mode).toBe('continuous')
})
