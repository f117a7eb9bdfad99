// The pages, built for one file of tests, and a browser to look at them.
import { afterAll, beforeAll } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { buildWeb } from '../scripts/build-web.ts'
import { launchBrowser } from '../web/testing/seat.ts'

export interface BuiltPages {
  /** Folder of the built pages. */
  dist: string
  /** From the first test on. */
  readonly browser: Browser
}

/** Called once, where the tests are described: both are there for the first of them, and gone after the last. */
export function builtPages(): BuiltPages {
  const folder = mkdtempSync(join(tmpdir(), 'porchlight-pages-'))
  const dist = join(folder, 'dist')
  let browser: Browser | undefined
  beforeAll(async () => {
    const launched = launchBrowser()
    await buildWeb(dist)
    browser = await launched
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    dist,
    get browser() {
      if (!browser) throw new Error('The browser is there from the first test on')
      return browser
    },
  }
}
