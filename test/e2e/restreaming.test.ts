// The page on which a restreamer is set, in a real browser: what is wrong stands at its field, and what is right shows that it works.
import { expect, setDefaultTimeout, test } from 'bun:test'
import { createFakeDriver } from '../../core/testing/fake-driver.ts'
import { startPretendMediamtx } from '../../core/testing/restreamers.ts'
import { createTestApp, OWNER } from '../../core/testing/test-app.ts'
import { until } from '../../core/testing/until.ts'
import { builtPages } from '../built-pages.ts'
import { startCamera } from '../rtsp-source/camera.ts'
import { executablePath, signIn, takeSeat } from './browser.ts'

setDefaultTimeout(120_000)

const HOST = '192.0.2.7'
const OTHER_HOST = '192.0.2.8'

if (executablePath) {
  const pages = builtPages()

  test('a restreamer is set, told of when it has the cameras, when one refuses our login, and when it is away', async () => {
    const driver = createFakeDriver()
    driver.add(HOST, 3)
    const other = driver.add(OTHER_HOST, 1)
    await using camera = await startCamera({ speed: 20 })
    camera.login = { user: 'admin', password: 'right-password' }
    const place = `127.0.0.1:${camera.source.port}`
    for (const device of driver.devices.values())
      device.source = (key, quality) => `rtsp://admin:right-password@${place}/${key.replace('ip:', '')}/${quality}`
    await using restreamer = startPretendMediamtx()
    await using appliance = await createTestApp([{ id: 'fake', title: 'Fake', driver }], {}, { bundle: pages.dist })
    const { ask } = appliance
    const login = { username: 'admin', password: 'right-password', brand: 'fake' }
    for (const ip_web of [HOST, OTHER_HOST]) await ask('POST', '/api/devices', { ip_web, ...login })
    await until('their channels are there', async () => (await ask('GET', '/api/channels')).body.length === 4)
    await using seat = await takeSeat(pages.browser, `${appliance.url}/settings/restreaming`, {})
    const { page } = seat
    await signIn(page, OWNER)
    await page.getByRole('radio', { name: 'MediaMTX' }).check()
    const save = page.getByRole('button', { name: 'Save' })
    await save.click()
    await page.getByText('must be the address of its API').waitFor()
    const address = page.getByLabel('Address of its API')
    expect(await address.getAttribute('aria-invalid')).toBe('true')
    await address.fill(restreamer.url)
    await page.getByLabel('Its video for others').fill('rtsp://nas.local:8554')
    await save.click()
    await page.getByText('It has 8 pictures of your cameras.').waitFor()
    expect((await ask('GET', '/api/settings')).body.data).toContainEqual(
      expect.objectContaining({
        key: 'restreamer',
        value: { kind: 'mediamtx', api: restreamer.url, username: null, rtsp: 'rtsp://nas.local:8554', webrtc: null },
      }),
    )
    other.password = 'another-password'
    other.breakWatch()
    await page.getByText('1 device refuses our login').waitFor()
    await page.getByText('It has 6 pictures of your cameras.').waitFor()
    restreamer.answers = false
    await page.getByLabel('Password', { exact: true }).fill('another-one')
    await save.click()
    await page.getByText('It has not answered as it should since').waitFor()
    await page.getByRole('radio', { name: 'None' }).check()
    await save.click()
    await page.getByText('It has not answered as it should').waitFor({ state: 'detached' })
    restreamer.answers = true
    await until('ours are taken away', () => restreamer.paths.size === 0)
    // What was refused is said on the console as well, by the browser.
    expect(seat.complaints.filter((line) => !line.includes('/api/settings/restreamer'))).toEqual([])
  })
} else test.skip('there is no browser on this machine', () => {})
