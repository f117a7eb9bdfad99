// The last picture of each channel that was on screen, so that a tile or the full view never begins with black.

const frames = new Map<number, HTMLCanvasElement>()
const WIDTH = 480

/** Keeps what the element shows now. */
export function keepFrame(channelId: number, video: HTMLVideoElement): void {
  if (video.videoWidth === 0 || video.readyState < 2) return
  const canvas = frames.get(channelId) ?? document.createElement('canvas')
  canvas.width = WIDTH
  canvas.height = Math.round((WIDTH * video.videoHeight) / video.videoWidth)
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height)
  frames.set(channelId, canvas)
}

/** Draws the kept picture; false when there is none. */
export function drawFrame(channelId: number, onto: HTMLCanvasElement): boolean {
  const kept = frames.get(channelId)
  if (!kept) return false
  onto.width = kept.width
  onto.height = kept.height
  onto.getContext('2d')?.drawImage(kept, 0, 0)
  return true
}

export const hasFrame = (channelId: number): boolean => frames.has(channelId)
/** Forgets all of them when somebody signs out. */
export const forgetFrames = (): void => frames.clear()
