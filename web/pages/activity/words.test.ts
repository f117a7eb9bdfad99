// What an entry says, and what of the address is asked of the API.
import { expect, test } from 'bun:test'
import { Glob } from 'bun'
import { hasText } from '../../texts/t.ts'
import type { ActivityOut } from './asks.ts'
import { addressQuery, filterOf, isAny, sentFilter } from './filter.ts'
import { cameraText, deedText, linesOf, whoText } from './words.ts'

const deed = (more: Partial<ActivityOut>): ActivityOut => ({
  id: 1,
  user_id: 1,
  username: 'anna',
  full_name: null,
  caller: 'user',
  action: 'login',
  resource_type: null,
  resource_id: null,
  ip_address: null,
  user_agent: null,
  metadata: null,
  success: true,
  error_message: null,
  created_at: '2026-01-15T12:00:00.000Z',
  undoable: false,
  undone_at: null,
  ...more,
})

test('only what differs is told, in words', () => {
  const before = { width: 1920, motionDetection: true, name: null, odd_thing: 1, same: 5 }
  const after = { width: 1280, motionDetection: false, name: 'Porch', odd_thing: { a: 1 }, same: 5 }
  expect(linesOf({ action: 'x', metadata: { before, after } })).toEqual([
    { name: 'Width', before: '1920', after: '1280' },
    { name: 'Motion detection', before: 'on', after: 'off' },
    { name: 'Name', before: 'nothing', after: 'Porch' },
    { name: 'odd thing', before: '1', after: '{"a":1}' },
  ])
  expect(linesOf({ action: 'x', metadata: { before: null, after: 'Porch' } })).toEqual([
    { name: 'Value', before: 'nothing', after: 'Porch' },
  ])
  expect(linesOf({ action: 'x', metadata: { before: { a: 1 } } })).toEqual([])
  expect(linesOf({ action: 'x', metadata: null })).toEqual([])
})

test('rights of device users are named with where they hold and for which cameras', () => {
  const before = { 'remote.channels.preview': [1, 2, 3], 'local.playback': false, 'remote.channels.playback 4': true }
  const after = { 'remote.channels.preview': [], 'local.playback': true, 'remote.channels.playback 4': false }
  const lines = linesOf({ action: 'x', metadata: { before, after } })
  expect(lines.map(({ name }) => name)).toEqual([
    expect.stringMatching(/^From afar: /),
    expect.stringMatching(/^At the recorder: /),
    expect.stringMatching(/^From afar: .*, camera 4$/),
  ])
  expect(lines[0]).toMatchObject({ before: 'cameras 1–3', after: 'nothing' })
})

test('grants are told by the name of their camera, and a role by its own', () => {
  const cameraName = (id: number) => (id === 1 ? 'Front door' : undefined)
  const before = { 1: 'none', 7: 'view playback' }
  const after = { 1: 'view playback', 7: 'none' }
  expect(linesOf({ action: 'update_user_grants', metadata: { before, after } }, cameraName)).toEqual([
    { name: 'Front door', before: 'nothing', after: 'Watch live, Play back' },
    { name: 'Camera 7', before: 'Watch live, Play back', after: 'nothing' },
  ])
  const roles = { before: { role: 'viewer' }, after: { role: 'admin' } }
  expect(linesOf({ action: 'change_user_role', metadata: roles })).toEqual([
    { name: 'Role', before: 'Viewer', after: 'Admin' },
  ])
})

test('every deed that is recorded somewhere has words', async () => {
  const root = `${import.meta.dir}/../../..`
  const missing = new Set<string>()
  for await (const path of new Glob('{core,plugins}/**/*.ts').scan(root)) {
    if (/\.test\.ts$|\/testing\/|\/simulator\//.test(path)) continue
    const code = await Bun.file(`${root}/${path}`).text()
    if (!/activity\??\.record\(/.test(code)) continue
    for (const [, action = ''] of code.matchAll(
      /(?:\baction: |\b(?:record|said)\([^'`]*?|\btell\(caller, )'([a-z]+(?:_[a-z]+)+)'/g,
    ))
      if (!hasText(`activity.did.${action}`)) missing.add(`${path}: ${action}`)
  }
  expect([...missing]).toEqual([])
})

test('whoever and whatever it was has a name, also those that this page does not know', () => {
  expect(deedText('update_recording_mode')).toBe('Recording schedule switched')
  expect(deedText('hub_take_snapshot')).toBe('Hub take snapshot')
  expect(whoText(deed({}))).toBe('anna')
  expect(whoText(deed({ caller: 'key' }))).toBe('anna, with a key')
  expect(whoText(deed({ caller: 'system', username: null }))).toBe('Porchlight itself')
  expect(whoText(deed({ username: null }))).toBe('Somebody unknown')
})

test('the address keeps what is looked at, and nothing odd in it is asked', () => {
  const filter = filterOf({ who: '3', what: 'login', failed: '1', from: '2026-01-15', to: '2026-01-16' })
  expect(filterOf(Object.fromEntries(new URLSearchParams(addressQuery(filter))))).toEqual(filter)
  const sent = sentFilter(filter)
  expect(sent).toMatchObject({ userId: '3', action: 'login', success: 'false' })
  expect(+new Date(sent.endDate ?? '') - +new Date(sent.startDate ?? '')).toBe(2 * 86_400_000)
  const odd = filterOf({ who: 'x', from: 'yesterday', to: '2026-13-45', failed: 'yes' })
  expect([isAny(odd), sentFilter(odd)]).toEqual([false, {}])
})

test('a camera that is gone keeps the name that it had', () => {
  expect(cameraText('7', 'Porch', { name: 'Front door' })).toBe('Porch')
  expect(cameraText('7', undefined, { name: 'Front door' })).toBe('Front door')
  expect(cameraText('7', undefined, { name: '' })).toBe('Camera 7')
  expect(cameraText('7', undefined, null)).toBe('Camera 7')
})
