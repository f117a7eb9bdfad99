// What a notification says and where it leads.
import { expect, test } from 'bun:test'
import { noteIn, noticeOf, placeOf } from './notice.ts'

const at = '2026-03-04T05:06:07.890Z'
const note = { type: 'alarm', id: 7, kind: 'motion', title: 'Motion detected', where: 'Garage', at, channel: 12 }
const words = { kinds: { motion: 'Bewegung' }, testTitle: 'Es geht', testText: 'So sehen Alarme aus.' }

test('an alarm is told in the words of the page, and in English where it has left none', () => {
  expect(noticeOf(note, words)).toEqual({ title: 'Bewegung', body: 'Garage', tag: '12 motion', at: Date.parse(at) })
  expect(noticeOf(note, null).title).toBe('Motion detected')
  expect(noticeOf({ ...note, kind: 'new-kind' }, words).title).toBe('Motion detected')
  expect(noticeOf({ ...note, where: null, channel: null }, words)).toMatchObject({ body: '', tag: 'null motion' })
  expect(noticeOf({ type: 'test' }, words)).toMatchObject({ title: 'Es geht', body: 'So sehen Alarme aus.' })
})

test('it leads to what is to be seen: now while it is young, then where its device keeps footage', () => {
  const soon = Date.parse(at) + 59_000
  const later = soon + 2000
  expect(placeOf(note, soon)).toBe('live/12')
  expect(placeOf({ ...note, footage: true }, later)).toBe('playback/12?at=2026-03-04T05:06:02Z&span=30')
  expect(placeOf(note, later)).toBe('alarms')
  expect(placeOf({ ...note, channel: null }, soon)).toBe('alarms')
  expect(placeOf({ type: 'test' }, soon)).toBe('settings/notifications')
})

test('that a browser falls silent is told in the words of the page, and leads to where it says how long it is told', () => {
  const ends = { title: 'Morgen ist Ruhe', open: 'Öffnen', signIn: 'Anmelden' }
  const last = { type: 'ends', title: 'Silent tomorrow', where: 'Open it', at, final: false }
  expect(noticeOf(last, { ...words, ends })).toMatchObject({ title: 'Morgen ist Ruhe', body: 'Öffnen', tag: 'ends' })
  expect(noticeOf({ ...last, final: true }, { ...words, ends }).body).toBe('Anmelden')
  for (const older of [words, null])
    expect(noticeOf(last, older)).toMatchObject({ title: 'Silent tomorrow', body: 'Open it' })
  expect(placeOf(last, Date.parse(at))).toBe('settings/notifications')
})

test('whatever comes, something is said: a browser shows a message of its own for one that stays silent', () => {
  for (const odd of ['', 'no json', 'null', '[]', '{"kind":{}}', '{"at":7,"channel":"../x"}']) {
    const { title } = noticeOf(noteIn(odd), words)
    expect([odd, title, placeOf(noteIn(odd), 0)]).toEqual([odd, 'Porchlight', 'alarms'])
  }
})
