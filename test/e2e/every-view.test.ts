// What the pages show besides themselves: states with an address, panels that are opened, and what a viewer sees of them.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { bringAxe } from './axe.ts'
import { executablePath } from './browser.ts'
import { stopAt } from './every-page.ts'
import { goTo, type House, startHouse, VIEWER, WALK_MS } from './every-page-house.ts'
import { flawsOf, flawsOnTheWay } from './every-page-looks.ts'
import { keepAtWork, OF_VIEWER, PANELS, viewsOf } from './every-view.ts'
import { work } from './keyboard.ts'

if (!executablePath) console.warn('No Chromium on this machine: nobody opens what is on the pages.')

describe.skipIf(!executablePath)('in each size and theme can be read', () => {
  let house: House
  /** Of the owner. */
  let wall: number

  beforeAll(async () => {
    house = await startHouse()
    wall = (await house.ask('POST', '/api/walls', { name: 'Yard', channel_ids: [2, 9, 1] })).body.data.id
    const rights = { view: true, playback: true, export: false, ptz: false }
    const grants = [1, 2, 9].map((channel_id) => ({ channel_id, ...rights }))
    expect((await house.ask('PUT', '/api/users/2/grants', grants)).status).toBe(200)
  }, WALK_MS)
  afterAll(() => house?.[Symbol.asyncDispose](), 20_000)

  test(
    'what the address of a page asks for',
    async () => {
      await using seat = await house.begin()
      expect(await flawsOnTheWay(seat, viewsOf(wall))).toEqual([])
    },
    WALK_MS,
  )

  test(
    'what is opened on a page',
    async () => {
      await using seat = await house.begin()
      const { page, complaints } = seat
      await keepAtWork(page, house)
      await page.reload()
      await page.locator('.jobs').waitFor()
      await bringAxe(page)
      const found: string[] = []
      for (const { path, keys, seen } of PANELS) {
        await goTo(page, stopAt(path))
        const flaws = await work(page, keys)
        await page.locator(seen).waitFor()
        // A panel lies on what stands below it.
        flaws.push(...(await flawsOf(page)).filter((flaw) => !flaw.includes('overlapping: ')))
        found.push(...flaws.map((flaw) => `${path}, ${seen}, ${flaw}`))
      }
      expect(found).toEqual([])
      expect(complaints).toEqual([])
    },
    WALK_MS,
  )

  test(
    'what a viewer sees',
    async () => {
      await using seat = await house.begin({}, VIEWER)
      const { page, complaints } = seat
      await bringAxe(page)
      const found: string[] = []
      for (const path of OF_VIEWER) {
        await goTo(page, stopAt(path))
        // While a day is read, that stands beside the name of its camera.
        await page.waitForFunction(() => !document.querySelector('.lane-name small'))
        found.push(...(await flawsOf(page)).map((flaw) => `${path}, ${flaw}`))
      }
      expect(found).toEqual([])
      expect(complaints).toEqual([])
    },
    WALK_MS,
  )
})
