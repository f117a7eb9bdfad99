// What the device service tells and takes: clock, services, accounts, a wrong address, and broken answers.
import { describe, expect, test } from 'bun:test'
import { startOnvifCamera } from '../index.ts'
import { ask } from '../testing/client.ts'
import { all, find, textAt } from '../xml-read.ts'

const time = (year: number) =>
  `<tt:DateTimeType>Manual</tt:DateTimeType><tt:UTCDateTime><tt:Time><tt:Hour>1</tt:Hour><tt:Minute>2</tt:Minute><tt:Second>3</tt:Second></tt:Time><tt:Date><tt:Year>${year}</tt:Year><tt:Month>4</tt:Month><tt:Day>5</tt:Day></tt:Date></tt:UTCDateTime>`

describe('the device service', () => {
  test('the clock is set by hand and set right again', async () => {
    await using camera = await startOnvifCamera({ rtsp: false, login: { ways: ['token'], tolerance: 1e12 } })
    expect((await ask(camera.address, 'SetSystemDateAndTime', time(2004))).fault).toBeNull()
    expect(camera.clock().toISOString()).toStartWith('2004-04-05T01:02:0')
    const { body } = await ask(camera.address, 'GetSystemDateAndTime')
    expect(textAt(body, 'SystemDateAndTime/UTCDateTime/Date/Year')).toBe('2004')
    expect(textAt(body, 'SystemDateAndTime/LocalDateTime/Time/Hour')).toBe('9')
    await ask(camera.address, 'SetSystemDateAndTime', '<tt:DateTimeType>NTP</tt:DateTimeType>')
    expect(Math.abs(camera.clock().getTime() - Date.now())).toBeLessThan(1000)
  })

  test('services follow from the model and from what it lacks', async () => {
    await using dome = await startOnvifCamera({ model: 'dome', rtsp: false })
    const names = async () => {
      const { body } = await ask(dome.address, 'GetServices')
      return all(body, 'Service').map((service) => textAt(service, 'XAddr')!.split('/').at(-1)!)
    }
    expect(await names()).toContain('ptz')
    dome.set({ lacks: ['ptz', 'media2'] })
    expect(await names()).toEqual(['device_service', 'media', 'events', 'imaging', 'deviceio'])
    expect((await ask(`${dome.url}/onvif/ptz`, 'GetNodes')).fault).toBe('ter:ActionNotSupported')
    const { body } = await ask(dome.address, 'GetCapabilities')
    expect(find(body, 'Capabilities/PTZ')).toBeUndefined()
  })

  test('behind NAT it names an address that nobody reaches', async () => {
    await using camera = await startOnvifCamera({ rtsp: false, nat: '192.168.1.64' })
    const { body } = await ask(camera.address, 'GetCapabilities')
    expect(textAt(body, 'Capabilities/Media/XAddr')).toBe('http://192.168.1.64:80/onvif/media')
    const token = '<q:ProfileToken>Profile_1</q:ProfileToken>'
    const stream = await ask(`${camera.url}/onvif/media`, 'GetStreamUri', token)
    expect(textAt(stream.body, 'MediaUri/Uri')).toBe('rtsp://192.168.1.64:554/live/Profile_1')
  })

  test('accounts are made, changed and removed, and a changed password shuts the old one out', async () => {
    await using camera = await startOnvifCamera({ rtsp: false })
    const user = (password: string) =>
      `<q:User><tt:Username>anna</tt:Username><tt:Password>${password}</tt:Password><tt:UserLevel>Operator</tt:UserLevel></q:User>`
    expect((await ask(camera.address, 'CreateUsers', user('short'))).fault).toBe('ter:PasswordTooWeak')
    await ask(camera.address, 'CreateUsers', user('porchlight-3'))
    expect((await ask(camera.address, 'CreateUsers', user('porchlight-3'))).fault).toBe('ter:UsernameClash')
    await ask(camera.address, 'SetUser', user('porchlight-4'))
    const as = (password: string) => ask(camera.address, 'GetScopes', '', { user: 'anna', password })
    expect([(await as('porchlight-3')).status, (await as('porchlight-4')).status]).toEqual([401, 200])
    await ask(camera.address, 'DeleteUsers', '<q:Username>anna</q:Username>')
    const { body } = await ask(camera.address, 'GetUsers')
    expect(all(body, 'User').map((one) => textAt(one, 'Username'))).toEqual(['admin'])
    expect((await ask(camera.address, 'DeleteUsers', '<q:Username>admin</q:Username>')).fault).toBe('ter:FixedUser')
  })

  test('answers can be slow, cut, garbled or refused, by operation and as often as wanted', async () => {
    await using camera = await startOnvifCamera({ rtsp: false })
    camera.faults.add({ garbled: true, operation: 'GetScopes', count: 1 })
    await expect(ask(camera.address, 'GetScopes')).rejects.toThrow('No envelope came')
    expect((await ask(camera.address, 'GetUsers')).fault).toBeNull()
    camera.faults.clear()
    camera.faults.add({ cut: true, count: 1 })
    expect(
      await ask(camera.address, 'GetScopes').then(
        () => 'whole',
        () => 'cut',
      ),
    ).toBe('cut')
    camera.faults.add({ refused: 'login', count: 1 })
    expect((await ask(camera.address, 'GetScopes')).fault).toBe('ter:NotAuthorized')
    camera.faults.add({ refused: 'busy', count: 1 })
    expect((await ask(camera.address, 'GetScopes')).fault).toBe('ter:Busy')
    camera.faults.add({ slow: 80, count: 1 })
    const began = performance.now()
    expect((await ask(camera.address, 'GetScopes')).fault).toBeNull()
    expect(performance.now() - began).toBeGreaterThan(75)
  })

  test('what is no envelope, and what nobody knows, is refused with a code', async () => {
    await using camera = await startOnvifCamera({ rtsp: false })
    const answer = await fetch(camera.address, { method: 'POST', body: 'hello' })
    expect([answer.status, (await answer.text()).includes('ter:WellFormed')]).toEqual([400, true])
    expect((await ask(camera.address, 'MakeCoffee')).fault).toBe('ter:ActionNotSupported')
    expect((await ask(camera.address, 'constructor')).fault).toBe('ter:WellFormed')
    expect((await ask(camera.address, 'valueOf')).fault).toBe('ter:ActionNotSupported')
  })
})
