// Templates of rights: made of a user, put beside another one, and what is lost where recorders differ.
import { expect, test } from 'bun:test'
import type { DeviceUser } from '../../devices/users/asks.ts'
import { copied, differences, type Edits, editsOf, linesOf } from '../../devices/users/rights.ts'
import type { RightsTemplate } from './asks.ts'
import { asUser, beyond, documentOf, givenBy, givenIn, leftOut } from './templates.ts'

const none: Edits = new Map()

function user(id: number, channels: Record<string, boolean>[], device: Record<string, boolean> = {}): DeviceUser {
  const remote = { device, channels: Object.fromEntries(channels.map((own, index) => [index + 1, own])) }
  const about = { role: 'viewer', isOurs: false, isInherent: false, readAt: null, trouble: null } as const
  return { ...about, id, name: `user ${id}`, device: id, rights: { remote, local: { device: {}, channels: {} } } }
}
const template = (document: RightsTemplate['document']): RightsTemplate => ({
  ...{ id: 7, uuid: 'u', name: 'Guests', kind: 'rights', created_at: '', updated_at: '' },
  document,
})

const keeper = user(1, [
  { preview: true, playback: true },
  { preview: true, playback: false },
])

test('a right that a user has on every channel is kept as one on all, the others by their numbers', () => {
  expect(documentOf(user(1, [{ preview: true, ptz_control: false }], { upgrade: false }))).toEqual({
    remote: { global: { upgrade: false }, channels: { preview: 'all', ptz_control: [] } },
    local: { global: {}, channels: {} },
  })
  expect(documentOf(keeper).remote?.channels).toEqual({ preview: 'all', playback: [1] })
})

test('a template is like a user of whatever recorder it is compared with, and its own maker has all it asks for', () => {
  const kept = template(documentOf(keeper))
  expect(differences(keeper, asUser(kept, keeper), none)).toEqual([])
  const guest = user(2, [{ preview: false }, { preview: true }, { preview: false, playback: true }])
  const edits = copied(none, asUser(kept, guest), guest)
  expect(linesOf(editsOf(edits, 2))).toEqual([
    { scope: 'remote', right: 'preview', channels: [1, 3], to: true },
    { scope: 'remote', right: 'playback', channels: [3], to: false },
  ])
})

test('what a template does not name stays as it is', () => {
  const guest = user(2, [{ preview: false, playback: true }], { upgrade: true })
  const edits = copied(none, asUser(template({ remote: { channels: { preview: [1] } } }), guest), guest)
  expect(linesOf(editsOf(edits, 2))).toEqual([{ scope: 'remote', right: 'preview', channels: [1], to: true }])
})

test('rights that the other recorder does not know, and channels that it lacks, are told', () => {
  const guest = user(2, [{ preview: false }], { preview: false })
  const given = givenIn({
    remote: { global: { preview: true, upgrade: true, playback: false }, channels: { preview: 'all', backup: 'all' } },
    local: { channels: { preview: [1, 2] } },
  })
  expect(leftOut(given, guest)).toEqual({
    rights: [
      { scope: 'remote', right: 'upgrade' },
      { scope: 'remote', right: 'backup' },
      { scope: 'local', right: 'preview' },
    ],
    channels: [],
  })
  expect(leftOut(givenBy(keeper), guest)).toEqual({ rights: [{ scope: 'remote', right: 'playback' }], channels: [2] })
  expect(leftOut(givenBy(guest), keeper)).toEqual({ rights: [], channels: [] })
  expect([beyond(guest, keeper), beyond(keeper, guest)]).toEqual([[2], []])
})
