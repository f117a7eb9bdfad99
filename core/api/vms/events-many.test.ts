// Many events at once, through the front door: one question, one row in the log, and nothing that is not one's own.
import { Database } from 'bun:sqlite'
import { expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { type Row, startEvents } from '../../testing/events-stand.ts'
import { hearStream } from '../../testing/hear-stream.ts'
import { until } from '../../testing/until.ts'

setDefaultTimeout(60_000)

async function stand() {
  const it = await startEvents()
  it.recorder.raise({ sourceKey: 'ip:1' })
  it.recorder.raise({ kind: 'sound', rawType: 'audioexception', sourceKey: 'ip:2' })
  await it.event('the alarms are there', 'type=sound')
  await it.ask('POST', '/api/events', { type: 'note' })
  const rows = async (): Promise<Row[]> => (await it.events()).data
  const ids = (await rows()).map(({ alarm_id }) => alarm_id as number)
  const deeds = async (word: string): Promise<Row[]> => {
    const { body } = await it.ask('GET', '/api/activity')
    return (body.data ?? body.items).filter(({ action }: Row) => action.includes(word))
  }
  const token = async (role: string) =>
    (await it.ask('POST', '/api/auth/register', { username: role, password: 'some-password', role })).body.token
  return Object.assign(it, { rows, ids, deeds, token })
}

test('alarms and other events are said to be seen to at once, and not once more by who comes later', async () => {
  await using it = await stand()
  expect(it.ids).toHaveLength(3)
  const operator = await it.token('operator')
  const say = (acknowledged: boolean, token?: string, ids = it.ids) =>
    it.ask('POST', '/api/events/acknowledge', { ids, acknowledged }, token)
  using stream = await hearStream(it.app, it.app.token)
  expect((await say(true, operator, it.ids.slice(1))).body).toEqual({ success: true, data: { changed: 2 } })
  // What is gone, or was never there, is left out.
  expect((await say(true, undefined, [...it.ids, 4711])).body.data).toEqual({ changed: 1 })
  const by = (await it.rows()).map((row) => row.acknowledged_by)
  expect(by.slice(1)).toEqual(['operator', 'operator'])
  expect(by[0]).not.toBe('operator')
  await until('all is heard', () => stream.of('event.updated').length === 3)
  expect((await it.deeds('acknowledge')).map(({ action, details, metadata }) => [action, metadata ?? details])).toEqual(
    [
      ['acknowledge_events', { count: 1 }],
      ['acknowledge_events', { count: 2 }],
    ],
  )
  expect((await say(false)).body.data).toEqual({ changed: 3 })
  expect((await it.rows()).some((row) => row.acknowledged)).toBe(false)
})

test('they are removed at once, with one word to who is looking', async () => {
  await using it = await stand()
  using stream = await hearStream(it.app, it.app.token)
  const answer = await it.ask('POST', '/api/events/remove', { ids: [...it.ids, 4711] })
  expect(answer.body).toEqual({ success: true, data: { removed: 3 } })
  expect(await it.rows()).toEqual([])
  await until('it is heard', () => stream.of('alarm.removed').flatMap((told) => told.ids).length === 3)
  expect(await it.deeds('delete_events')).toHaveLength(1)
  expect((await it.ask('POST', '/api/events/remove', { ids: it.ids })).body).toMatchObject({ error: 'Event not found' })
})

test('what is another household’s is left out, as if it were not there', async () => {
  await using it = await stand()
  const [foreign, ...own] = it.ids
  using db = new Database(join(it.app.folder, 'porchlight.db'))
  db.run('pragma busy_timeout = 5000')
  db.run("insert into households (id, uuid, created_at) values (77, 'elsewhere', 0)")
  db.run('update alarms set household_id = 77 where id = ?', [foreign as number])
  const post = async (path: string, ids: readonly unknown[]) =>
    (await it.ask('POST', `/api/events/${path}`, { ids, acknowledged: true })).body
  expect((await post('acknowledge', it.ids)).data).toEqual({ changed: 2 })
  expect(await post('remove', [foreign])).toMatchObject({ error: 'Event not found' })
  expect((await post('remove', it.ids)).data).toEqual({ removed: own.length })
  const left = db.query('select id, acknowledged_at as seenTo from alarms').all()
  expect(left).toEqual([{ id: foreign as number, seenTo: null }])
})

test('who may not, and what is no list of keys, is refused', async () => {
  await using it = await stand()
  const [operator, viewer] = [await it.token('operator'), await it.token('viewer')]
  const post = async (path: string, body: object, token?: string) =>
    (await it.ask('POST', `/api/events/${path}`, body, token)).status
  expect(await post('remove', { ids: it.ids }, operator)).toBe(403)
  for (const path of ['remove', 'acknowledge'])
    expect(await post(path, { ids: it.ids, acknowledged: true }, viewer)).toBe(404)
  for (const ids of [[], ['1'], [0], [1.5], 7, Array.from({ length: 501 }, (_, index) => index + 1)])
    expect([ids, await post('remove', { ids })]).toEqual([ids, 400])
  expect(await it.rows()).toHaveLength(3)
})
