// Moving a camera in a real browser: by holding, by keys, by presets; and nothing of it where it cannot be.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { until } from '../../core/testing/until.ts'
import { executablePath } from './browser.ts'
import { check, PHONE, type Stand, startStand } from './stand.ts'

if (!executablePath) console.warn('No Chromium on this machine: nobody moves cameras in a browser.')

const TIMEOUT_MS = 120_000

describe.skipIf(!executablePath)('moving a camera in a browser', () => {
  let stand: Stand
  beforeAll(async () => {
    stand = await startStand('Barn', { model: 'dome' })
  }, TIMEOUT_MS)
  afterAll(() => stand?.[Symbol.asyncDispose](), 120_000)

  const looks = () => stand.recorder.looks(1)
  const stops = () => stand.recorder.stats.counts()['PUT /ISAPI/PTZCtrl/channels/1/continuous'] ?? 0

  test(
    'it turns while a direction is held, by pointer and by key, and keeps what it looks at',
    async () => {
      await using seat = await stand.open('/live/1', { colorScheme: 'dark' })
      const { page, complaints } = seat
      await page.getByRole('button', { name: 'Move the camera' }).click()
      const pad = page.getByRole('region', { name: /^Move / })
      await pad.getByRole('button', { name: 'Right', exact: true }).hover()
      await page.mouse.down()
      await until('it turns', () => looks()?.moving === true)
      await page.mouse.up()
      await until('it is told to stop', () => stops() > 0)
      await until('it stands', () => looks()?.moving === false)
      const azimuth = looks()?.azimuth ?? 0
      expect(azimuth).toBeGreaterThan(0)
      await pad.focus()
      await page.keyboard.down('ArrowDown')
      await until('it looks down', () => (looks()?.elevation ?? 0) > 0)
      await page.keyboard.up('ArrowDown')
      await until('it stands', () => looks()?.moving === false)
      expect(new URL(page.url()).pathname).toBe('/live/1')
      await pad.getByLabel('Name of this view').fill('Gate')
      await pad.getByRole('button', { name: 'Keep this view' }).click()
      const gate = pad.getByRole('button', { name: 'Gate', exact: true })
      await gate.waitFor()
      await check(page)
      await pad.getByRole('button', { name: 'Home', exact: true }).click()
      await until('it is home', () => looks()?.azimuth === 0 && !looks()?.moving)
      await gate.click()
      await until('it is back', () => looks()?.azimuth === azimuth)
      await pad.getByRole('button', { name: 'Remove preset Gate' }).click()
      await pad.getByText('No presets yet').waitFor()
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'on a phone the pad stands below the picture',
    async () => {
      await using seat = await stand.open('/live/1', { ...PHONE, colorScheme: 'light' })
      const { page } = seat
      await page.getByRole('button', { name: 'Move the camera' }).click()
      await page.getByRole('button', { name: 'Zoom in' }).tap()
      await until('it has been told to stop', () => stops() > 1)
      await page.getByRole('button', { name: 'Keep this view' }).scrollIntoViewIfNeeded()
      await check(page)
    },
    TIMEOUT_MS,
  )
})
