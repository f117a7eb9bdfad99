// Our own log as it is kept: in a small file over a restart, and its newest lines in memory.
import { afterAll, expect, test } from 'bun:test'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLog } from '../../log.ts'
import { createClock } from '../../testing/clock.ts'
import { createLogFile } from './log-file.ts'
import { lineText } from './log-line.ts'
import { createLogRing } from './log-ring.ts'

const folder = mkdtempSync(join(tmpdir(), 'porchlight-log-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let count = 0
function stand(file = join(folder, String(++count), 'porchlight.log'), mostBytes?: number) {
  const { timers, advance } = createClock()
  const log = createLog('debug', () => {})
  const ring = createLogRing(log, createLogFile({ file, timers, ...(mostBytes && { mostBytes }) }))
  return { file, log, ring, advance }
}

const ALL = { service: 'porchlight', type: 'all', level: 'debug' } as const
const messages = (page: { entries: { message: string }[] }) => page.entries.map(({ message }) => message)

test('lines are found by how grave they are, by part and by word', () => {
  const { log, ring } = stand()
  log.debug('one')
  log.with({ service: 'hub' }).warn('two', { broker: 'Mosquitto' })
  log.with({ service: 'live' }).error('three')
  expect(messages(ring.page(ALL, { lines: 10 }))).toEqual(['one', 'two', 'three'])
  expect(messages(ring.page({ ...ALL, level: 'warn' }, { lines: 10 }))).toEqual(['two', 'three'])
  expect(messages(ring.page({ ...ALL, type: 'out' }, { lines: 10 }))).toEqual(['one'])
  expect(messages(ring.page({ ...ALL, service: 'hub' }, { lines: 10 }))).toEqual(['two'])
  expect(messages(ring.page({ ...ALL, search: 'mosquitto' }, { lines: 10 }))).toEqual(['two'])
  expect(messages(ring.page({ ...ALL, since: new Date(Date.now() + 60_000) }, { lines: 10 }))).toEqual([])
  const last = ring.page(ALL, { lines: 1 })
  expect([messages(last), last.hasMore]).toEqual([['three'], true])
  expect(messages(ring.page(ALL, { lines: 10, before: last.entries[0]?.id }))).toEqual(['one', 'two'])
})

test('secrets are masked before anything is kept', () => {
  const { log, ring, file } = stand()
  log.error('rtsp://admin:hunter2@192.0.2.7/1 is lost', { password: 'hunter2' })
  expect(JSON.stringify(ring.page(ALL, { lines: 10 }))).not.toContain('hunter2')
  expect(readFileSync(file, 'utf8')).not.toContain('hunter2')
})

test('no word of a device or a person forges a line, in the file or in an answer', async () => {
  const { log, ring, file, advance } = stand()
  const forged = 'gone\n2026-01-01T00:00:00.000Z ERROR api: The house burns\u001b[31m'
  log.warn(forged, { user: forged })
  await advance(5000)
  expect(readFileSync(file, 'utf8').trimEnd()).not.toMatch(/\p{Cc}/u)
  const [entry] = ring.page(ALL, { lines: 10 }).entries
  expect(entry && lineText(entry)).not.toMatch(/\p{Cc}/u)
  expect(entry?.message).toBe(forged)
})

test('an error is on the disk at once, everything else within five seconds', async () => {
  const { log, file, advance } = stand()
  log.info('quiet')
  expect(existsSync(file)).toBe(false)
  await advance(5000)
  expect(readFileSync(file, 'utf8')).toContain('quiet')
  log.error('grave')
  expect(readFileSync(file, 'utf8')).toContain('grave')
})

test('the lines of before a restart are there, with the same ids, and half a line is none', () => {
  const first = stand()
  first.log.info('before')
  const [known] = first.ring.page(ALL, { lines: 10 }).entries
  first.ring[Symbol.dispose]()
  writeFileSync(first.file, '{"level":"info","ti', { flag: 'a' })
  const second = stand(first.file)
  second.log.info('after')
  const { entries } = second.ring.page(ALL, { lines: 10 })
  expect(messages({ entries })).toEqual(['before', 'after'])
  expect(entries[0]?.id).toBe(known?.id as number)
  second.ring[Symbol.dispose]()
  expect(messages(stand(first.file).ring.page(ALL, { lines: 10 }))).toEqual(['before', 'after'])
})

test('file and memory stay small, however much is logged', async () => {
  const { log, ring, file, advance } = stand(undefined, 50_000)
  for (let line = 0; line < 8000; line++) {
    log.info('again and again', { line })
    if (line % 100 === 0) await advance(5000)
  }
  ring[Symbol.dispose]()
  const files = readdirSync(join(file, '..'))
  expect(files.sort()).toEqual(['porchlight.log', 'porchlight.log.1'])
  for (const name of files) expect(statSync(join(file, '..', name)).size).toBeLessThan(60_000)
  const { entries } = ring.page(ALL, { lines: 100_000 })
  expect(entries.length).toBeLessThanOrEqual(6250)
  expect(entries.at(-1)?.data).toEqual({ line: 7999 })
})

test('a full disk stops nothing', () => {
  const { log, ring, file } = stand()
  rmSync(join(file, '..'), { recursive: true })
  expect(() => log.error('nowhere to go')).not.toThrow()
  expect(messages(ring.page(ALL, { lines: 10 }))).toEqual(['nowhere to go'])
})

test('a log that was cleared begins anew, also after a start, and what was kept lies beside it', async () => {
  const { log, ring, file, advance } = stand()
  log.info('before')
  ring.clear()
  log.info('after')
  await advance(5000)
  expect(messages(ring.page(ALL, { lines: 10 }))).toEqual(['after'])
  expect(messages(stand(file).ring.page(ALL, { lines: 10 }))).toEqual(['after'])
  expect(readFileSync(`${file}.cleared`, 'utf8')).toContain('before')
})
