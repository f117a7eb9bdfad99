// Which alarms are new to somebody, through the front door: the same on all that he has open, and his alone.
import { expect, setDefaultTimeout, test } from 'bun:test'
import type { AlarmKind } from '../../domain/alarm-kinds.ts'
import { type Row, startEvents } from '../../testing/events-stand.ts'
import { hearStream } from '../../testing/hear-stream.ts'
import { until } from '../../testing/until.ts'

setDefaultTimeout(60_000)

async function stand() {
  const it = await startEvents()
  /** Each of another kind: one that was raised a moment ago goes on for a while. */
  const raise = async (sourceKey: string, kind: AlarmKind = 'motion') => {
    const before = (await it.ask('GET', '/api/user/alarm')).body.items[0]?.id ?? 0
    it.recorder.raise({ kind, sourceKey })
    it.recorder.raise({ kind, sourceKey, active: false })
    return until('the alarm is there', async () => {
      const [newest] = (await it.ask('GET', '/api/user/alarm')).body.items as Row[]
      return newest && newest.id > before && newest
    })
  }
  const account = async (role: string) => {
    const body = { username: `${role}-${Bun.randomUUIDv7().slice(-6)}`, password: 'some-password', role }
    return (await it.ask('POST', '/api/auth/register', body)).body.token as string
  }
  const seen = async (token?: string) => (await it.ask('GET', '/api/user/alarm/seen', undefined, token)).body
  const look = async (at: string, token?: string) =>
    (await it.ask('PUT', '/api/user/alarm/seen', { until: at }, token)).body
  return Object.assign(it, { raise, account, seen, look })
}

test('what was seen on one page is seen on all of this person, and new to everybody else', async () => {
  await using it = await stand()
  const [first, second] = [await it.raise('ip:1'), await it.raise('ip:2')]
  const operator = await it.account('operator')
  expect(await it.seen()).toEqual({ until: null, unseen: 2 })
  using tablet = await hearStream(it.app, it.app.token)
  using other = await hearStream(it.app, operator)
  expect(await it.look(first.created_at)).toEqual({ until: first.created_at, unseen: 1 })
  expect(await it.look(second.created_at)).toEqual({ until: second.created_at, unseen: 0 })
  // As new again from here: back is allowed.
  const before = new Date(Date.parse(first.created_at) - 1).toISOString()
  expect(await it.look(before)).toEqual({ until: before, unseen: 2 })
  await until('the tablet has heard', () => tablet.of('alarm.seen').length === 3)
  expect(tablet.of('alarm.seen').map(({ unseen }) => unseen)).toEqual([1, 0, 2])
  expect(await it.seen(operator)).toEqual({ until: null, unseen: 2 })
  const third = await it.raise('ip:1', 'intrusion')
  await until('the other has heard of it', () => other.of('alarm.began').some(({ id }) => id === third.id))
  expect(other.of('alarm.seen')).toEqual([])
})

test('a clock that is ahead hides nothing that is still to come, and a viewer counts what he may see', async () => {
  await using it = await stand()
  await it.raise('ip:1')
  const ahead = new Date(Date.now() + 86_400_000).toISOString()
  const { until: kept } = await it.look(ahead)
  expect(Date.parse(kept)).toBeLessThanOrEqual(Date.now())
  await it.raise('ip:2')
  expect((await it.seen()).unseen).toBe(1)
  expect(await it.seen(await it.account('viewer'))).toEqual({ until: null, unseen: 0 })
  const wrong = await it.ask('PUT', '/api/user/alarm/seen', { until: 'soon' })
  expect([wrong.status, wrong.body.errors[0].path]).toEqual([400, 'body.until'])
})

test('alarms are told apart by channel, several kinds, time, and by whether somebody has seen to them', async () => {
  await using it = await stand()
  const first = await it.raise('ip:1')
  it.recorder.raise({ kind: 'sound', rawType: 'audioexception', sourceKey: 'ip:2' })
  it.recorder.raise({ kind: 'disk_full', rawType: 'diskfull', sourceKey: null })
  const list = async (query: string): Promise<Row[]> => (await it.ask('GET', `/api/user/alarm?${query}`)).body.items
  const [disk, sound] = await until('all are there', async () => {
    const rows = await list('')
    return rows.length === 3 && rows
  })
  await it.ask('PUT', `/api/events/${sound.uuid}`, { acknowledged: true })
  const later = new Date(Date.parse(first.created_at) + 1).toISOString()
  const cases: [string, Row[]][] = [
    [`channel_id=${first.channel_id}`, [first]],
    [`channel_id=${first.channel_id}&device_id=4711`, []],
    ['channel_id=4711', []],
    ['event=motion_detection,sound', [sound, first]],
    ['event=sound,unheard&acknowledged=true', [sound]],
    ['event=unheard', []],
    [`from=${later}`, [disk, sound]],
    [`to=${later}`, [first]],
    [`from=${later}&to=${later}`, []],
    [`from=${later}&event=sound,motion&channel_id=${first.channel_id}`, []],
    ['acknowledged=true', [sound]],
    ['acknowledged=false', [disk, first]],
    [`acknowledged=false&device_id=${it.deviceId}`, [disk, first]],
    ['acknowledged=false&open=true&event=disk_full,sound', [disk]],
    ['acknowledged=', [disk, sound, first]],
  ]
  for (const [query, rows] of cases)
    expect([query, (await list(query)).map(({ id }) => id)]).toEqual([query, rows.map(({ id }) => id)])
  expect((await it.ask('GET', '/api/user/alarm?from=yesterday')).status).toBe(400)
})
