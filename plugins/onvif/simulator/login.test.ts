// The door: right and wrong passwords, a wrong clock that looks like one, Digest, the lock, and what is open to all.
import { describe, expect, test } from 'bun:test'
import { type OnvifCamera, type OnvifCameraOptions, startOnvifCamera } from './index.ts'
import { ask, digestFor } from './testing/client.ts'
import { textAt } from './xml-read.ts'

const start = (more: OnvifCameraOptions = {}) => startOnvifCamera({ rtsp: false, ...more })
const info = (camera: OnvifCamera, password = camera.password, created?: Date) =>
  ask(camera.address, 'GetDeviceInformation', '', { user: 'admin', password, ...(created ? { created } : {}) })

describe('the login', () => {
  test('a right token gets in, a wrong password is refused and counted', async () => {
    await using camera = await start()
    expect(textAt((await info(camera)).body, 'Manufacturer')).toBe('Lumen & Sons')
    const refused = await info(camera, 'wrong')
    expect([refused.status, refused.fault]).toEqual([401, 'ter:NotAuthorized'])
    expect(camera.stats.refusedLogins).toEqual({ http: 1, rtsp: 0, total: 1 })
    expect(camera.stats.operations).toEqual({ GetDeviceInformation: 1 })
  })

  test('clock, services and capabilities are told without a login, the rest is not', async () => {
    await using camera = await start()
    for (const operation of ['GetSystemDateAndTime', 'GetServices', 'GetCapabilities'])
      expect((await ask(camera.address, operation, '', null)).body.name).toBe(`${operation}Response`)
    expect((await ask(camera.address, 'GetUsers', '', null)).fault).toBe('ter:NotAuthorized')
    expect((await ask(`${camera.url}/onvif/media`, 'GetProfiles', '', null)).fault).toBe('ter:NotAuthorized')
    expect(camera.stats.refusedLogins.total).toBe(0)
    expect(camera.stats.challenges).toBe(2)
  })

  test('a token of another clock is refused exactly as a wrong password is', async () => {
    await using camera = await start({ ahead: 3600 })
    const [late, wrong] = [await info(camera), await info(camera, 'wrong')]
    expect(late.text).toBe(wrong.text)
    expect(late.status).toBe(wrong.status)
    expect(camera.stats.refusedLogins.total).toBe(2)
    expect((await info(camera, camera.password, camera.clock())).status).toBe(200)
  })

  test('a clock that is a little off is let in, as far as it is tolerated', async () => {
    await using camera = await start({ login: { tolerance: 20 } })
    const off = (seconds: number) => new Date(camera.clock().getTime() + seconds * 1000)
    expect((await info(camera, camera.password, off(-15))).status).toBe(200)
    expect((await info(camera, camera.password, off(25))).status).toBe(401)
  })

  test('a token is good once; the same nonce at another moment makes another token', async () => {
    await using camera = await start()
    const created = new Date()
    const login = { user: 'admin', password: camera.password, nonce: Buffer.alloc(16, 7), created }
    expect((await ask(camera.address, 'GetScopes', '', login)).status).toBe(200)
    expect((await ask(camera.address, 'GetScopes', '', login)).status).toBe(401)
    const later = { ...login, created: new Date(created.getTime() + 5) }
    expect((await ask(camera.address, 'GetScopes', '', later)).status).toBe(200)
  })

  test('HTTP Digest does, whatever the clock', async () => {
    await using camera = await start({ ahead: -86_400 })
    const challenge = (await ask(camera.address, 'GetUsers', '', null)).challenge!
    const signed = (password: string) => ({
      Authorization: digestFor(challenge, '/onvif/device_service', password),
    })
    expect((await ask(camera.address, 'GetUsers', '', null, signed('wrong'))).status).toBe(401)
    expect((await ask(camera.address, 'GetUsers', '', null, signed(camera.password))).status).toBe(200)
    expect(camera.stats.refusedLogins.total).toBe(1)
  })

  test('each way can be switched off', async () => {
    await using tokens = await start({ login: { ways: ['token'] } })
    const refused = await ask(tokens.address, 'GetUsers', '', null)
    expect([refused.status, refused.challenge]).toEqual([400, null])
    await using digest = await start({ login: { ways: ['digest'] } })
    expect((await info(digest)).status).toBe(401)
    expect(digest.stats.refusedLogins.total).toBe(0)
  })

  test('too many wrong logins lock the door for a while, for the right password too', async () => {
    let time = Date.now()
    await using camera = await start({ now: () => new Date(time), login: { tries: 3, lockSeconds: 60 } })
    const knock = (password?: string) => info(camera, password, camera.clock())
    for (let attempt = 0; attempt < 3; attempt++) await knock('wrong')
    expect(camera.locked()).toBe(true)
    expect((await knock()).status).toBe(401)
    time += 61_000
    expect((await knock()).status).toBe(200)
  })

  test('a viewer may look and not change anything', async () => {
    await using camera = await start({ accounts: [{ name: 'guest', password: 'porchlight-2', level: 'User' }] })
    const login = { user: 'guest', password: 'porchlight-2' }
    expect((await ask(camera.address, 'GetDeviceInformation', '', login)).status).toBe(200)
    expect((await ask(camera.address, 'SystemReboot', '', login)).fault).toBe('ter:NotAuthorized')
    expect((await ask(camera.address, 'GetUsers', '', login)).fault).toBe('ter:NotAuthorized')
  })
})
