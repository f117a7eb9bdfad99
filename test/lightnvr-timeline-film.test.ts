// The list of a timeline opens each of its films: for nobody, and for very many, it opens none.
import { expect, test } from 'bun:test'
import type { Services } from '#plugin'
import { createTimelineFilms } from '../plugins/lightnvr-compat/timeline-film.ts'
import type { Known } from '../plugins/lightnvr-compat/timeline-segments.ts'

const SYSTEM = { kind: 'system' } as const
const SECOND = 1000

/** Films of ten seconds, one after the other. */
function start(count: number, onOpened: (opened: number) => void = () => {}) {
  let opened = 0
  const services = {
    recordings: {
      async film() {
        onOpened(++opened)
        return { film: { pieces: [10] } }
      },
    },
  } as unknown as Services
  const recordings = Array.from({ length: count }, (_, at) => ({ id: at + 1, startAt: new Date(at * 10 * SECOND) }))
  const known = { asked: { start: 0, end: count * 10 * SECOND }, recordings } as unknown as Known
  const list = (signal: AbortSignal) => createTimelineFilms(services).list(SYSTEM, known, signal)
  return { list, opened: () => opened }
}

test('a list for which nobody waits any more is not made to its end', async () => {
  const gone = new AbortController()
  const { list, opened } = start(50, (count) => count === 3 && gone.abort())
  expect(await list(gone.signal).catch(String)).toContain('Nobody waits')
  expect(opened()).toBe(3)
})

test('of a thousand films a list is made, and of more none is opened', async () => {
  const { signal } = new AbortController()
  expect((await start(1000).list(signal)).match(/\.m4s/g)).toHaveLength(1000)
  const many = start(1001)
  expect(await many.list(signal).catch(String)).toContain('ask for less')
  expect(many.opened()).toBe(0)
})
