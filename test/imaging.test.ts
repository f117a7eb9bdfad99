// Picture settings through our API: what reaches a simulated ONVIF camera, who may, what is written down, and the way back.
import { afterEach, expect, test } from 'bun:test'
import { createTestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { onvif } from '../plugins/onvif/index.ts'
import { type OnvifCameraOptions, startOnvifCamera } from '../plugins/onvif/simulator/index.ts'

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing[Symbol.asyncDispose]()
})

const IMAGING = '/api/cameras/1/imaging'

async function start(options: OnvifCameraOptions = {}) {
  const camera = await startOnvifCamera({ rtsp: false, ...options })
  const app = await createTestApp([onvif])
  open.push(camera, app)
  const login = { ip_web: camera.url, username: camera.user, password: camera.password, brand: 'onvif' }
  expect((await app.ask('POST', '/api/devices', login)).status).toBe(201)
  await until('its camera is there', async () => (await app.ask('GET', '/api/cameras/1')).status === 200)
  const put = (body: unknown, token?: string) => app.ask('PUT', IMAGING, body, token)
  const deeds = async () => {
    const { body } = await app.ask('GET', '/api/activity?action=update_imaging')
    return body.data as { id: number; success: boolean; metadata: object }[]
  }
  return { camera, app, put, deeds }
}

test('settings are read and changed by name, written down, and put back', async () => {
  const { camera, app, put, deeds } = await start()
  const usual = { brightness: 50, contrast: 50, saturation: 50, sharpness: 50, ir_cut: 'auto' }
  expect((await app.ask('GET', IMAGING)).body).toEqual({ success: true, data: usual })
  expect((await put({ brightness: 0, ir_cut: 'on' })).body).toEqual({
    ...{ success: true, data: { ...usual, brightness: 0, ir_cut: 'on' }, ignored: [] },
  })
  expect(camera.imaging()).toMatchObject({ Brightness: 0, Contrast: 50, IrCutFilter: 'ON' })
  const [deed] = await deeds()
  expect(deed?.metadata).toMatchObject({
    ...{ before: { brightness: 50, irCut: 'auto' }, after: { brightness: 0, irCut: 'on' } },
  })
  expect((await app.ask('POST', `/api/activity/${deed?.id}/undo`, {})).status).toBe(200)
  expect(camera.imaging()).toMatchObject({ Brightness: 50, IrCutFilter: 'AUTO' })
  // What changes nothing is no deed.
  const before = (await deeds()).length
  expect((await put({ contrast: 50 })).status).toBe(200)
  expect((await deeds()).length).toBe(before)
})

test('what is no setting is refused before the camera is asked', async () => {
  const { camera, put } = await start()
  for (const body of [{}, { brightness: 101 }, { brightness: 1.5 }, { ir_cut: 'night' }, { contrast: null }])
    expect((await put(body)).status).toBe(400)
  expect(camera.stats.operations.SetImagingSettings).toBeUndefined()
})

test('operators look and do not change', async () => {
  const { camera, app, put } = await start()
  const someone = { username: 'olga', password: 'olgas-password', role: 'operator' }
  expect((await app.ask('POST', '/api/users', someone)).status).toBe(201)
  const { token } = (await app.ask('POST', '/api/auth/login', someone)).body
  expect((await app.ask('GET', IMAGING, undefined, token)).status).toBe(200)
  expect((await put({ brightness: 10 }, token)).status).toBe(403)
  expect(camera.imaging().Brightness).toBe(50)
})

test('a camera without picture settings says so, and a failed change is written down', async () => {
  const { app, put } = await start({ lacks: ['imaging'] })
  expect((await app.ask('GET', IMAGING)).status).toBe(501)
  expect((await put({ brightness: 10 })).status).toBe(501)
  const { camera, put: change, deeds } = await start()
  camera.faults.add({ refused: 'busy', operation: 'SetImagingSettings', count: 1 })
  expect((await change({ brightness: 10 })).status).toBeGreaterThanOrEqual(500)
  const [deed] = await deeds()
  expect(deed).toMatchObject({ success: false, metadata: { asked: { brightness: 10 } } })
})
