// What a video file is, by its own account: streams, length and frames, read by ffprobe.
import { Fault } from '../domain/fault.ts'

export interface Probed {
  /** Seconds. */
  duration: number
  /** FFmpeg's word: `h264`, `hevc`. */
  codec: string
  width: number
  height: number
  frameRate: number | null
  /** Pictures, by the file's own index; null where it has none. */
  frames: number | null
  audioCodec: string | null
}

const LONGEST_MS = 60_000

interface RawStream {
  codec_type?: string
  codec_name?: string
  width?: number
  height?: number
  avg_frame_rate?: string
  nb_frames?: string
  duration?: string
}

/** Pictures a second, from FFmpeg's fraction. */
export function rateOf(text: string | undefined): number | null {
  const [count, seconds] = (text ?? '').split('/').map(Number)
  return count && seconds ? Math.round((count / seconds) * 1000) / 1000 : null
}

/** What a file is opened as, in FFmpeg's words. By itself it would take a list of files for what the list names. */
export type Format = 'mov' | 'mpeg'

/** Stands before the input of whatever reads a file: nothing else is opened, whatever the file says. */
export const FILES_ONLY = ['-protocol_whitelist', 'file,pipe']

export function probeArguments(file: string, format: Format): string[] {
  return ['-v', 'error', '-show_streams', '-show_format', '-of', 'json', ...FILES_ONLY, '-f', format, file]
}

/**
 * Reads only what lies at the beginning and the end of the file. Fault `conflict` for a file that holds no video, or is of
 * another format.
 */
export async function probe(file: string, ffprobe = 'ffprobe', format: Format = 'mov'): Promise<Probed> {
  const child = Bun.spawn([ffprobe, ...probeArguments(file, format)], {
    stdout: 'pipe',
    stderr: 'pipe',
    env: { PATH: process.env.PATH },
    timeout: LONGEST_MS,
    killSignal: 'SIGKILL',
  })
  const [out, errors] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  await child.exited
  const said = (out.startsWith('{') ? JSON.parse(out) : {}) as { streams?: RawStream[]; format?: { duration?: string } }
  const video = said.streams?.find((stream) => stream.codec_type === 'video')
  const duration = Number(said.format?.duration ?? video?.duration)
  if (!video?.codec_name || !video.width || !video.height || !(duration > 0))
    throw new Fault('conflict', 'The file holds no video that can be read.', { cause: errors.slice(-1000) })
  return {
    duration,
    codec: video.codec_name,
    width: video.width,
    height: video.height,
    frameRate: rateOf(video.avg_frame_rate),
    frames: video.nb_frames && /^\d+$/.test(video.nb_frames) ? Number(video.nb_frames) : null,
    audioCodec: said.streams?.find((stream) => stream.codec_type === 'audio')?.codec_name ?? null,
  }
}
