// Every pair of LightNVR's document is there, and answers each who may ask as the letter of its row says, on ports of both profiles.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Glob } from 'bun'
import type { Hono } from 'hono'
import { declaredRoutes } from '../core/http/route.ts'
import { makeFilm } from '../core/testing/film.ts'
import { createRightsStand, PASSWORD, type RightsStand } from '../core/testing/rights-stand.ts'
import { watchRows } from '../core/testing/untouched.ts'
import { lightnvr } from '../plugins/lightnvr-compat/index.ts'
import { rtsp } from '../plugins/rtsp/index.ts'
import { PAIRS, type Pair, type Things } from './lightnvr-pairs.ts'

setDefaultTimeout(120_000)

type Who = 'nobody' | 'viewer' | 'user' | 'api' | 'admin'
const WHO: readonly Who[] = ['nobody', 'viewer', 'user', 'api', 'admin']
const basic = (name: string, password = PASSWORD) => ({ authorization: `Basic ${btoa(`${name}:${password}`)}` })

let it: RightsStand
let things: Things
let headers: Record<Who, Record<string, string>>
let own: Record<'viewer' | 'user', number>

beforeAll(async () => {
  it = await createRightsStand({ PORCHLIGHT_LIGHTNVR_PORT: '0,0:code' }, { plugins: (fake) => [fake, rtsp, lightnvr] })
  const { channel, recording, user } = it.things.a
  const film = await makeFilm('mp4')
  writeFileSync(join(it.app.folder, 'recordings', 'camera-1', 'a.mp4'), film)
  it.sqlite.run('update recordings set bytes = ? where id = ?', [film.byteLength, recording])
  const { start_at, household_id } = it.sqlite
    .query<{ start_at: number; household_id: number }, [number]>('select * from recordings where id = ?')
    .get(recording) as { start_at: number; household_id: number }
  const motion = recordedAroundAlarm(recording)
  it.sqlite.run(
    `insert into recorder_rules (channel_id, household_id, mode, segment_seconds, pre_seconds, post_seconds, updated_at)
      values (?, ?, 'alarm', 300, 5, 15, 0)`,
    [channel, household_id],
  )
  it.sqlite.run('update grants set ptz = 0')
  const { id: operator } = it.sqlite.query("select id from users where username = 'operator'").get() as { id: number }
  const { id: viewer } = it.sqlite.query("select id from users where username = 'granted'").get() as { id: number }
  own = { viewer, user: operator }
  headers = {
    ...{ nobody: {}, viewer: basic('granted'), user: basic('operator'), api: {} },
    admin: basic('owner', 'porchlight-owner'),
  }
  headers.api = { 'x-api-key': await keyOfProgram() }
  const answer = await fetch(`${portOf('document')}/api/streams/${channel}`, { headers: headers.admin })
  const { name } = (await answer.json()) as { name: string }
  things = { stream: name, recording, motion, at: Math.floor(start_at / 1000), user }
}, 120_000)
afterAll(() => it[Symbol.asyncDispose]())

/** Of an account with the role that LightNVR has for programs. */
async function keyOfProgram(): Promise<string> {
  const post = async (path: string, body: object) => {
    const init = { method: 'POST', headers: headers.admin, body: JSON.stringify(body) }
    return (await (await fetch(`${portOf('document')}/api/auth/users${path}`, init)).json()) as Record<string, string>
  }
  const { id, role_name } = await post('', { username: 'program', password: PASSWORD, role: 3 })
  expect(role_name).toBe('api')
  return (await post(`/${id}/api-key`, {})).api_key ?? ''
}

/** A film of that one's channel, a minute later. */
function recordedAroundAlarm(recording: number): number {
  const row = it.sqlite.query('select * from recordings where id = ?').get(recording) as Record<string, number | string>
  const made: Record<string, number | string | null> = {
    ...{ ...row, id: null, uuid: Bun.randomUUIDv7(), file: 'camera-1/motion.mp4' },
    ...{ origin: 'recorder', record_type: 'alarm', clip_key: null },
    ...{ start_at: Number(row.start_at) + 60_000, end_at: Number(row.end_at) + 60_000 },
  }
  writeFileSync(join(it.app.folder, 'recordings', 'camera-1', 'motion.mp4'), 'a film')
  const names = Object.keys(made)
  const { lastInsertRowid } = it.sqlite.run(
    `insert into recordings (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`,
    Object.values(made),
  )
  return Number(lastInsertRowid)
}

const portOf = (profile: 'document' | 'code') => it.app.app.dialectPorts[profile === 'document' ? 0 : 1]?.url ?? ''

/** The document's own text; null, with a word, where it is not here. */
function document(): string | null {
  const folder = join(import.meta.dir, '..', '..', 'shared', 'seeds')
  const [file] = new Glob('001_*.txt').scanSync({ cwd: folder, onlyFiles: true, throwErrorOnBrokenSymlink: false })
  if (!file) console.warn('skipped: ../shared/seeds is not here')
  return file ? readFileSync(join(folder, file), 'utf8') : null
}

function mounted(): Set<string> {
  const routes = declaredRoutes(it.app.app.root as unknown as Hono)
  const own = routes.filter(({ path }) => path.startsWith('/lightnvr/'))
  return new Set(
    own.map(({ method, path }) => `${method} ${path.slice('/lightnvr'.length).replace(/:\w+(\{[^}]*\})?/g, '{}')}`),
  )
}
const plain = (pair: string) => pair.replace(/\{\w+\}/g, '{}')

test('the table holds the 88 pairs that the document names, and no other', () => {
  const text = document()
  if (text === null) return
  const blocks = [...text.matchAll(/```\n((?:[A-Z]+ \/\S+\n)+)```/g)]
  const named = blocks.flatMap(([, lines = '']) => lines.trim().split('\n'))
  expect(named).toHaveLength(88)
  expect(named.toSorted()).toEqual(Object.keys(PAIRS).toSorted())
})

test('each pair is mounted', () => {
  const there = mounted()
  expect(Object.keys(PAIRS).filter((pair) => !there.has(plain(pair)))).toEqual([])
})

test('each pair has a row in our documentation, which says whether it is real, adapted or refused', () => {
  const page = readFileSync(join(import.meta.dir, '..', 'docs', 'api', 'lightnvr.md'), 'utf8')
  const rows = page.split('\n').filter((line) => line.startsWith('| `'))
  const told = rows
    .filter((row) => /\b(real|adapted|refused)\b/.test(row))
    .flatMap((row) => [...row.matchAll(/`([A-Z]+ \/[^`]+)`/g)].map(([, pair = '']) => plain(pair)))
  expect(Object.keys(PAIRS).filter((pair) => !told.includes(plain(pair)))).toEqual([])
})

interface Ask {
  pair: string
  who: Who
  profile: 'document' | 'code'
  /** About the asker himself, where the letter is S. */
  about: number
}

async function send({ pair, who, profile, about }: Ask) {
  const [method = '', path = ''] = pair.split(' ')
  const { body, query, headers: more } = PAIRS[pair] as Pair
  const given: Record<string, string | number> = {
    ...{ name: things.stream, stream_name: things.stream, recording_id: things.motion },
    ...{ job_id: '019a0000-0000-7000-8000-000000000000', filename: 'index99999.ts' },
    id: path.includes('/users/') ? about : things.recording,
  }
  const url = portOf(profile) + path.replace(/\{(\w+)\}/g, (_, name: string) => String(given[name]))
  const answer = await fetch(url + (query?.(things) ?? ''), {
    ...{ method, redirect: 'manual', headers: { ...headers[who], ...more } },
    ...(body ? { body: JSON.stringify(body(things)) } : {}),
  })
  const text = await answer.text()
  return { status: answer.status, text }
}

/** Null: it is as it should be. */
function wrong({ pair, who, about }: Ask, status: number): string | null {
  const { letter, operator, undone, isMadeUp } = PAIRS[pair] as Pair
  const isDone = status < 400 || (undone?.status.includes(status) ?? false)
  const done = isDone ? null : `not ${['success', ...(undone?.status ?? [])].join(' or ')}`
  if (pair === 'GET /api/auth/verify' && who === 'nobody') return status === 401 ? null : 'not 401'
  if (letter === 'P') return done
  if (who === 'nobody') return status === 401 ? null : 'not 401'
  if (who === 'admin') return done
  const isViewer = who === 'viewer'
  if (letter === 'R') return isViewer && operator ? (status === 403 ? null : 'not 403') : done
  const isHimself = about === own.viewer || about === own.user
  // What he needs beside his sign-in (his password, a code) is held by tests of its own.
  if (letter === 'S' && isHimself) return [200, 400, 401, 403, 409].includes(status) ? null : 'neither done nor refused'
  if (letter !== 'S' && letter !== 'A' && operator && !isViewer) return done
  return status === 403 || (isMadeUp && status === 404) ? null : 'not 403'
}

function complaint(ask: Ask, { status, text }: { status: number; text: string }): string[] {
  const found = [wrong(ask, status)]
  if (status >= 400) found.push(shapeOf(text))
  const what = `${ask.profile} ${ask.who}: ${ask.pair}${ask.about === things.user ? '' : ' (himself)'}`
  return found.flatMap((one) => (one ? [`${what} → ${status}, ${one}: ${text.slice(0, 160)}`] : []))
}

/** `{error}` with words for people, and nothing of ours. */
function shapeOf(text: string): string | null {
  try {
    const body = JSON.parse(text)
    if (Object.keys(body).join() !== 'error' || typeof body.error !== 'string' || body.error === '')
      return 'more or less than {error}'
    if (/Internal error|SQLITE|\bat \S+:\d+|\/tmp\//.test(body.error)) return 'words that are for nobody'
    return null
  } catch {
    return 'no JSON'
  }
}

function asks(): Ask[] {
  return Object.entries(PAIRS).flatMap(([pair, { letter }]) =>
    WHO.flatMap((who) =>
      (['document', 'code'] as const).flatMap((profile) => {
        const ask = { pair, who, profile, about: things.user }
        const isPerson = who === 'viewer' || who === 'user'
        return letter === 'S' && isPerson ? [ask, { ...ask, about: own[who] }] : [ask]
      }),
    ),
  )
}

const isLast = ({ pair }: Ask) => PAIRS[pair]?.last === true
const isForAll = ({ pair, who }: Ask) => who === 'admin' || PAIRS[pair]?.letter === 'P'

test('whoever may not is refused in words and nothing is changed; whoever may has it done', async () => {
  const rows = watchRows(it.sqlite, ['system_stats', 'jobs', 'sign_ins', 'activity'])
  const found: string[] = []
  const all = asks()
  const first = all
    .filter((ask) => !isLast(ask))
    .toSorted((one, other) => Number(isForAll(one)) - Number(isForAll(other)))
  for (const ask of [...first, ...all.filter(isLast)]) {
    const answer = await send(ask)
    found.push(...complaint(ask, answer))
    const changed = rows.changed()
    if (changed.length === 0) continue
    if (answer.status === 401 || answer.status === 403) found.push(`${ask.who}: ${ask.pair} changed ${changed}`)
    rows.restore()
  }
  expect(found).toEqual([])
})
