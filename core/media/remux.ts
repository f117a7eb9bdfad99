// A device's program stream turned into MP4, picture for picture, and checked before anybody relies on it.
import { Fault } from '../domain/fault.ts'
import { FILES_ONLY, type Format, type Probed, probe } from './probe.ts'
import { FULL, startFfmpeg } from './process.ts'

export interface RemuxOptions {
  /** `ps` may have a header of its maker before the first pack. */
  container: 'ps' | 'mp4'
  signal: AbortSignal
  ffmpeg?: string
  ffprobe?: string
}

/** FFmpeg's last word on a stream: `Input stream #0:0 (video): 250 packets read (…)`. */
const READ = /stream #0:\d+ \(video\): (\d+) packets read/i
const WRITTEN = /stream #0:\d+ \(video\): (?:.*?)(\d+) packets muxed/i

const FORMAT: Record<'ps' | 'mp4', Format> = { ps: 'mpeg', mp4: 'mov' }

/** Sound of recorders is mostly G.711, which no browser plays from MP4; AAC stays as it is. Video is never touched. */
export function remuxArguments(from: string, to: string, container: 'ps' | 'mp4', codec: string, skip = 0): string[] {
  return [
    ...['-v', 'verbose', '-nostdin', '-nostats', '-y', '-fflags', '+genpts'],
    ...[...FILES_ONLY, '-f', FORMAT[container]],
    ...(skip > 0 ? ['-skip_initial_bytes', `${skip}`] : []),
    ...['-i', from, '-map', '0:v:0', '-map', '0:a:0?', '-c:v', 'copy'],
    // Sound takes nearly all of the time; the quick way takes half of it, and telephone sound is none the worse.
    ...['-c:a', 'aac', '-aac_coder', 'fast', '-ar', '48000', '-ac', '1'],
    // The only name under which Apple's players know H.265.
    ...(codec === 'hevc' ? ['-tag:v', 'hvc1'] : []),
    // The same clip gives the same bytes, whenever it is fetched.
    ...['-map_metadata', '-1', '-fflags', '+bitexact', '-flags:v', '+bitexact', '-flags:a', '+bitexact'],
    ...['-movflags', '+faststart', '-f', 'mp4', to],
  ]
}

const MARK = 'IMKH'

/** Only with the maker's mark as its first bytes does FFmpeg know that sound is G.711; some recorders put more before it. */
async function bytesBeforeMark(file: string): Promise<number> {
  const head = Buffer.from(await Bun.file(file).slice(0, 256).arrayBuffer())
  return Math.max(0, head.indexOf(MARK))
}

/**
 * Writes `to` and gives what it is. Fault `device-garbled` when it cannot be read, or when not every picture arrived; then
 * `to` may hold a part and is the caller's to remove.
 */
export async function remux(from: string, to: string, options: RemuxOptions): Promise<Probed> {
  const { signal, ffmpeg = 'ffmpeg' } = options
  signal.throwIfAborted()
  const { codec } = await probe(from, options.ffprobe, FORMAT[options.container])
  const skip = options.container === 'ps' ? await bytesBeforeMark(from) : 0
  const run = startFfmpeg(ffmpeg, remuxArguments(from, to, options.container, codec, skip), '')
  const stop = () => run.stop()
  signal.addEventListener('abort', stop)
  const { code, errors } = await run.ended.finally(() => signal.removeEventListener('abort', stop))
  signal.throwIfAborted()
  // No fault of what the device sent: it can be turned as soon as there is room.
  if (FULL.test(errors))
    throw new Fault('disk-full', 'The disk for recordings is full. Make room, then resume.', { cause: errors })
  if (code !== 0)
    throw new Fault('device-garbled', 'What the device sent is not a video that can be read.', { cause: errors })
  const found = await probe(to, options.ffprobe)
  const read = Number(READ.exec(errors)?.[1])
  const written = Number(WRITTEN.exec(errors)?.[1])
  if (!(read > 0) || read !== written || found.frames !== written)
    throw new Fault('device-garbled', 'Not every picture of the recording arrived whole.', {
      cause: { read, written, ...found },
    })
  return found
}
