// What LightNVR's clients play with hls.js in a browser, by the cookie alone: a live picture, and a timeline as one film.
import { expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { createFakeDriver } from '../../core/testing/fake-driver.ts'
import { FILM_SECONDS } from '../../core/testing/film.ts'
import { fetched, startRecorders } from '../../core/testing/recorders.ts'
import { createTestApp, OWNER } from '../../core/testing/test-app.ts'
import { until } from '../../core/testing/until.ts'
import { lightnvr } from '../../plugins/lightnvr-compat/index.ts'
import { startCamera } from '../rtsp-source/camera.ts'
import { executablePath, launchBrowser } from './browser.ts'

if (!executablePath) console.warn('No Chromium on this machine: nobody plays what hls.js asks for.')

const HLS = await Bun.file(`${import.meta.dir}/../../node_modules/hls.js/dist/hls.min.js`).text()

/** Signs in as a page of LightNVR's does, and plays a list of the same origin. */
async function play(page: Page, base: string, path: string): Promise<void> {
  await page.goto(`${base}/api/health`)
  await page.evaluate(HLS)
  await page.evaluate(
    async ({ login, list }) => {
      await fetch('/api/auth/login', { method: 'POST', body: JSON.stringify(login) })
      // biome-ignore lint/suspicious/noExplicitAny: the library stands in the page alone
      const { Hls } = window as any
      const video = document.createElement('video')
      video.muted = true
      document.body.append(video)
      const player = new Hls()
      player.on(Hls.Events.ERROR, (_: unknown, { fatal, details }: { fatal: boolean; details: string }) => {
        if (fatal) video.title = details
      })
      player.loadSource(list)
      player.attachMedia(video)
      void video.play()
    },
    { login: OWNER, list: path },
  )
}

const state = (page: Page) =>
  page.evaluate(() => {
    const { currentTime, duration, ended, title, videoWidth } = document.querySelector('video') as HTMLVideoElement
    return { seconds: currentTime, duration, ended, trouble: title, wide: videoWidth > 0 }
  })

/** A page that is let do what our own headers forbid: a library of another site plays in it. */
async function openPage(all: AsyncDisposableStack): Promise<Page> {
  const browser = all.adopt(await launchBrowser(), (one) => one.close())
  return (await browser.newContext({ bypassCSP: true })).newPage()
}

test.skipIf(!executablePath)(
  'a timeline of several recordings plays to its end',
  async () => {
    await using all = new AsyncDisposableStack()
    const it = all.use(await startRecorders([lightnvr], { PORCHLIGHT_LIGHTNVR_PORT: '0:code' }))
    await fetched(it)
    const base = it.app.app.dialectPorts[0]?.url ?? ''
    const page = await openPage(all)
    const day = 'start=2026-01-10&end=2026-01-10'
    await play(page, base, `/api/timeline/manifest?stream=${it.channels[0].id}&${day}`)
    const seen = await until(
      'it has ended',
      async () => {
        const now = await state(page)
        return (now.trouble !== '' || now.ended) && now
      },
      60_000,
    )
    expect([seen.trouble, seen.wide]).toEqual(['', true])
    expect(Math.abs(seen.seconds - 3 * FILM_SECONDS)).toBeLessThan(0.5)
  },
  120_000,
)

test.skipIf(!executablePath)(
  'a live picture plays on',
  async () => {
    await using all = new AsyncDisposableStack()
    const camera = all.use(await startCamera())
    const driver = createFakeDriver()
    const device = driver.add('192.0.2.7', 1)
    device.source = (_, quality) => camera.address(`/1/${quality}`)
    const plugins = [lightnvr, { id: 'fake', title: 'Fake', driver }]
    const app = all.use(await createTestApp(plugins, { PORCHLIGHT_LIGHTNVR_PORT: '0:code' }))
    const { username, password } = device
    await app.ask('POST', '/api/devices', { ip_web: '192.0.2.7', brand: 'fake', username, password })
    const [channel] = await until('its channel is there', async () => {
      const { body } = await app.ask('GET', '/api/channels')
      return body.length > 0 && body
    })
    const page = await openPage(all)
    const base = app.app.dialectPorts[0]?.url ?? ''
    const list = `/hls/${channel.id}/index.m3u8`
    const authorization = `Basic ${btoa(`${OWNER.username}:${OWNER.password}`)}`
    // The library gives up on a list that is still empty.
    await until(
      'there is a segment',
      async () => (await (await fetch(base + list, { headers: { authorization } })).text()).includes('.ts'),
      60_000,
    )
    await play(page, base, list)
    const begun = await until(
      'it plays',
      async () => {
        const now = await state(page)
        return (now.trouble !== '' || now.seconds > 0) && now
      },
      60_000,
    )
    expect(begun.trouble).toBe('')
    const seen = await until(
      'it has played for twelve seconds more',
      async () => {
        const now = await state(page)
        return (now.trouble !== '' || now.seconds > begun.seconds + 12) && now
      },
      60_000,
    )
    expect([seen.trouble, seen.wide]).toEqual(['', true])
  },
  240_000,
)
