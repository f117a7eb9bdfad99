// Scales a picture that is too large for a hub, which keeps every one of them in memory (DISCOVERY 13).

/** What may go out as it is. */
export const SMALL_ENOUGH = 256 * 1024
/** Never more than this, whatever the broker takes. */
const LARGEST = 1024 * 1024
const TIMEOUT_MS = 5000

export type Shrink = (jpeg: Uint8Array) => Promise<Uint8Array | null>

/** 640 wide; null when that fails or FFmpeg is not there. */
export const shrinkWithFfmpeg: Shrink = async (jpeg) => {
  const args = '-v error -f mjpeg -i pipe:0 -vf scale=640:-2 -q:v 6 -frames:v 1 -f mjpeg pipe:1'.split(' ')
  try {
    const child = Bun.spawn(['ffmpeg', ...args], {
      stdin: new Blob([jpeg as Uint8Array<ArrayBuffer>]),
      stdout: 'pipe',
      stderr: 'ignore',
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
    })
    const bytes = await new Response(child.stdout).bytes()
    return (await child.exited) === 0 && bytes.length ? bytes : null
  } catch {
    return null
  }
}

/** The picture in a size that a hub and this broker take; null = it cannot be sent. */
export async function fit(jpeg: Uint8Array, largestPacket: number | null, shrink: Shrink): Promise<Uint8Array | null> {
  // Topic and header need room beside the picture.
  const most = Math.min(LARGEST, (largestPacket ?? Number.POSITIVE_INFINITY) - 512)
  const small = jpeg.length > Math.min(SMALL_ENOUGH, most) ? ((await shrink(jpeg)) ?? jpeg) : jpeg
  return small.length <= most ? small : null
}
