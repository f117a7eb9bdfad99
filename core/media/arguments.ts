// What FFmpeg is told: arguments and the list on its stdin. Pure, so that it can be compared as text.
import type { Quality } from '../domain/device.ts'
import { Fault } from '../domain/fault.ts'
import { maskStreamPath } from '../domain/stream-address.ts'

/** An address that FFmpeg can read; the shape of the contract's `Source`. */
export interface StreamSource {
  address: string
  transport: 'tcp' | 'udp'
  audio: boolean
}

export interface Command {
  arguments: string[]
  stdin: string
}

export interface RelayChoices {
  quality: Quality
  /** False: FFmpeg's own probing, slow but sure, for cameras that do not tell their parameter sets. */
  fastProbing: boolean
  /** False where a source promised sound and never sent it. */
  sound: boolean
  /** Length of a fragment; 200 ms where it is not said. */
  fragmentMs?: number
}

/** Length of a fragment, and so of an HLS part. */
const FRAGMENT_MS = 200
/** After twice this FFmpeg gives up a silent source by itself. */
const SILENCE_US = 5_000_000
/** So much of a stream is looked at to say what it is: sound that was promised may never come. */
const LOOK_US = 4_000_000
const FAST = { analyzeduration: '0', probesize: '5000' }

/**
 * The address goes into a list on stdin: on the command line every user of the machine could read the password. `%27` is
 * the one escape that the list and the URL both understand.
 */
function list(source: StreamSource, options: Record<string, string>): string {
  const { address } = source
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a line break would add a line of its own to the list
  if (!/^rtsps?:\/\//i.test(address) || /[\u0000-\u001f\u007f]/.test(address))
    throw new Fault('invalid-input', 'The stream address must begin with rtsp:// or rtsps:// and be one line')
  const lines = Object.entries(options).map(([name, value]) => `option ${name} ${value}\n`)
  return `ffconcat version 1.0\nfile '${address.replaceAll("'", '%27')}'\n${lines.join('')}`
}

/** RTSP in, fragmented MP4 on stdout: picture copied, sound to AAC at 48 kHz in main and none in sub. */
export function relayCommand(source: StreamSource, choices: RelayChoices): Command {
  const { quality, fastProbing, sound, fragmentMs = FRAGMENT_MS } = choices
  const withSound = sound && source.audio && quality === 'main'
  const probing: Record<string, string> = fastProbing ? FAST : {}
  return {
    arguments: [
      ...['-hide_banner', '-nostdin', '-v', 'error'],
      // Here as well as in the list: in the list alone the first fragment comes 0.7 s later.
      ...Object.entries(probing).flatMap(([name, value]) => [`-${name}`, value]),
      ...['-f', 'concat', '-safe', '0', '-protocol_whitelist', 'pipe,rtsp,rtp,tcp,udp,tls', '-i', 'pipe:0'],
      ...['-map', '0:v:0', '-c:v', 'copy'],
      ...(withSound ? ['-map', '0:a:0?', '-c:a', 'aac', '-b:a', '48k', '-ar', '48000'] : ['-an']),
      ...[
        '-f',
        'mp4',
        '-movflags',
        'empty_moov+default_base_moof+frag_keyframe',
        '-frag_duration',
        `${fragmentMs * 1000}`,
      ],
      ...['-flush_packets', '1', 'pipe:1'],
    ],
    stdin: list(source, {
      rtsp_transport: source.transport,
      timeout: `${SILENCE_US}`,
      // A track that nobody wants costs the device's bandwidth.
      ...(withSound ? {} : { allowed_media_types: 'video' }),
      ...probing,
    }),
  }
}

/** So many seconds of RTSP as fragmented MP4 on stdout, to be kept: a fragment for each key frame, sound as in main. */
export function keepCommand(source: StreamSource, seconds: number): Command {
  const command = relayCommand(source, { quality: 'main', fastProbing: false, sound: true })
  const movie = command.arguments.indexOf('-f', command.arguments.indexOf('pipe:0'))
  return {
    ...command,
    arguments: [
      ...command.arguments.slice(0, movie),
      ...['-t', seconds.toFixed(3), '-f', 'mp4', '-movflags', 'empty_moov+default_base_moof+frag_keyframe', 'pipe:1'],
    ],
  }
}

/** For ffprobe: what streams there are at the address, as JSON on stdout. Nothing that the source says is an entry of it. */
export function lookCommand(source: StreamSource): Command {
  return {
    arguments: [
      ...['-hide_banner', '-v', 'error', '-of', 'json'],
      ...['-show_entries', 'stream=codec_type,codec_name,width,height,avg_frame_rate,r_frame_rate'],
      ...['-analyzeduration', `${LOOK_US}`],
      ...['-f', 'concat', '-safe', '0', '-protocol_whitelist', 'pipe,rtsp,rtp,tcp,udp,tls', '-i', 'pipe:0'],
    ],
    stdin: list(source, {
      rtsp_transport: source.transport,
      timeout: `${SILENCE_US}`,
      // A third track, such as a camera's notes on its pictures, would only be waited for.
      allowed_media_types: 'video+audio',
      analyzeduration: `${LOOK_US}`,
    }),
  }
}

/** Where FFmpeg puts the video among the streams of a transport stream. */
export const TS_VIDEO_PID = 0x100

/** A relay's fragments on stdin, the same pictures and sound as a transport stream on stdout, its tables before each picture. */
export function transportArguments(): string[] {
  return [
    ...['-hide_banner', '-v', 'error', '-fflags', 'nobuffer', '-analyzeduration', '0', '-fpsprobesize', '0'],
    ...['-f', 'mp4', '-i', 'pipe:0', '-map', '0:v:0', '-map', '0:a:0?', '-c', 'copy', '-copyts'],
    ...['-muxdelay', '0', '-muxpreload', '0', '-mpegts_start_pid', `${TS_VIDEO_PID}`],
    ...['-mpegts_flags', 'pat_pmt_at_frames', '-flush_packets', '1', '-f', 'mpegts', 'pipe:1'],
  ]
}

/** One key frame as fragmented MP4 on stdin, a JPEG on stdout. */
export function pictureArguments(): string[] {
  return [
    ...['-hide_banner', '-v', 'error', '-f', 'mp4', '-i', 'pipe:0', '-frames:v', '1', '-an'],
    ...['-c:v', 'mjpeg', '-q:v', '4', '-f', 'mjpeg', 'pipe:1'],
  ]
}

/** Of JPEGs one after the other. */
const PICTURES_A_SECOND = 5
const WIDEST = 1280

/**
 * A relay's fragments on stdin, JPEGs on stdout, each behind its length: five in a second at most. They are numbered anew, so
 * that none is doubled for a camera that sends fewer.
 */
export function jpegsArguments(): string[] {
  const rarer = `select='isnan(prev_selected_t)+gte(t-prev_selected_t,${1 / PICTURES_A_SECOND - 0.01})'`
  const filters = [rarer, `setpts=N/${PICTURES_A_SECOND}/TB`, `scale='min(${WIDEST},iw)':-2`]
  return [
    ...['-hide_banner', '-v', 'error', '-analyzeduration', '0', '-fpsprobesize', '0', '-threads', '1'],
    ...['-f', 'mp4', '-i', 'pipe:0', '-map', '0:v:0', '-an', '-vf', filters.join(','), '-r', `${PICTURES_A_SECOND}`],
    ...['-c:v', 'mjpeg', '-q:v', '5', '-threads', '1', '-flush_packets', '1', '-f', 'mpjpeg', 'pipe:1'],
  ]
}

/** Makes a function that removes the address's login from any text, however FFmpeg spells it, wherever the address has it. */
export function redactor(address: string): (text: string) => string {
  const userinfo = /^[a-z]+:\/\/([^/]*)@/i.exec(address)?.[1] ?? ''
  const password = userinfo.includes(':') ? userinfo.slice(userinfo.indexOf(':') + 1) : ''
  const spellings = new Set([userinfo, password])
  for (const text of [userinfo, password])
    try {
      spellings.add(decodeURIComponent(text))
    } catch {
      // Not percent-encoded: there is no other spelling.
    }
  // Short ones would blot out half the message; they are still caught as part of the whole login.
  const secrets = [...spellings].filter((text) => text.length > 2).sort((a, b) => b.length - a.length)
  const path = /^[a-z]+:\/\/[^/?]*(.*)/i.exec(address)?.[1] ?? ''
  const shown = maskStreamPath(path)
  return (raw) => {
    const text = shown === path ? raw : raw.replaceAll(path, shown).replaceAll(path.replaceAll("'", '%27'), shown)
    const clean = secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text)
    return clean.replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@'"]*@/gi, '$1***@')
  }
}
