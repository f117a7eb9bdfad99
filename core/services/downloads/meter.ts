// How far a download is: bytes, share and time left, told twice a second at most.
import type { JobProgress } from '../jobs.ts'

export interface Meter {
  add(bytes: number): void
  /** What came of the clip under way does not count: it begins anew. */
  undo(): void
  /** The bytes of a clip are here; what follows is not measured. */
  rest(): void
  /** A clip is done; its size as the device listed it. */
  whole(listed: number | null): void
}

const EVERY_MS = 500
/** Until a clip is done, the speed of the last seconds says more than that of the whole. */
const WINDOW_MS = 15_000

interface Deps {
  bytesTotal: number | null
  tell(progress: JobProgress): void
  clock?: () => number
}

export function createMeter({ bytesTotal, tell, clock = () => performance.now() }: Deps): Meter {
  /** Of clips that are done, and of the one under way. */
  let before = 0
  let here = 0
  let told = Number.NEGATIVE_INFINITY
  let points: { at: number; bytes: number }[] = []
  /** Since when, and how much of what is done came since then. */
  let began: number | null = null
  let came = 0

  function say(at: number): void {
    told = at
    const bytesDone = before + here
    points = [
      ...points.filter((point) => at - point.at <= WINDOW_MS && point.bytes <= bytesDone),
      { at, bytes: bytesDone },
    ]
    const [first] = points
    const lately = first && at > first.at ? (bytesDone - first.bytes) / (at - first.at) : 0
    // A clip with sound takes longer to be made playable than to come: whole clips alone tell how long one takes.
    const speed = came > 0 && began !== null ? (came + here) / (at - began) : lately
    const left = bytesTotal === null ? null : Math.max(0, bytesTotal - bytesDone)
    tell({
      bytesDone,
      etaSeconds: left !== null && speed > 0 ? Math.ceil(left / speed / 1000) : null,
      ...(bytesTotal && { progress: Math.min(1, bytesDone / bytesTotal) }),
    })
  }

  return {
    add(bytes) {
      here += bytes
      const at = clock()
      began ??= at
      if (at - told >= EVERY_MS) say(at)
    },
    undo() {
      here = 0
    },
    rest: () => tell({ etaSeconds: null }),
    whole(listed) {
      came += here
      // One that was there already, or came otherwise than announced, counts as listed: the sum is what people compare with.
      before += listed ?? here
      here = 0
      if (came === 0) points = []
      say(clock())
    },
  }
}
