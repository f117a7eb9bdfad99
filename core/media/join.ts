// Parts of several films as one film, picture for picture: cut at key frames, checked before anybody relies on it.
import { Fault } from '../domain/fault.ts'
import { FILES_ONLY, type Probed, probe } from './probe.ts'
import { FULL, startFfmpeg } from './process.ts'

export interface FilmPart {
  /** Absolute path of an MP4. */
  file: string
  /** Seconds from its beginning; it begins at the key frame there or before. Absent: from its first picture on. */
  from?: number
  /** Ends before it. Absent: with its last picture. */
  to?: number
}

export interface JoinOptions {
  signal: AbortSignal
  ffmpeg?: string
  ffprobe?: string
}

const WRITTEN = /stream #0:\d+ \(video\): (?:.*?)(\d+) packets muxed/i
const quoted = (path: string) => `'${path.replaceAll("'", "'\\''")}'`

/** FFmpeg's own list of what comes after what. */
export function listOf(parts: readonly FilmPart[]): string {
  return ['ffconcat version 1.0', ...parts.flatMap(linesOf), ''].join('\n')
}

/** A key frame so little later is the one that was meant: times of a file begin some milliseconds after 0. */
const JUST_AFTER = 0.05

const linesOf = ({ file, from, to }: FilmPart) => [
  `file ${quoted(file)}`,
  ...(from === undefined ? [] : [`inpoint ${(from + JUST_AFTER).toFixed(3)}`]),
  ...(to === undefined ? [] : [`outpoint ${to.toFixed(3)}`]),
]

/** The list names no format of its parts: one that is a list itself would be taken for what it names. */
async function refuseOthers(parts: readonly FilmPart[]): Promise<void> {
  for (const { file } of parts)
    if ((await Bun.file(file).slice(4, 8).text()) !== 'ftyp')
      throw new Fault('conflict', 'These recordings cannot be joined into one film.', { cause: `${file} is no film` })
}

export function joinArguments(codec: string, { to, list }: { to: string; list: string }): string[] {
  return [
    ...['-v', 'verbose', '-nostdin', '-nostats', '-y', ...FILES_ONLY, '-format_whitelist', 'concat,mov'],
    ...['-f', 'concat', '-safe', '0', '-i', list],
    ...['-map', '0:v:0', '-map', '0:a:0?', '-c', 'copy', ...(codec === 'hevc' ? ['-tag:v', 'hvc1'] : [])],
    ...['-map_metadata', '-1', '-fflags', '+bitexact', '-avoid_negative_ts', 'make_zero'],
    ...['-movflags', '+faststart', '-f', 'mp4', to],
  ]
}

/**
 * Writes `to` and gives what it is; `list` is a file that is written for it. Faults: `disk-full`, `conflict` when the parts do
 * not fit together; then `to` may hold something and is the caller's to remove.
 */
export async function joinFilms(
  parts: readonly FilmPart[],
  { to, list }: { to: string; list: string },
  { signal, ffmpeg = 'ffmpeg', ffprobe }: JoinOptions,
): Promise<Probed> {
  signal.throwIfAborted()
  const [first] = await Promise.all([probe(parts[0]?.file ?? '', ffprobe), Bun.write(list, listOf(parts))])
  await refuseOthers(parts)
  const args = joinArguments(first.codec, { to, list })
  const run = startFfmpeg(ffmpeg, args, '')
  const stop = () => run.stop()
  signal.addEventListener('abort', stop)
  const { code, errors } = await run.ended.finally(() => signal.removeEventListener('abort', stop))
  signal.throwIfAborted()
  if (FULL.test(errors))
    throw new Fault('disk-full', 'The disk for recordings is full. Make room, then resume.', { cause: errors })
  if (code !== 0) throw new Fault('conflict', 'These recordings cannot be joined into one film.', { cause: errors })
  const found = await probe(to, ffprobe)
  const written = Number(WRITTEN.exec(errors)?.[1])
  if (!(written > 0) || found.frames !== written)
    throw new Fault('conflict', 'Not every picture came into the film.', { cause: { written, ...found } })
  return found
}
