// What ends a row of pictures and a socket of VibeNVR's clients that are open: the camera or the whole dialect is switched off.
import { afterEach, expect, setDefaultTimeout, test } from 'bun:test'
import type { Caller, Services } from '../core/plugin/index.ts'
import { until } from '../core/testing/until.ts'
import { pictureRow } from '../plugins/vibenvr-compat/picture-row.ts'
import { startCamera } from './rtsp-source/camera.ts'
import { createVibeStand } from './vibenvr-stand.ts'

// Pictures come no faster than they are filmed.
setDefaultTimeout(120_000)

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing[Symbol.asyncDispose]()
})

/** A row and a socket that show something, and whether they do still. */
async function watching(at: string, headers: Record<string, string>) {
  const row = (await fetch(`${at}/stream`, { headers })).body?.getReader()
  expect((await row?.read())?.done).toBe(false)
  const socket = new WebSocket(`${at}/ws`.replace(/^http/, 'ws'), { headers } as unknown as string[])
  let pictures = 0
  const seen = { row: 'open', socket: 0 }
  socket.onmessage = () => void pictures++
  socket.onclose = ({ code }) => {
    seen.socket = code
  }
  await until('it shows something', () => pictures > 0, 60_000)
  void (async () => {
    while (!(await row?.read())?.done);
    seen.row = 'over'
  })().catch(() => {
    seen.row = 'broken'
  })
  return seen
}

test('what is open ends with the camera, and with the dialect, that is switched off', async () => {
  const camera = await startCamera()
  open.push(camera)
  const { it, mount, port, first, second, admin, device } = await createVibeStand()
  open.push(it)
  device.source = (key, quality) => camera.address(`/${key.slice(3)}/${quality}`)
  const [one, other] = [
    await watching(`${mount}/cameras/${first}`, admin),
    await watching(`${port}/cameras/${second}`, admin),
  ]
  await it.ask('PUT', `/api/channels/${first}`, { in_use: false })
  await until('it has ended', () => one.row === 'over' && one.socket === 1008)
  expect(other).toEqual({ row: 'open', socket: 0 })
  await it.ask('PUT', '/api/settings/dialects_off', { value: ['lightnvr'] })
  expect(other).toEqual({ row: 'open', socket: 0 })
  await it.ask('PUT', '/api/settings/dialects_off', { value: ['vibenvr'] })
  await until('it has ended, too', () => other.row === 'over' && other.socket === 1008)
})

test('a row for who has gone already begins nothing', () => {
  const begun: string[] = []
  const services = {
    liveJpeg: { next: () => new Promise(() => void begun.push('pictures')) },
    tickets: {
      issue() {
        begun.push('ticket')
        return { secret: 'x' }
      },
      hold: () => ({ [Symbol.dispose]() {} }),
      end() {},
    },
  } as unknown as Services
  const caller: Caller = { kind: 'system' }
  const row = (signal?: AbortSignal) =>
    pictureRow(services, caller, 1, new Request('http://porchlight.example/', signal ? { signal } : {}))
  row(AbortSignal.abort())
  expect(begun).toEqual([])
  row()
  expect(begun).toEqual(['ticket'])
})
