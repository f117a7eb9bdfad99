// What a page shows besides itself: by what its address asks for, and what somebody opens on it that is no dialog.
import type { Page } from 'playwright-core'
import type { Stop } from './every-page.ts'
import type { House } from './every-page-house.ts'
import type { Press } from './keyboard.ts'

/** States that have an address. `wall`: the number of one's own, which is called Yard. */
export const viewsOf = (wall: number): readonly Stop[] => [
  { path: `/?wall=${wall}`, title: 'Yard', shows: '.tile' },
  { path: `/?wall=${wall}&mode=arrange`, title: 'Yard', shows: '.arranging' },
  { path: '/?mode=wall', title: 'Live pictures', shows: '.screen-dialog .tile' },
  { path: '/settings?q=alarm', title: 'Settings', shows: 'main .row' },
  { path: '/settings?q=nothing-of-the-kind', title: 'Settings' },
  { path: '/alarms?what=events', title: 'Alarms' },
  { path: '/alarms?what=all', title: 'Alarms', shows: '.alarm' },
  { path: '/alarms?state=done&when=yesterday', title: 'Alarms' },
  { path: '/alarms?from=2026-01-02&to=2026-01-03', title: 'Alarms' },
]

/** What a viewer has, who may watch and look back, and manages nothing. */
export const OF_VIEWER: readonly string[] = [
  '/',
  '/live/9',
  '/playback',
  '/playback/1',
  '/alarms',
  '/settings',
  '/account',
]

export interface Panel {
  path: string
  keys: readonly Press[]
  /** A selector. */
  seen: string
}

const by = (name: string): Press[] => [{ to: name }, 'Enter']

export const PANELS: readonly Panel[] = [
  { path: '/', keys: by(String.raw`Everything well|\d+ things? needs?`), seen: '.status-panel' },
  { path: '/devices', keys: by(String.raw`.* \d+%`), seen: '.jobs .status-panel' },
  { path: '/live/9', keys: ['i'], seen: '.stats' },
  { path: '/alarms', keys: by('Sound for a new alarm'), seen: '.sound .alarm-panel' },
  { path: '/alarms', keys: by('Kind: '), seen: '.filter-kinds .alarm-panel' },
]

/** From the next look for it: work that goes on for as long as somebody watches. The house's own is over too soon. */
export async function keepAtWork(page: Page, house: House): Promise<void> {
  await page.route('**/api/jobs?open=true*', async (route) => {
    const { data } = (await house.ask('GET', '/api/jobs?limit=2')).body
    const going = (job: object) => ({ ...job, state: 'running', progress: 0.4, input: { person: true } })
    await route.fulfill({ json: { success: true, data: data.map(going) } })
  })
}
