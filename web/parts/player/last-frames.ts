// The last picture of each channel that was on screen, so that a tile or the full view never begins with black.
import { drawVideo } from './still.ts'

const frames = new Map<number, HTMLCanvasElement>()
/** When each was taken. */
const taken = new WeakMap<HTMLCanvasElement, number>()
const WIDTH = 480

/** Keeps what the element shows now. */
export function keepFrame(channelId: number, video: HTMLVideoElement): void {
  const canvas = frames.get(channelId) ?? document.createElement('canvas')
  if (!drawVideo(video, canvas, WIDTH)) return
  frames.set(channelId, canvas)
  taken.set(canvas, performance.now())
}

/** Draws the kept picture; false when there is none, or none that is so young. */
export function drawFrame(channelId: number, onto: HTMLCanvasElement, mostAgeMs = Number.POSITIVE_INFINITY): boolean {
  const kept = frames.get(channelId)
  if (!kept || performance.now() - (taken.get(kept) ?? 0) > mostAgeMs) return false
  onto.width = kept.width
  onto.height = kept.height
  onto.getContext('2d')?.drawImage(kept, 0, 0)
  return true
}

export const hasFrame = (channelId: number): boolean => frames.has(channelId)
/** Forgets all of them when somebody signs out. */
export const forgetFrames = (): void => frames.clear()
