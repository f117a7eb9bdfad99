// The last picture of each channel that was on screen, so that a tile or the full view never begins with black.
import { drawVideo } from './still.ts'

const frames = new Map<number, HTMLCanvasElement>()
/** When each was taken. */
const taken = new WeakMap<HTMLCanvasElement, number>()
const WIDTH = 480
/** Two frames of a screen: by then the next page has been drawn. */
const AFTER_THE_PAGE_MS = 32

/** Videos that have left the page with their last picture still in them, and what ends each. */
const left = new Map<number, { video: HTMLVideoElement; end: () => void }>()

/**
 * Keeps what an element shows that leaves the page, and ends it: not at once, since drawing the sixteen of a grid would hold up
 * the page that comes, but one by one after it, and at once for whoever wants that very picture.
 */
export function keepFrameLater(channelId: number, video: HTMLVideoElement, end: () => void): void {
  settle(channelId)
  left.set(channelId, { video, end })
  if (left.size === 1) setTimeout(settleNext, AFTER_THE_PAGE_MS)
}

function settleNext(): void {
  for (const channelId of left.keys()) {
    settle(channelId)
    break
  }
  if (left.size > 0) setTimeout(settleNext, 0)
}

function settle(channelId: number): void {
  const last = left.get(channelId)
  if (!last) return
  left.delete(channelId)
  keepFrame(channelId, last.video)
  last.end()
}

/** Keeps what the element shows now. */
export function keepFrame(channelId: number, video: HTMLVideoElement): void {
  const canvas = frames.get(channelId) ?? document.createElement('canvas')
  if (!drawVideo(video, canvas, WIDTH)) return
  frames.set(channelId, canvas)
  taken.set(canvas, performance.now())
}

/** Draws the kept picture; false when there is none, or none that is so young. */
export function drawFrame(channelId: number, onto: HTMLCanvasElement, mostAgeMs = Number.POSITIVE_INFINITY): boolean {
  settle(channelId)
  const kept = frames.get(channelId)
  if (!kept || performance.now() - (taken.get(kept) ?? 0) > mostAgeMs) return false
  onto.width = kept.width
  onto.height = kept.height
  onto.getContext('2d')?.drawImage(kept, 0, 0)
  return true
}

export function hasFrame(channelId: number): boolean {
  settle(channelId)
  return frames.has(channelId)
}

/** Forgets all of them when somebody signs out. */
export function forgetFrames(): void {
  for (const channelId of left.keys()) settle(channelId)
  frames.clear()
}
