// Still pictures: the first key frame of a lens's clip, drawn once by FFmpeg and then kept.
import { loadClips } from '../../../test/rtsp-source/index.ts'

export interface Pictures {
  /** The JPEG of that lens in that size; null when FFmpeg cannot draw. */
  of(lens: number, quality: 'main' | 'sub'): Promise<Uint8Array | null>
}

/** Shared by all cameras of the process. */
const drawn = new Map<string, Promise<Uint8Array | null>>()
const startCode = Buffer.from([0, 0, 0, 1])

async function draw(lens: number, quality: 'main' | 'sub'): Promise<Uint8Array | null> {
  const clip = (await loadClips()).pick({ channel: lens, quality, audio: false })
  const first = Buffer.concat(clip.units[0]!.flatMap((nal) => [startCode, nal]))
  const args = ['-v', 'error', '-f', 'h264', '-i', 'pipe:0', '-frames:v', '1', '-f', 'image2pipe', '-c:v', 'mjpeg', '-']
  const ffmpeg = Bun.spawn(['ffmpeg', ...args], { stdin: new Blob([first]), stdout: 'pipe', stderr: 'ignore' })
  const jpeg = new Uint8Array(await new Response(ffmpeg.stdout).arrayBuffer())
  return (await ffmpeg.exited) === 0 && jpeg.length > 0 ? jpeg : null
}

export const pictures: Pictures = {
  async of(lens, quality) {
    const key = `${lens} ${quality}`
    const drawing = drawn.get(key) ?? draw(lens, quality).catch(() => null)
    drawn.set(key, drawing)
    const jpeg = await drawing
    // Maybe FFmpeg is there the next time.
    if (!jpeg) drawn.delete(key)
    return jpeg
  },
}
