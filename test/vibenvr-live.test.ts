// Live pictures of VibeNVR's clients: frames that are polled, rows of pictures, and snapshots that are kept.
import { afterEach, expect, setDefaultTimeout, test } from 'bun:test'
import { jpegSize } from '../core/domain/jpeg.ts'
import { runningFfmpeg } from '../core/media/process.ts'
import { TINY_JPEG } from '../core/testing/fake-driver.ts'
import { until } from '../core/testing/until.ts'
import { type Camera, startCamera } from './rtsp-source/camera.ts'
import { createVibeStand, PASSWORD, type VibeStand } from './vibenvr-stand.ts'

// Pictures come no faster than they are filmed.
setDefaultTimeout(180_000)

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing[Symbol.asyncDispose]()
})

async function start(): Promise<VibeStand & { camera: Camera; frame: string }> {
  const camera = await startCamera()
  open.push(camera)
  const stand = await createVibeStand()
  open.push(stand.it)
  stand.device.source = (_, quality) => camera.address(`/1/${quality}`)
  return { ...stand, camera, frame: `/cameras/${stand.first}/frame` }
}

const decoders = () => runningFfmpeg().filter(({ arguments: all }) => all.includes('mpjpeg')).length
const sizeOf = (body: Uint8Array) => jpegSize(body)?.width ?? null
const SMALL = 640

test('the first frame is a snapshot, and of those that follow soon no device is asked', async () => {
  const { ask, admin, frame, device, mount, port } = await start()
  const first = await ask('GET', `${frame}?t=1`, admin)
  expect([first.status, first.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
  expect(first.headers.get('cache-control')).toBe('no-cache, no-store, must-revalidate')
  expect(first.body).toEqual(TINY_JPEG)
  expect([device.seen.snapshots, decoders()]).toEqual([1, 0])
  await until('the live picture', async () => sizeOf((await ask('GET', frame, admin)).body) === SMALL, 60_000)
  const { snapshots } = device.seen
  /** On a machine so busy that the live picture is an old one. */
  let stills = 0
  const hashes = new Set<string>()
  // At both mounts, with the prefix and without it.
  const places = [mount, `${mount}/api`, port, `${port}/api`]
  await until('it moves on', async () => {
    for (const at of places) {
      const { status, body } = await ask('GET', frame, admin, undefined, at)
      if (status !== 200) return false
      if (sizeOf(body) === SMALL) hashes.add(Bun.hash(body).toString())
      else stills++
    }
    return hashes.size >= 12
  })
  expect(device.seen.snapshots).toBeLessThanOrEqual(snapshots + stills)
  expect(decoders()).toBe(1)
  await until('nobody asks any more', () => decoders() === 0)
  expect((await ask('GET', frame, admin)).body).toEqual(TINY_JPEG)
})

test('a frame is for whoever may see the camera, by token, key or cookie, and for no page of elsewhere', async () => {
  const { ask, admin, frame, second, key, cookie, person, mount } = await start()
  const vera = await person('vera', 'viewer')
  for (const headers of [admin, vera, cookie(vera), await key(), await key(true)])
    expect((await ask('GET', frame, headers)).status).toBe(200)
  const { status, body } = await ask('GET', frame)
  expect([status, body]).toEqual([401, { detail: 'Missing media authentication' }])
  const token = admin.authorization?.slice('Bearer '.length)
  expect((await ask('GET', `${frame}?token=${token}`)).status).toBe(401)
  expect((await ask('GET', frame, { cookie: 'media_token=made-up' })).body).toEqual({ detail: 'Invalid token' })
  const elsewhere: Record<string, string>[] = [
    { origin: 'http://elsewhere.example' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { referer: 'http://127.0.0.1:1/' },
  ]
  for (const from of elsewhere)
    for (const path of [frame, frame.replace('frame', 'stream')])
      expect([from, (await ask('GET', path, { ...cookie(admin), ...from })).status]).toEqual([from, 401])
  expect((await ask('GET', frame, { ...cookie(admin), origin: new URL(mount).origin })).status).toBe(200)
  const hidden = { detail: 'Not authorized to view this camera' }
  for (const path of ['frame', 'stream', 'ws']) {
    expect((await ask('GET', `/cameras/${second}/${path}`, vera)).body).toEqual(hidden)
    expect((await ask('GET', `/cameras/99999/${path}`, admin)).body).toEqual({ detail: 'Camera not found' })
    expect((await ask('GET', `/cameras/gate/${path}`, admin)).status).toBe(422)
  }
  expect((await ask('POST', `/cameras/${second}/snapshot`, vera)).status).toBe(403)
  expect((await ask('POST', frame.replace('frame', 'snapshot'), vera)).status).toBe(403)
  expect((await ask('POST', frame.replace('frame', 'snapshot'), cookie(admin))).status).toBe(401)
})

test('a camera without a picture is 503, one that refuses our login 401, and neither is asked each time', async () => {
  const { ask, admin, frame, device, camera, it, first } = await start()
  device.hasSnapshot = false
  await it.ask('PUT', `/api/channels/${first}`, { in_use: false })
  const off = await ask('GET', frame, admin)
  expect([off.status, off.body]).toEqual([503, { detail: 'Frame unavailable: this camera is switched off' }])
  for (const path of ['stream', 'ws'])
    expect((await ask('GET', frame.replace('frame', path), admin)).body).toEqual(off.body)
  expect((await ask('POST', frame.replace('frame', 'snapshot'), admin)).status).toBe(409)
  await it.ask('PUT', `/api/channels/${first}`, { in_use: true })
  camera.login = { user: 'admin', password: 'another' }
  const refused = await until(
    'its refusal is known',
    async () => {
      const answer = await ask('GET', frame, admin)
      return answer.status === 401 && answer
    },
    120_000,
  )
  expect(refused.headers.get('www-authenticate')).toBeNull()
  expect(Object.keys(refused.body)).toEqual(['detail'])
  expect(JSON.stringify(refused.body)).not.toContain('another')
  const before = camera.refused.length
  for (let count = 0; count < 10; count++) expect((await ask('GET', frame, admin)).status).toBe(401)
  expect(camera.refused.length).toBe(before)
  const answer = await ask('GET', frame.replace('frame', 'stream'), admin)
  // What is sent of a row has no more to say than that it is over.
  expect([answer.status, answer.body.length]).toEqual([200, 0])
})

/** Whole pictures of a row that is still going on. */
async function* partsOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  let waiting = Buffer.alloc(0)
  for await (const chunk of body ?? []) {
    waiting = Buffer.concat([waiting, chunk])
    for (;;) {
      const head = /^--frame\r\nContent-Type: image\/jpeg\r\nContent-Length: (\d+)\r\n\r\n/.exec(
        waiting.toString('latin1', 0, 200),
      )
      const bytes = Number(head?.[1])
      const at = head?.[0].length ?? 0
      if (!head || waiting.length < at + bytes + 2) break
      expect(waiting.toString('latin1', at + bytes, at + bytes + 2)).toBe('\r\n')
      yield waiting.subarray(at, at + bytes)
      waiting = waiting.subarray(at + bytes + 2)
    }
  }
}

test('a row of pictures goes on for all who read it from one FFmpeg, and ends with the right to see it', async () => {
  const { it, mount, port, first, admin, person, device } = await start()
  const vera = await person('vera', 'viewer')
  const abort = new AbortController()
  const rowOf = async (at: string, headers: Record<string, string>) => {
    const answer = await fetch(`${at}/cameras/${first}/stream`, { headers, signal: abort.signal })
    expect(answer.headers.get('content-type')).toBe('multipart/x-mixed-replace; boundary=frame')
    return partsOf(answer.body)
  }
  const [hers, his] = [await rowOf(mount, vera), await rowOf(`${port}/api`, admin)]
  const next = async (row: AsyncGenerator<Uint8Array>) => (await row.next()).value ?? new Uint8Array()
  const hashes = new Set<string>()
  for (let count = 0; count < 8; count++) {
    const [picture] = await Promise.all([next(hers), next(his)])
    expect(sizeOf(picture)).toBe(SMALL)
    hashes.add(Bun.hash(picture).toString())
  }
  expect(hashes.size).toBe(8)
  expect([decoders(), device.seen.snapshots]).toEqual([1, 0])
  const { token } = (await it.ask('POST', '/api/auth/login', { username: 'vera', password: PASSWORD }, null)).body
  const { user_id } = (await it.ask('GET', '/api/auth/me', undefined, token)).body.data
  await it.ask('PUT', `/api/users/${user_id}/grants`, [])
  await until('hers has ended', async () => (await hers.next()).done === true)
  expect(sizeOf(await next(his))).toBe(SMALL)
  abort.abort()
  await until('nobody reads any more', () => decoders() === 0)
})

test('a snapshot is kept under the name of who took it', async () => {
  const { it, ask, first, key, person, admin } = await start()
  const olga = await person('olga', 'operator')
  for (const headers of [admin, olga, await key(), await key(true)]) {
    const { status, body } = await ask('POST', `/cameras/${first}/snapshot`, headers)
    expect([status, body]).toEqual([200, { status: 'success', message: 'Snapshot triggered' }])
  }
  expect((await ask('POST', '/cameras/99999/snapshot', admin)).body).toEqual({ detail: 'Camera not found' })
  const { body } = await it.ask('GET', '/api/activity')
  expect(JSON.stringify(body)).toContain('"action":"snapshot"')
})
