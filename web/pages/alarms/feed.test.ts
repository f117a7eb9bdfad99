// The alarm list: paging, arriving, filtering, removing.
import { expect, test } from 'bun:test'
import type { Answer } from '../../client.ts'
import type { AlarmOut, AlarmPage } from '../../wire.ts'
import { createFeed } from './feed.ts'
import { ALL, askedAt } from './filter.ts'

const alarm = (id: number, change: Partial<AlarmOut> = {}): AlarmOut =>
  ({
    id,
    device_id: 1,
    event: 'motion_detection',
    created_at: new Date(1_700_000_000_000 + id * 1000).toISOString(),
    ended_at: null,
    ...change,
  }) as AlarmOut

/** A server with these alarms, newest first, three a page. */
function house(stored: AlarmOut[]) {
  const queries: Record<string, string>[] = []
  const load = async (query: Record<string, string>): Promise<Answer<AlarmPage>> => {
    queries.push(query)
    const found = stored
      .filter((one) => !query.cursor_id || one.id < Number(query.cursor_id))
      .filter((one) => !query.device_id || String(one.device_id) === query.device_id)
    const items = found.slice(0, 3)
    const last = items.at(-1)
    const data = {
      items,
      next_cursor_time: last?.created_at ?? null,
      next_cursor_id: last?.id ?? null,
      has_more: found.length > 3,
    }
    return { kind: 'ok', data }
  }
  return { load, queries }
}

const all = askedAt(ALL, new Date(0))
const ids = (feed: ReturnType<typeof createFeed>) => feed.items.value.map((one) => one.id)

test('pages follow each other to the end, by the cursor of the last row', async () => {
  const { load, queries } = house([7, 6, 5, 4, 3, 2, 1].map((id) => alarm(id)))
  const feed = createFeed(load)
  await feed.show(all)
  expect(feed.phase.value).toBe('more')
  await feed.more()
  await feed.more()
  expect(ids(feed)).toEqual([7, 6, 5, 4, 3, 2, 1])
  expect(feed.phase.value).toBe('end')
  expect(queries[1]?.cursor_id).toBe('5')
  await feed.more()
  expect(queries.length).toBe(3)
})

test('a new alarm comes on top, an old one changes in its place, none comes twice', async () => {
  const feed = createFeed(house([alarm(2), alarm(1)]).load)
  await feed.show(all)
  feed.put(alarm(3), true)
  feed.put(alarm(3), true)
  feed.put(alarm(1, { ended_at: 'now' }), false)
  expect(ids(feed)).toEqual([3, 2, 1])
  expect(feed.items.value[2]?.ended_at).toBe('now')
})

test('the end of an alarm that is not on the page does not bring it there', async () => {
  const feed = createFeed(house([alarm(9)]).load)
  await feed.show(all)
  feed.put(alarm(1), false)
  expect(ids(feed)).toEqual([9])
})

test('what does not match the filter does not arrive', async () => {
  const feed = createFeed(house([alarm(2), alarm(1, { device_id: 2 })]).load)
  await feed.show({ ...all, device: '2' })
  feed.put(alarm(3), true)
  feed.put(alarm(4, { device_id: 2 }), true)
  expect(ids(feed)).toEqual([4, 1])
})

test('an answer that a newer question has overtaken is dropped', async () => {
  const slow = Promise.withResolvers<void>()
  const { load } = house([alarm(2), alarm(1, { device_id: 2 })])
  const feed = createFeed(async (query) => {
    const answer = await load(query)
    if (!query.device_id) await slow.promise
    return answer
  })
  const first = feed.show(all)
  await feed.show({ ...all, device: '2' })
  slow.resolve()
  await first
  expect(ids(feed)).toEqual([1])
})

test('what is told while an answer is under way is newer than that answer, for a page as for a renewal', async () => {
  const stored = [alarm(2), alarm(1)]
  const { load } = house(stored)
  let wait = Promise.withResolvers<void>()
  const feed = createFeed(async (query) => {
    const answer = await load(query)
    await wait.promise
    return answer
  })
  const said = { severity: 'info' as const, message: 'x', acknowledged_at: 'now', acknowledged_by: 'anna' }
  for (const begin of [() => feed.show(all), () => feed.refresh()]) {
    wait = Promise.withResolvers<void>()
    const loading = begin()
    feed.judge({ alarm_id: 1, ...said })
    feed.put(alarm(2, { ended_at: 'now' }), false)
    feed.put(alarm(3), true)
    wait.resolve()
    await loading
    expect(ids(feed)).toEqual([3, 2, 1])
    expect(feed.items.value.map((one) => [one.ended_at, one.acknowledged_by])).toEqual([
      [null, undefined],
      ['now', undefined],
      [null, 'anna'],
    ] as never)
  }
})

test('one that no longer is what was asked for changes in its place, and goes when the list is read anew', async () => {
  const stored = [alarm(2), alarm(1)]
  const feed = createFeed(house(stored).load)
  await feed.show({ ...all, state: 'open' })
  feed.put(alarm(1, { ended_at: 'now' }), false)
  feed.put(alarm(3, { ended_at: 'now' }), true)
  expect(ids(feed)).toEqual([2, 1])
  expect(feed.items.value[1]?.ended_at).toBe('now')
})

test('left open all day the list does not grow, and what was pushed out is read again where somebody goes there', async () => {
  const stored = [3, 2, 1].map((id) => alarm(id))
  const { load, queries } = house(stored)
  const feed = createFeed(load)
  await feed.show(all)
  expect(feed.phase.value).toBe('end')
  for (let id = 4; id <= 1000; id++) {
    stored.unshift(alarm(id))
    feed.put(alarm(id), true)
  }
  expect(feed.items.value).toHaveLength(200)
  expect([ids(feed)[0], ids(feed).at(-1), feed.phase.value]).toEqual([1000, 801, 'more'])
  await feed.more()
  expect(queries.at(-1)?.cursor_id).toBe('801')
  expect(ids(feed).slice(-4)).toEqual([801, 800, 799, 798])
  feed.rest()
  expect(ids(feed).at(-1)).toBe(951)
  await feed.more()
  expect(ids(feed).slice(-3)).toEqual([950, 949, 948])
})

test('a page that holds little, since most were left out, takes nothing away when it is renewed', async () => {
  const at = (id: number) => alarm(id).created_at
  const pages: Record<string, AlarmPage> = {
    first: { items: [alarm(90)], has_more: true, next_cursor_time: at(50), next_cursor_id: 50 },
    second: { items: [alarm(20)], has_more: false, next_cursor_time: at(20), next_cursor_id: 20 },
  }
  const feed = createFeed(async ({ cursor_id }) => ({
    kind: 'ok',
    data: pages[cursor_id ? 'second' : 'first'] as AlarmPage,
  }))
  await feed.show({ ...all, state: 'todo' })
  await feed.more()
  await feed.refresh()
  expect(ids(feed)).toEqual([90, 20])
})

test('many are hidden at once, and come back or are gone', async () => {
  const feed = createFeed(house([3, 2, 1].map((id) => alarm(id))).load)
  await feed.show(all)
  feed.mark([1, 2], 'now', 'anna')
  expect(feed.items.value.map((one) => one.acknowledged_by ?? null)).toEqual([null, 'anna', 'anna'])
  feed.hide(1, 3)
  expect(ids(feed)).toEqual([2])
  feed.drop([3])
  feed.restore(1, 3)
  expect(ids(feed)).toEqual([2, 1])
})

test('a removal that is taken back puts the alarm where it was', async () => {
  const feed = createFeed(house([3, 2, 1].map((id) => alarm(id))).load)
  await feed.show(all)
  feed.hide(2)
  feed.put(alarm(2, { ended_at: 'now' }), false)
  expect(ids(feed)).toEqual([3, 1])
  feed.restore(2)
  expect(ids(feed)).toEqual([3, 2, 1])
})

test('what is removed while a page or a renewal is under way does not come back with its answer', async () => {
  for (const remove of [
    (feed: ReturnType<typeof createFeed>) => feed.drop('all'),
    (feed: ReturnType<typeof createFeed>) => feed.dropOf(1),
  ])
    for (const ask of ['more', 'refresh'] as const) {
      const stored = [5, 4, 3, 2, 1].map((id) => alarm(id))
      const { load } = house(stored)
      let open: (() => void) | null = null
      const feed = createFeed(async (query) => {
        const answer = await load(query)
        const { promise, resolve } = Promise.withResolvers<void>()
        if (open === null) return answer
        open = resolve
        await promise
        return answer
      })
      await feed.show(all)
      open = () => {}
      const asked = feed[ask]()
      await Bun.sleep(0)
      const late = open
      open = null
      stored.length = 0
      remove(feed)
      late()
      await asked
      await Bun.sleep(0)
      expect(ids(feed)).toEqual([])
      expect(feed.phase.value).not.toBe('loading')
    }
})

test('what a device has told goes with it', async () => {
  const feed = createFeed(house([alarm(3, { device_id: 2 }), alarm(2), alarm(1, { device_id: 2 })]).load)
  await feed.show(all)
  feed.dropOf(2)
  expect(ids(feed)).toEqual([2])
})

test('after an interruption the first page is new and what lies below stays', async () => {
  const stored = [6, 5, 4, 3, 2, 1].map((id) => alarm(id))
  const feed = createFeed(house(stored).load)
  await feed.show(all)
  await feed.more()
  stored.splice(1, 1)
  stored.unshift(alarm(7))
  await feed.refresh()
  expect(ids(feed)).toEqual([7, 6, 4, 3, 2, 1])
})

test('a renewal that is wished for while the first page is under way is made after it', async () => {
  const stored = [alarm(1)]
  const { load, queries } = house(stored)
  const slow = Promise.withResolvers<void>()
  const feed = createFeed(async (query) => {
    const answer = await load(query)
    if (queries.length === 1) await slow.promise
    return answer
  })
  const shown = feed.show(all)
  // Nobody is told of this one: the stream of events opens only now.
  stored[0] = alarm(1, { ended_at: 'now' })
  await feed.refresh()
  slow.resolve()
  await shown
  expect(feed.items.value[0]?.ended_at).toBe('now')
  expect(queries.length).toBe(2)
})

test('a fault keeps what is there and can be tried again', async () => {
  let broken = true
  const { load } = house([alarm(1)])
  const feed = createFeed(async (query) =>
    broken ? { kind: 'fault', fault: { status: 0, message: 'no network', problems: [] } } : load(query),
  )
  await feed.show(all)
  expect(feed.fault.value?.message).toBe('no network')
  broken = false
  await feed.more()
  expect(ids(feed)).toEqual([1])
  expect(feed.fault.value).toBeNull()
})

test('what could not be loaded is there once the appliance is back, on whatever page of the list it was', async () => {
  const { load } = house([7, 6, 5, 4, 3, 2, 1].map((id) => alarm(id)))
  const queries: object[] = []
  const away: Answer<AlarmPage> = { kind: 'fault', fault: { status: 0, message: 'Away', problems: [] } }
  let isAway = true
  const feed = createFeed(async (query) => {
    queries.push(query)
    return isAway ? away : load(query)
  })
  await feed.show(all)
  expect([feed.phase.value, feed.fault.value?.message]).toEqual(['fault', 'Away'])
  isAway = false
  await feed.refresh()
  expect([feed.phase.value, feed.fault.value, ids(feed)]).toEqual(['more', null, [7, 6, 5]])
  isAway = true
  const asked = queries.length
  await feed.more()
  await feed.refresh()
  // Once for each, and not again and again.
  expect([feed.phase.value, queries.length - asked]).toEqual(['fault', 2])
  isAway = false
  await feed.refresh()
  expect([feed.phase.value, feed.fault.value, ids(feed)]).toEqual(['more', null, [7, 6, 5, 4, 3, 2]])
})

test('who comes back to a list that could not be loaded has it asked for again', async () => {
  const { load } = house([alarm(1)])
  let isAway = true
  const feed = createFeed(async (query) =>
    isAway ? { kind: 'fault', fault: { status: 503, message: 'Busy', problems: [] } } : load(query),
  )
  await feed.show(all)
  isAway = false
  await feed.show(all)
  expect([feed.phase.value, ids(feed)]).toEqual(['end', [1]])
})
