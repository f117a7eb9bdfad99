// Clips become recordings: whole, once, two at a time, and through every interruption.

import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Fault } from '#plugin'
import { createFakeDriver } from '../../testing/fake-driver.ts'
import { createFakeFootage, type FakeFootage, withFootage } from '../../testing/fake-footage.ts'
import { createTestApp } from '../../testing/test-app.ts'
import { until } from '../../testing/until.ts'

setDefaultTimeout(60_000)

const HOST = '192.0.2.7'
const SECONDS = 4
const folder = mkdtempSync(join(tmpdir(), 'porchlight-film-'))
let film: Uint8Array

beforeAll(async () => {
  const file = join(folder, 'film.ps')
  const made = Bun.spawn(
    [
      ...['ffmpeg', '-v', 'error', '-f', 'lavfi', '-i', `testsrc=s=160x120:r=10:d=${SECONDS}`],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0', '-g', '10', '-f', 'mpeg', file],
    ],
    { stdout: 'ignore', stderr: 'inherit' },
  )
  expect(await made.exited).toBe(0)
  film = await Bun.file(file).bytes()
})
afterAll(() => rmSync(folder, { recursive: true }))

const clipAt = (index: number) => {
  const start = new Date(Date.UTC(2026, 0, 10, 8, 0, index * 10))
  return { start, end: new Date(+start + SECONDS * 1000) }
}
const RANGE = { from: new Date('2026-01-10T08:00:00Z'), to: new Date('2026-01-10T08:10:00Z') }

async function stand(count: number, prepare: (footage: FakeFootage) => void = () => {}) {
  const driver = createFakeDriver()
  driver.add(HOST, 1)
  const footage = createFakeFootage()
  footage.clips.set(
    'ip:1',
    Array.from({ length: count }, (_, index) => clipAt(index)),
  )
  const asked: string[] = []
  footage.file = (token) => {
    asked.push(token)
    return { bytes: new Blob([new Uint8Array(film)]).stream(), length: film.length, container: 'ps' }
  }
  prepare(footage)
  const plugin = { id: 'fake', title: 'Fake', driver: withFootage(driver, new Map([[HOST, footage]])) }
  const app = await createTestApp([plugin])
  await app.ask('POST', '/api/devices', { ip_web: HOST, username: 'admin', password: 'right-password', brand: 'fake' })
  await until('its channel is there', async () => (await app.ask('GET', '/api/channels')).body.length === 1)
  const system = { kind: 'system' } as const
  const job = async (id: number) => (await app.ask('GET', `/api/jobs/${id}`)).body
  return {
    ...{ app, footage, asked, job },
    downloads: () => app.app.services.downloads,
    fetch: () => app.app.services.downloads.range(system, 1, RANGE.from, RANGE.to).id,
    ended: (id: number, states = ['done', 'failed']) =>
      until(`the job is ${states}`, async () => {
        const found = await job(id)
        return states.includes(found.state) && found
      }),
    files: () =>
      (readdirSync(join(app.folder, 'recordings'), { recursive: true }) as string[])
        .filter((name) => /\.\w+$/.test(name) && !name.endsWith('.part'))
        .sort(),
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  }
}

describe('a range', () => {
  test('becomes a recording for each clip, playable and checked, and nothing else is left', async () => {
    await using it = await stand(3)
    const done = await it.ended(it.fetch())
    expect(done).toMatchObject({ state: 'done', progress: 1, items_done: 3, items_total: 3, error: null })
    expect(done.result).toEqual({ recording_ids: [1, 2, 3] })
    const files = it.files()
    expect(files).toEqual(
      [0, 10, 20].map((second) => `camera-1/2026-01-10/camera-1_2026-01-10T08-00-${`${second}`.padStart(2, '0')}Z.mp4`),
    )
    const probe = Bun.spawnSync([
      'ffprobe',
      '-v',
      'error',
      '-show_entries',
      'stream=codec_name,nb_frames',
      '-of',
      'csv=p=0',
      join(it.app.folder, 'recordings', files[0]!),
    ])
    expect(probe.stdout.toString().trim()).toBe(`h264,${SECONDS * 10}`)
  })

  test('asked for again fetches nothing that is there', async () => {
    await using it = await stand(2)
    const first = await it.ended(it.fetch())
    const again = await it.ended(it.fetch())
    expect(again.result).toEqual(first.result)
    expect(it.asked).toHaveLength(2)
  })

  test('without footage fails in words, and an end before the start is refused', async () => {
    await using it = await stand(0)
    expect(await it.ended(it.fetch())).toMatchObject({
      state: 'failed',
      error: 'Camera 1 has no recording in this time: check that the device records.',
    })
    expect(() => it.downloads().range({ kind: 'system' }, 1, RANGE.to, RANGE.from)).toThrow(
      'The end must be after the start',
    )
  })
})

describe('what goes wrong', () => {
  test('a clip that comes short is fetched once more, then named, and the others are there', async () => {
    await using it = await stand(2, (footage) => {
      const whole = footage.file!
      footage.file = async (token, signal) => {
        const found = await whole(token, signal)
        const bytes = token.includes('08:00:10') ? film.subarray(0, film.length / 2) : film
        return { ...found, bytes: new Blob([new Uint8Array(bytes)]).stream() }
      }
    })
    const done = await it.ended(it.fetch())
    expect(done.result).toMatchObject({
      recording_ids: [1],
      failed: [{ error: expect.stringContaining('came short') }],
    })
    expect(it.asked).toHaveLength(3)
    expect(it.files()).toHaveLength(1)
  })

  test('a device that is busy is asked again after a pause', async () => {
    let busy = true
    await using it = await stand(1, (footage) => {
      const whole = footage.file!
      footage.file = (token, signal) => {
        if (busy) throw new Fault('device-busy', 'The recorder is busy.')
        return whole(token, signal)
      }
    })
    const id = it.fetch()
    const rests = await until('it rests', async () => {
      const found = await it.job(id)
      return found.state === 'queued' && found.error ? found : null
    })
    expect(rests.error).toBe('The recorder is busy.')
    busy = false
    expect((await it.ended(id)).state).toBe('done')
  })

  test('a refused login stops the queue until a person acts, and is never tried again by itself', async () => {
    let refused = 0
    await using it = await stand(1, (footage) => {
      footage.file = () => {
        refused++
        throw new Fault('device-refused-login', 'The recorder refused the login.')
      }
    })
    expect(await it.ended(it.fetch(), ['paused'])).toMatchObject({ error: 'The recorder refused the login.' })
    expect(refused).toBe(1)
  })
})

test('it goes on after a restart with what is missing: what was whole is not fetched again', async () => {
  const hold = Promise.withResolvers<void>()
  await using it = await stand(3, (footage) => {
    const whole = footage.file!
    footage.file = async (token, signal) => {
      const found = await whole(token, signal)
      if (!token.includes('08:00:10') || it.asked.length > 2) return found
      const half = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(film.slice(0, 1000))
          signal.addEventListener('abort', () => controller.error(signal.reason))
          hold.resolve()
        },
      })
      return { ...found, bytes: half }
    }
  })
  const id = it.fetch()
  await hold.promise
  await it.app.restart()
  expect((await it.ended(id)).result).toEqual({ recording_ids: [1, 2, 3] })
  expect(it.asked.map((token) => token.slice(-9, -5))).toEqual(['0:00', '0:10', '0:10', '0:20'].map((text) => text))
  expect(it.files()).toHaveLength(3)
  expect(existsSync(join(it.app.folder, 'recordings', '.part'))).toBe(true)
  expect(readdirSync(join(it.app.folder, 'recordings', '.part'))).toEqual([])
})

test('at most two at a time are asked of one device', async () => {
  let [now, most] = [0, 0]
  await using it = await stand(1, (footage) => {
    const whole = footage.file!
    footage.file = async (token, signal) => {
      most = Math.max(most, ++now)
      await Bun.sleep(20)
      now--
      return whole(token, signal)
    }
  })
  const ids = Array.from({ length: 5 }, (_, index) => {
    const { start, end } = clipAt(index)
    it.footage.clips.get('ip:1')![index] = { start, end }
    return it.downloads().range({ kind: 'system' }, 1, start, end).id
  })
  for (const id of ids) expect((await it.ended(id)).state).toBe('done')
  expect(most).toBe(2)
})

test('a file that was whole before its row, and was adopted meanwhile, stays the only one of its clip', async () => {
  const hold = Promise.withResolvers<void>()
  await using it = await stand(2, (footage) => {
    const whole = footage.file!
    footage.file = async (token, signal) => {
      const found = await whole(token, signal)
      if (!token.includes('08:00:10') || it.asked.length > 2) return found
      hold.resolve()
      return {
        ...found,
        bytes: new ReadableStream({ start: (to) => signal.addEventListener('abort', () => to.error()) }),
      }
    }
  })
  const id = it.fetch()
  await hold.promise
  // As a power cut between the file's name and its row, and a look at the disk after it, leave it.
  using db = new Database(join(it.app.folder, 'porchlight.db'))
  db.run('pragma busy_timeout = 5000')
  db.run("update recordings set origin = 'found', clip_key = null, sha256 = null, record_type = null, is_protected = 1")
  await it.app.restart()
  expect((await it.ended(id)).result).toEqual({ recording_ids: [1, 2] })
  expect(it.files()).toHaveLength(2)
  const { data } = (await it.app.ask('GET', '/api/recordings')).body
  expect(data).toHaveLength(2)
  expect(data[1]).toMatchObject({ id: expect.any(String), origin: 'download', protected: true })
})

test('what a sudden end has left half is swept at the next start, also while something waits', async () => {
  await using it = await stand(1, (footage) => {
    footage.file = () => {
      throw new Fault('disk-full', 'The disk is full')
    }
  })
  const parts = join(it.app.folder, 'recordings', '.part')
  const id = it.fetch()
  await it.ended(id, ['paused'])
  mkdirSync(parts, { recursive: true })
  for (const name of ['9-x.half', '9-x.mp4', '9-y.raw']) writeFileSync(join(parts, name), 'left over')
  await it.app.restart()
  expect(readdirSync(parts)).toEqual(['9-y.raw'])
  await it.app.ask('POST', `/api/jobs/${id}/cancel`)
  await it.app.restart()
  expect(existsSync(parts)).toBe(false)
})

test('what came whole goes with the last download that is cancelled, whether it waits or runs', async () => {
  const opened = Promise.withResolvers<void>()
  await using it = await stand(1, (footage) => {
    footage.file = (_token, signal) => {
      opened.resolve()
      const start = (stream: ReadableStreamDefaultController) =>
        signal.addEventListener('abort', () => stream.error(signal.reason))
      return { bytes: new ReadableStream({ start }), length: null, container: 'ps' }
    }
  })
  const whole = join(it.app.folder, 'recordings', '.part', '9-y.raw')
  const running = it.fetch()
  await opened.promise
  const waiting = it.fetch()
  await it.app.ask('POST', `/api/jobs/${waiting}/pause`)
  writeFileSync(whole, 'a gigabyte')
  await it.app.ask('POST', `/api/jobs/${running}/cancel`)
  const paths = () => readdirSync(join(it.app.folder, 'recordings', '.part'))
  await until('the half one is away', () => paths().length === 1)
  expect(paths()).toEqual(['9-y.raw'])
  await it.app.ask('POST', `/api/jobs/${waiting}/cancel`)
  await until('it is away', () => !existsSync(whole))
  const last = it.fetch()
  await until('it runs', async () => (await it.job(last)).state === 'running')
  writeFileSync(whole, 'a gigabyte')
  await it.app.ask('POST', `/api/jobs/${last}/cancel`)
  await until('it is away again', () => !existsSync(whole))
})

test('two jobs that want the same clip fetch it once', async () => {
  await using it = await stand(1)
  const [first, second] = [it.fetch(), it.fetch()]
  const ended = [await it.ended(first), await it.ended(second)]
  expect(ended.map(({ result }) => result)).toEqual([{ recording_ids: [1] }, { recording_ids: [1] }])
  expect(it.asked).toHaveLength(1)
})

test('the device\u2019s own file is kept also when the appliance ended just before it had its place', async () => {
  await using it = await stand(1)
  await it.app.ask('PUT', '/api/settings/downloads', { value: { mbit: null, keep_raw: true } })
  const id = it.fetch()
  await it.ended(id)
  const own = join(it.app.folder, 'recordings', it.files()[1] ?? '')
  expect(own).toEndWith('.ps')
  using db = new Database(join(it.app.folder, 'porchlight.db'))
  db.run('pragma busy_timeout = 5000')
  const { key } = db.query('select clip_key as key from recordings').get() as { key: string }
  renameSync(own, join(it.app.folder, 'recordings', '.part', `1-${Bun.hash(key).toString(36)}.raw`))
  db.run("update jobs set state = 'running' where kind = 'download'")
  await it.app.restart()
  await it.ended(id)
  expect(it.files()).toHaveLength(2)
  expect(await Bun.file(own).bytes()).toEqual(new Uint8Array(film))
  expect(it.asked).toHaveLength(1)
})

test('a device that is removed while a clip comes leaves no file that is nobody\u2019s', async () => {
  const opened = Promise.withResolvers<void>()
  const hold = Promise.withResolvers<void>()
  await using it = await stand(1, (footage) => {
    const whole = footage.file!
    footage.file = async (token, signal) => {
      const found = await whole(token, signal)
      opened.resolve()
      await hold.promise
      return found
    }
  })
  const id = it.fetch()
  await opened.promise
  await it.app.ask('DELETE', '/api/devices/1')
  hold.resolve()
  expect(await it.ended(id)).toMatchObject({ state: 'failed', error: expect.stringContaining('was removed') })
  expect(it.files()).toEqual([])
})
