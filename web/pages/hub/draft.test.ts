// Which settings of the hub are written after somebody has typed.
import { expect, test } from 'bun:test'
import type { SettingOut } from '../../wire.ts'
import { changed } from './draft.ts'

const setting = (key: string, value: unknown, locked = false, usual: unknown = null): SettingOut => ({
  ...{ key, value, locked, default: usual },
  locked_by: locked ? 'PORCHLIGHT_X' : null,
  scope: 'appliance',
})
const SETTINGS = [
  setting('mqtt_user', 'anna'),
  setting('mqtt_password', '***'),
  setting('discovery', 'device', true, 'device'),
  setting('hub_snapshot_seconds', 300, false, 300),
]
const keys = SETTINGS.map(({ key }) => key)

test('what is as it was, or locked, is not written', () => {
  expect(changed(SETTINGS, keys, {})).toEqual([])
  expect(changed(SETTINGS, keys, { mqtt_user: ' anna ', hub_snapshot_seconds: '300', discovery: 'off' })).toEqual([])
})

test('an emptied text is none, an empty secret stays, and numbers are numbers', () => {
  expect(changed(SETTINGS, keys, { mqtt_user: '', mqtt_password: '', hub_snapshot_seconds: '60' })).toEqual([
    ['mqtt_user', null],
    ['hub_snapshot_seconds', 60],
  ])
  expect(changed(SETTINGS, keys, { hub_snapshot_seconds: 'often', mqtt_password: 'x' })).toEqual([
    ['mqtt_password', 'x'],
    ['hub_snapshot_seconds', 'often'],
  ])
})
