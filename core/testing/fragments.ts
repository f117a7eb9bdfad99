// Real video as a relay cuts it, and what FFmpeg says of a file: for tests of whatever writes films.
import { mimeOf, readFragment, readInit } from '../media/boxes.ts'
import { createCutter } from '../media/cutter.ts'
import type { Epoch, Fragment } from '../media/fragment.ts'

export const CODECS = {
  h264: ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0'],
  delayed: ['-c:v', 'libx264', '-preset', 'veryfast', '-bf', '2'],
  hevc: ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none:bframes=0', '-tag:v', 'hvc1'],
}
export type Codec = keyof typeof CODECS

/** Twelve seconds as a relay cuts them: a key frame every second, sound between the pictures. */
export async function fragmentsOf(codec: Codec): Promise<Fragment[]> {
  const made = Bun.spawn(
    [
      ...['ffmpeg', '-v', 'error', '-f', 'lavfi', '-i', 'testsrc=s=160x120:r=10:d=12', '-f', 'lavfi', '-i'],
      ...['sine=r=48000:d=12', ...CODECS[codec], '-g', '10', '-c:a', 'aac', '-f', 'mp4'],
      ...['-movflags', 'empty_moov+default_base_moof+frag_keyframe', '-frag_duration', '200000', 'pipe:1'],
    ],
    { stdout: 'pipe', stderr: 'inherit' },
  )
  const pieces = createCutter().push(await new Response(made.stdout).bytes())
  const init = pieces[0]!.bytes
  const tracks = readInit(init)
  const epoch: Epoch = { id: 1, init, mime: mimeOf(tracks), width: 160, height: 120 }
  const fragments: Fragment[] = []
  let alone: Buffer[] = []
  for (const { bytes } of pieces.slice(1)) {
    const info = readFragment(bytes, tracks)
    if (!info) alone.push(bytes)
    else {
      const { key, decodeTime, duration } = info
      fragments.push({
        epoch,
        data: Buffer.concat([...alone, bytes]),
        key,
        decodeTime,
        duration,
        time: decodeTime * 1000,
      })
      alone = []
    }
  }
  return fragments
}

export interface Packet {
  stream_index: number
  size: string
  pts_time: string
  dts_time: string
  flags: string
}

/** What FFmpeg says of a file, and nothing it complains of. */
export async function packetsOf(path: string): Promise<Packet[]> {
  const found = Bun.spawn(['ffprobe', '-v', 'error', '-show_packets', '-of', 'json', path], { stderr: 'pipe' })
  const [text, complaints] = await Promise.all([new Response(found.stdout).json(), new Response(found.stderr).text()])
  if (complaints) throw new Error(complaints)
  return text.packets
}
