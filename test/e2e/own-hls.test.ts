// The lists of live pictures, read by a player that is not ours: the one that Chromium itself has for HLS.
import { expect, test } from 'bun:test'
import { createTestApp } from '../../core/testing/test-app.ts'
import { until } from '../../core/testing/until.ts'
import { hikvision } from '../../plugins/hikvision/index.ts'
import { startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { executablePath, launchBrowser } from './browser.ts'

if (!executablePath) console.warn('No Chromium on this machine: nobody but ours reads the lists.')

test.skipIf(!executablePath)(
  "Chromium's own player keeps up with a live picture from our list",
  async () => {
    await using all = new AsyncDisposableStack()
    const recorder = all.use(await startSimulator({ model: 'camera', events: 'none' }))
    const { ask, url } = all.use(await createTestApp([hikvision]))
    const login = { ip_web: recorder.url, username: recorder.user, password: recorder.password, brand: 'hikvision' }
    await ask('POST', '/api/devices', { ...login, name: 'Porch' })
    const [channel] = await until('its channel is there', async () => {
      const { body } = await ask('GET', '/api/channels')
      return body.length > 0 && body
    })
    const { body: signed } = await ask('POST', '/api/media/sign', { path: `/channels/${channel.id}/sub/index.m3u8` })
    // With a single segment to begin with it gives up; players that know parts do not.
    await until(
      'there are three segments',
      async () => ((await (await fetch(url + signed.url)).text()).match(/#EXTINF/g)?.length ?? 0) > 2,
    )
    const browser = all.adopt(await launchBrowser(), (one) => one.close())
    const page = await browser.newPage()
    await page.goto(`${url}/health`)
    await page.evaluate((src) => {
      const video = document.createElement('video')
      video.muted = true
      video.src = src
      document.body.append(video)
      if (video.canPlayType('application/vnd.apple.mpegurl') === '') throw new Error('This Chromium knows no HLS')
      void video.play()
    }, signed.url)
    const state = () =>
      page.evaluate(() => {
        const { currentTime, error, videoWidth } = document.querySelector('video') as HTMLVideoElement
        return { seconds: currentTime, trouble: error?.message ?? null, wide: videoWidth > 0 }
      })
    // More than there was at the beginning: it has read the list again.
    const seen = await until(
      'it has played for ten seconds',
      async () => {
        const now = await state()
        return (now.trouble !== null || now.seconds > 10) && now
      },
      60_000,
    )
    expect([seen.trouble, seen.wide]).toEqual([null, true])
  },
  120_000,
)
