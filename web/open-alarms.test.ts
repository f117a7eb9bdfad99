// The marks on the wall: what goes on is loaded whole, and live updates win over what was on its way.
import { expect, test } from 'bun:test'
import type { Answer } from './client.ts'
import { createOpenAlarms } from './open-alarms.ts'
import type { AlarmOut, AlarmPage } from './wire.ts'

const alarm = (id: number, channel: number | null, ended = false) =>
  ({
    id,
    channel_id: channel,
    created_at: new Date(Date.UTC(2026, 0, 1) + id * 1000).toISOString(),
    ended_at: ended ? new Date(Date.UTC(2026, 0, 2)).toISOString() : null,
  }) as AlarmOut

/** Pages of two, newest first. */
function server(...all: AlarmOut[]) {
  const asked: Record<string, string>[] = []
  const ask = async (query: Record<string, string>): Promise<Answer<AlarmPage>> => {
    asked.push(query)
    const before = Number(query.cursor_id ?? Number.POSITIVE_INFINITY)
    const found = all.filter(({ id }) => id < before).sort((a, b) => b.id - a.id)
    const items = found.slice(0, 2)
    const last = items.at(-1)
    return {
      kind: 'ok',
      data: {
        items,
        has_more: found.length > 2,
        next_cursor_id: last?.id ?? null,
        next_cursor_time: last?.created_at ?? null,
      },
    }
  }
  return { ask, asked }
}
const marks = (open: ReturnType<typeof createOpenAlarms>) =>
  [...open.byChannel.value].map(([channel, { id }]) => `${channel}: ${id}`).sort()

test('all that goes on is loaded, page by page, and only that is asked for', async () => {
  const { ask, asked } = server(alarm(1, 11), alarm(2, 12), alarm(3, 13), alarm(4, null), alarm(5, 15))
  const open = createOpenAlarms(ask)
  await open.load()
  expect(marks(open)).toEqual(['11: 1', '12: 2', '13: 3', '15: 5'])
  expect(asked.map(({ open: only }) => only)).toEqual(['true', 'true', 'true'])
})

test('of two alarms of a channel the newer one is shown, and the other when that has ended', async () => {
  const open = createOpenAlarms(server().ask)
  open.note(alarm(1, 11))
  open.note(alarm(2, 11))
  expect(marks(open)).toEqual(['11: 2'])
  open.note(alarm(2, 11, true))
  expect(marks(open)).toEqual(['11: 1'])
  open.drop([1])
  expect(marks(open)).toEqual([])
})

test('what ends or begins while the list is on its way is not undone by it', async () => {
  const { ask } = server(alarm(1, 11), alarm(2, 12))
  const open = createOpenAlarms(ask)
  const loading = open.load()
  open.note(alarm(1, 11, true))
  open.note(alarm(3, 13))
  open.drop([2])
  await loading
  expect(marks(open)).toEqual(['13: 3'])
})

test('removing all counts for a list on its way, too', async () => {
  const { ask } = server(alarm(1, 11))
  const open = createOpenAlarms(ask)
  const loading = open.load()
  open.drop('all')
  await loading
  expect(marks(open)).toEqual([])
})
