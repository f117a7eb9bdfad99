// What is played next, and how seldom the device is asked for it.
import { expect, test } from 'bun:test'
import { createStretches } from './stretches.ts'

const NOW = '2026-01-12T12:00:00Z'
const { signal } = new AbortController()

/** A device with clips from…to on that day, told in pages; `asked` holds where each search began. */
function device(clips: [string, string][], pageSize = 100, now = NOW) {
  const at = (time: string) => new Date(time.length > 8 ? time : `2026-01-12T${time}Z`)
  const asked: string[] = []
  let pages = 0
  const stretches = createStretches({
    async *search(from, to) {
      asked.push(from.toISOString().slice(11, 19))
      const found = clips.map(([start, end]) => ({ start: at(start), end: at(end) }))
      const inside = found.filter(({ start, end }) => end > from && start < to)
      for (let page = 0; page === 0 || page * pageSize < inside.length; page++) {
        pages++
        yield inside.slice(page * pageSize, (page + 1) * pageSize)
      }
    },
    now: () => at(now),
  })
  async function next(time: string) {
    const found = await stretches.at(at(time), signal)
    if (!found) return null
    const text = [found.begin, found.end].map((one) => one.toISOString().slice(11, 19)).join(' ')
    return found.isGrowing ? `${text} …` : text
  }
  return { next, asked, pages: () => pages, clips }
}

test('clips that follow each other are one stretch, and a gap ends it', async () => {
  const { next, asked } = device([
    ['08:00:00', '08:10:00'],
    ['08:10:02', '08:20:00'],
    ['08:19:58', '08:30:00'],
    ['09:00:00', '09:10:00'],
  ])
  expect(await next('08:05:00')).toBe('08:00:00 08:30:00')
  expect(await next('08:25:00')).toBe('08:00:00 08:30:00')
  expect(await next('08:01:00')).toBe('08:00:00 08:30:00')
  expect(await next('08:30:00')).toBe('09:00:00 09:10:00')
  expect(await next('08:45:00')).toBe('09:00:00 09:10:00')
  expect(asked).toEqual(['08:05:00'])
  expect(await next('09:10:00')).toBeNull()
})

test('a day of thousands of clips is read no further than what is played', async () => {
  const clock = (index: number) => new Date(index * 5000).toISOString().slice(11, 19)
  const clips = Array.from({ length: 5000 }, (_, index): [string, string] => [clock(index), clock(index + 1)])
  const { next, pages } = device(clips, 40, '2026-01-13T12:00:00Z')
  expect(await next('00:00:00')).toBe('00:00:00 02:03:20')
  expect(pages()).toBe(37)
})

test('footage of months later is found across the gap', async () => {
  const { next, asked } = device([['2026-01-11T20:00:00Z', '2026-01-11T20:10:00Z']])
  expect(await next('2025-10-01T00:00:00Z')).toBe('20:00:00 20:10:00')
  expect(asked).toHaveLength(4)
})

test('what the device is still writing is asked for again, until nothing more comes', async () => {
  const { next, asked, clips } = device([['11:30:00', '11:59:30']])
  expect(await next('11:58:00')).toBe('11:30:00 11:59:30 …')
  clips[0] = ['11:30:00', '11:59:50']
  expect(await next('11:59:29')).toBe('11:30:00 11:59:50 …')
  expect(await next('11:59:48')).toBeNull()
  expect(asked).toHaveLength(3)
})
