// Still pictures: key frames of the channel's clip with its number and the second, drawn once by FFmpeg and then kept.
import { isFilmedInstead, loadClips } from '../../../test/rtsp-source/index.ts'

export interface Pictures {
  /** The JPEG of that channel at that wall clock (UTC digits); null when FFmpeg cannot draw. */
  of(channel: number, wallClock: Date): Promise<Uint8Array | null>
}

/** Shared by all simulators of the process: pictures depend on the channel's number alone. */
const drawn = new Map<number, Promise<Uint8Array[]>>()

/** A picture for every two seconds of a minute, the distance of the clip's key frames. */
const SECONDS = 60

const second = '%{eif\\:mod(n*2\\,60)\\:d\\:2}'

/** Readable without any font: as many squares as the channel's number, up to 16. */
function marks(channel: number, withText: boolean): string {
  if (isFilmedInstead()) return 'null'
  const squares = Array.from(
    { length: Math.min(channel, 16) },
    (_, index) => `drawbox=x=${20 + index * 34}:y=316:w=24:h=24:color=white:t=fill`,
  )
  const text = `drawtext=text='CH ${channel}  \\:${second}':x=w-tw-24:y=24:fontsize=52:fontcolor=white:box=1:boxcolor=black@0.5:boxborderw=8`
  return [...squares, ...(withText ? [text] : [])].join(',')
}

const startCode = Buffer.from([0, 0, 0, 1])

async function draw(channel: number, withText: boolean): Promise<Uint8Array[]> {
  const clip = (await loadClips()).pick({ channel, quality: 'sub', audio: false })
  const once = Buffer.concat(clip.units.flatMap((nals) => nals.flatMap((nal) => [startCode, nal])))
  const rounds = Math.ceil((SECONDS * clip.fps) / clip.units.length)
  const input = ['-skip_frame', 'nokey', '-threads', '1', '-f', 'h264', '-framerate', String(clip.fps), '-i', 'pipe:0']
  const output = ['-fps_mode', 'passthrough', '-threads', '1', '-q:v', '5', '-f', 'image2pipe', '-c:v', 'mjpeg', '-']
  const ffmpeg = Bun.spawn(['ffmpeg', '-v', 'error', ...input, '-vf', marks(channel, withText), ...output], {
    stdin: new Blob(Array.from({ length: rounds }, () => once)),
    stdout: 'pipe',
    stderr: 'ignore',
  })
  const bytes = new Uint8Array(await new Response(ffmpeg.stdout).arrayBuffer())
  return (await ffmpeg.exited) === 0 ? split(bytes) : []
}

/** Cuts a row of JPEGs at their start markers: inside of one, FF is followed by 00 or a restart mark. */
function split(bytes: Uint8Array): Uint8Array[] {
  const starts: number[] = []
  for (let at = 0; at + 2 < bytes.length; at++)
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd8 && bytes[at + 2] === 0xff) starts.push(at)
  return starts.map((start, index) => bytes.slice(start, starts[index + 1]))
}

async function drawChannel(channel: number): Promise<Uint8Array[]> {
  // An FFmpeg without fonts draws the squares alone.
  const best = await draw(channel, true)
  return best.length > 0 ? best : draw(channel, false)
}

export const pictures: Pictures = {
  async of(channel, wallClock) {
    let row = drawn.get(channel)
    if (!row) {
      row = drawChannel(channel).catch(() => [])
      drawn.set(channel, row)
    }
    const all = await row
    // Maybe FFmpeg is there the next time.
    if (all.length === 0) drawn.delete(channel)
    return all.length === 0 ? null : all[Math.floor(wallClock.getUTCSeconds() / 2) % all.length]!
  },
}
