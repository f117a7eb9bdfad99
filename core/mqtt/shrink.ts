// Makes a picture small enough for a hub, which keeps several of every channel in memory, and for the broker (DISCOVERY 13).

/** A broker that speaks 3.1.1 does not say what it takes; this much every one does. */
export const OLD_PACKET = 256 * 1024
/** As wide as a hub shows it. */
const WIDTH = 640
/** Of a picture that is no wider, what may go out as it is. */
const SMALL_ENOUGH = 100 * 1024
/** Never more than this, whatever the broker takes. */
const LARGEST = 1024 * 1024
/** What a camera's sensor can have; more is an attempt to fill our memory. */
const MOST_PIXELS = 64_000_000
/** One after the other, until one of them fits. */
const STEPS = [
  { width: WIDTH, quality: 70 },
  { width: WIDTH, quality: 45 },
  { width: WIDTH / 2, quality: 50 },
  { width: WIDTH / 4, quality: 40 },
]

/** The picture in a size that a hub takes, of at most `room` bytes; null = it cannot be sent. */
export async function fit(jpeg: Uint8Array, room: number | null): Promise<Uint8Array | null> {
  const most = Math.min(LARGEST, room ?? LARGEST)
  try {
    const image = () => new Bun.Image(jpeg, { maxPixels: MOST_PIXELS })
    const { width } = await image().metadata()
    if (width <= WIDTH && jpeg.length <= Math.min(SMALL_ENOUGH, most)) return jpeg
    for (const step of STEPS) {
      const smaller = image().resize(Math.min(step.width, width)).jpeg({ quality: step.quality })
      const scaled = await smaller.bytes()
      if (scaled.length <= most) return scaled
    }
    return null
  } catch {
    // Not a picture for us, but it may be one for the hub.
    return jpeg.length <= most ? jpeg : null
  }
}
