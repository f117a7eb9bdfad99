// The last picture, kept on a canvas above a video whose source changes, so that nothing goes black in between.

export interface Still {
  /** Shows what the video shows now, until it is released. */
  hold(video: HTMLVideoElement): void
  /** Takes what is seen now, for a `hold` at a moment when the element gives no frame: while it waits for data. */
  remember(video: HTMLVideoElement): void
  /** What is held is of another channel from now on: shown only as long as something of this one may come. */
  estrange(): void
  releaseStrange(): void
  release(): void
}

/** A picture is looked at for a second or two: more points would only cost memory. */
const MOST_WIDTH = 1920

/** Draws what the element shows; false when it shows nothing. */
export function drawVideo(video: HTMLVideoElement, onto: HTMLCanvasElement, mostWidth: number): boolean {
  if (video.videoWidth === 0 || video.readyState < 2) return false
  onto.width = Math.min(video.videoWidth, mostWidth)
  onto.height = Math.round((onto.width * video.videoHeight) / video.videoWidth)
  onto.getContext('2d')?.drawImage(video, 0, 0, onto.width, onto.height)
  return true
}

/** `canvas` lies above the videos, as large as they are. */
export function createStill(canvas: () => HTMLCanvasElement | null): Still {
  let remembered = false
  const release = () => {
    const onto = canvas()
    if (!onto) return
    onto.hidden = true
    remembered = false
    delete onto.dataset.of
  }
  return {
    hold(video) {
      const onto = canvas()
      // What is held already is what was seen last.
      if (onto?.hidden && (drawVideo(video, onto, MOST_WIDTH) || remembered)) onto.hidden = false
    },
    remember(video) {
      const onto = canvas()
      if (onto?.hidden && drawVideo(video, onto, MOST_WIDTH)) remembered = true
    },
    estrange() {
      const onto = canvas()
      if (onto && !onto.hidden) onto.dataset.of = 'other'
    },
    releaseStrange() {
      if (canvas()?.dataset.of === 'other') release()
    },
    release,
  }
}
