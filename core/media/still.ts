// One picture out of a film that lies on the disk, small enough for a list.
import { Fault } from '../domain/fault.ts'
import { startFfmpeg } from './process.ts'

const WIDTH = 320
const LONGEST_MS = 10_000

/** From the key frame before the time: nothing else is decoded. */
export function stillArguments(path: string, seconds: number): string[] {
  return [
    ...['-hide_banner', '-v', 'error', '-protocol_whitelist', 'file', '-noaccurate_seek'],
    ...['-ss', seconds.toFixed(3), '-f', 'mov', '-i', `file:${path}`, '-map', '0:v:0', '-frames:v', '1', '-an'],
    ...['-vf', `scale=${WIDTH}:-2`, '-c:v', 'mjpeg', '-q:v', '5', '-f', 'mjpeg', 'pipe:1'],
  ]
}

/** JPEG. Fault conflict for a file of which no picture can be made; the signal's reason when it aborts. */
export async function still(
  path: string,
  seconds: number,
  signal: AbortSignal,
  ffmpeg = 'ffmpeg',
): Promise<Uint8Array<ArrayBuffer>> {
  signal.throwIfAborted()
  const run = startFfmpeg(ffmpeg, stillArguments(path, seconds), '')
  const stop = () => run.stop()
  const timer = setTimeout(stop, LONGEST_MS)
  signal.addEventListener('abort', stop)
  try {
    const jpeg = new Uint8Array(await new Response(run.output).arrayBuffer())
    const { errors } = await run.over()
    signal.throwIfAborted()
    if (jpeg.length > 2) return jpeg
    throw new Fault('conflict', 'No picture can be made of this recording: its file is broken.', { cause: errors })
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}
