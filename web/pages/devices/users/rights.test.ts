// The rights matrix: half cells, changes that come and go, comparing, copying, and what is sent.
import { describe, expect, test } from 'bun:test'
import {
  bodyOf,
  channelsOf,
  columnsOf,
  copied,
  differences,
  type Edits,
  editsOf,
  grouped,
  type Holder,
  lackingOnDevice,
  linesOf,
  rangesOf,
  rebased,
  type Spot,
  shareOf,
  toggled,
  without,
} from './rights.ts'

const none: Edits = new Map()

function user(id: number, preview: boolean[], device: Record<string, boolean> = {}): Holder {
  return {
    id,
    rights: {
      local: { device: {}, channels: {} },
      remote: {
        device: { upgrade: false, preview: true, ...device },
        channels: Object.fromEntries(preview.map((has, i) => [i + 1, { ptz_control: false, preview: has }])),
      },
    },
  }
}

const guest = user(3, [true, false, false])
const preview: Spot = { scope: 'remote', right: 'preview', on: 'channels' }
const upgrade: Spot = { scope: 'remote', right: 'upgrade', on: 'device' }

test('columns are the rights that the device knows, in an order of their own, unknown ones last', () => {
  expect(columnsOf([guest, user(4, [], { fly: true })], 'remote')).toEqual({
    device: ['preview', 'upgrade', 'fly'],
    channels: ['preview', 'ptz_control'],
  })
  expect(columnsOf([guest, { id: 9, rights: null }], 'local')).toEqual({ device: [], channels: [] })
})

describe('a cell', () => {
  test('is full, half, empty, or of a right that the device does not know', () => {
    expect(shareOf(guest, none, preview)).toEqual({ has: 1, of: 3, changed: false })
    expect(shareOf(guest, none, { ...preview, on: 1 })).toEqual({ has: 1, of: 1, changed: false })
    expect(shareOf(guest, none, { ...upgrade, right: 'constructor' })).toEqual({ has: 0, of: 0, changed: false })
    expect(shareOf({ id: 9, rights: null }, none, upgrade)).toEqual({ has: 0, of: 0, changed: false })
  })

  test('pressed gives the right everywhere, pressed again takes it everywhere', () => {
    const given = toggled([guest], none, preview)
    expect(shareOf(guest, given, preview)).toEqual({ has: 3, of: 3, changed: true })
    expect(editsOf(given, 3).map(({ channel, to }) => [channel, to])).toEqual([
      [2, true],
      [3, true],
    ])
    const taken = toggled([guest], given, preview)
    expect(editsOf(taken, 3)).toEqual([{ user: 3, scope: 'remote', right: 'preview', channel: 1, to: false }])
  })

  test('pressed back is no change', () => {
    expect(toggled([guest], toggled([guest], none, upgrade), upgrade)).toEqual(none)
    const one: Spot = { ...preview, on: 2 }
    expect(toggled([guest], toggled([guest], none, one), one)).toEqual(none)
  })
})

describe('two users', () => {
  const keeper = user(2, [false, true, true], { upgrade: true })

  test('differ channel by channel, not by how many channels', () => {
    expect(differences(guest, keeper, none)).toEqual([upgrade, preview])
    const other = user(4, [false, true, false])
    expect(differences(guest, other, none)).toEqual([preview])
    expect(differences(guest, user(5, [true, false, false]), none)).toEqual([])
  })

  test('are alike after copying, and only what differs is a change', () => {
    const edits = copied(none, keeper, guest)
    expect(differences(keeper, guest, edits)).toEqual([])
    expect(editsOf(edits, 2)).toEqual([])
    expect(linesOf(editsOf(edits, 3))).toEqual([
      { scope: 'remote', right: 'upgrade', channels: null, to: true },
      { scope: 'remote', right: 'preview', channels: [2, 3], to: true },
      { scope: 'remote', right: 'preview', channels: [1], to: false },
    ])
    expect(without(edits, edits, [3])).toEqual(none)
    expect(without(edits, none, [3])).toEqual(edits)
    expect(without(edits, edits, [4])).toEqual(edits)
  })

  test('copied includes what was only changed here, and leaves what the other does not know', () => {
    const wished = toggled([keeper], none, { ...preview, right: 'ptz_control' })
    const more = user(4, [true, true, true], { voice_talk: true })
    const edits = copied(wished, keeper, more)
    expect(shareOf(more, edits, { ...preview, right: 'ptz_control' })).toMatchObject({ has: 3 })
    expect(editsOf(edits, 4).some(({ right }) => right === 'voice_talk')).toBe(false)
  })
})

test('a right given on a channel is useless while the device as a whole refuses it', () => {
  const blind = user(3, [false, false], { preview: false })
  const given = toggled([blind], none, { ...preview, on: 2 })
  const lacking: Spot[] = [{ ...preview, on: 'device' }]
  expect(lackingOnDevice(blind, given)).toEqual(lacking)
  expect(lackingOnDevice(blind, toggled([blind], given, lacking[0]!))).toEqual([])
  expect(lackingOnDevice(guest, toggled([guest], none, preview))).toEqual([])
  // Moving cameras is no right of the whole device here.
  expect(lackingOnDevice(blind, toggled([blind], none, { ...preview, right: 'ptz_control' }))).toEqual([])
})

test('the body names what changes and nothing else', () => {
  const edits = toggled([guest], toggled([guest], none, upgrade), { ...preview, on: 3 })
  expect(bodyOf(editsOf(edits, 3))).toEqual({
    global_permissions: { remote: { upgrade: true } },
    channel_permissions: { '3': { remote: { preview: true } } },
  })
})

test('edits of a group in which nothing changed are the ones of before, so that its rows are not drawn again', () => {
  const first = toggled([guest], none, upgrade)
  const before = grouped(first, (id) => id)
  const both = grouped(toggled([user(4, [true])], first, upgrade), (id) => id, before)
  expect([both.get(3) === before.get(3), [...both.keys()]]).toEqual([true, [3, 4]])
  const more = grouped(toggled([guest], first, preview), (id) => id, before)
  expect([more.get(3) === before.get(3), more.get(3)?.size]).toEqual([false, 3])
  expect(grouped(none, (id) => id, before)).toEqual(new Map())
})

test('after reading anew only what still differs is a change', () => {
  const edits = toggled([guest], toggled([guest], none, upgrade), preview)
  const now = user(3, [true, true], { upgrade: true })
  expect(editsOf(rebased(edits, [now]), 3)).toEqual([])
  expect(editsOf(rebased(edits, [guest]), 3)).toHaveLength(3)
  expect(rebased(edits, [])).toEqual(none)
})

test('channels are in the order of their numbers and written as ranges', () => {
  expect(channelsOf(user(1, Array<boolean>(11).fill(true)), 'remote').at(-1)).toBe(11)
  expect(rangesOf([1, 2, 3, 5, 7, 8])).toBe('1–3, 5, 7, 8')
  expect(rangesOf([])).toBe('')
})
