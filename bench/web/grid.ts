// Many pictures at once in Chromium: how many of those that the cameras sent are shown, and what the page holds in memory.
import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import type { RtspSource } from '../../test/rtsp-source/index.ts'

/** Of one picture, since its beginning. */
export interface Frames {
  /** Those that the appliance was too slow to take are among them. */
  sent: number
  decoded: number
  dropped: number
}

export interface Held {
  minute: number
  /** MB that scripts hold, after what nobody holds has been collected. */
  heapMb: number
  /** MB of the page's process, decoded pictures among them; without files, which it shares with every other Chromium. */
  processMb: number
}

/** Of each camera, in the order of the grid; `path` is what it is asked for. */
export async function framesOf(page: Page, source: RtspSource, path: (camera: number) => string): Promise<Frames[]> {
  const seen = await page.locator('.tile').evaluateAll((tiles) =>
    tiles.map((tile) => {
      const quality = tile.querySelector('video')?.getVideoPlaybackQuality()
      const name = tile.querySelector('.tile-name')?.textContent ?? ''
      return {
        camera: Number(name.replace(/\D+/g, '')),
        decoded: quality?.totalVideoFrames ?? 0,
        dropped: quality?.droppedVideoFrames ?? 0,
      }
    }),
  )
  return seen.map(({ camera, decoded, dropped }) => {
    const { sent, lost } = source.pictures(path(camera))
    return { sent: sent + lost, decoded, dropped }
  })
}

/** What came between two looks. A picture that was connected anew counts from 0 again: what it had before is lost. */
export function between(before: Frames[], after: Frames[]): Frames[] {
  return after.map((now, index) => {
    const then = before[index] ?? { sent: 0, decoded: 0, dropped: 0 }
    const anew = now.decoded < then.decoded
    return {
      sent: now.sent - then.sent,
      decoded: now.decoded - (anew ? 0 : then.decoded),
      dropped: now.dropped - (anew ? 0 : then.dropped),
    }
  })
}

export const kept = (list: Frames[]) =>
  sum(list, ({ decoded, dropped }) => decoded - dropped) / sum(list, ({ sent }) => sent)

export const sum = <T>(list: T[], of: (item: T) => number) => list.reduce((total, item) => total + of(item), 0)

/** Proportional, as shared pictures are counted half here and half where they are drawn. */
function ownMb(pid: number): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1')
  const kb = (part: string) => Number(new RegExp(`^Pss_${part}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? Number.NaN)
  return (kb('Anon') + kb('Shmem')) / 1024
}

/** Returns how to look at what the page holds. */
export async function memoryOf(browser: Browser, page: Page): Promise<() => Promise<Omit<Held, 'minute'>>> {
  const whole = await browser.newBrowserCDPSession()
  const own = await page.context().newCDPSession(page)
  return async () => {
    await own.send('HeapProfiler.collectGarbage')
    const { usedSize } = await own.send('Runtime.getHeapUsage')
    const { processInfo } = await whole.send('SystemInfo.getProcessInfo')
    const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => ownMb(id))
    // Beside the page's own there may be one that waits for a page.
    return { heapMb: usedSize / 2 ** 20, processMb: Math.max(...renderers) }
  }
}

/** The slope of the line that lies nearest to all of them, a minute. */
export function growth(list: Held[], of: (held: Held) => number): number {
  const [minute, value] = [sum(list, (held) => held.minute) / list.length, sum(list, of) / list.length]
  const spread = sum(list, (held) => (held.minute - minute) ** 2)
  return sum(list, (held) => (held.minute - minute) * (of(held) - value)) / spread
}
