// What streams there are at an RTSP address, by one look of ffprobe at it: in its turn, bounded in time, with one login tried once.
import { Fault, needsPerson } from '../domain/fault.ts'
import { lookCommand, redactor, type StreamSource } from './arguments.ts'
import { faultOfRun } from './faults.ts'
import type { LoginGate } from './gate.ts'
import { rateOf } from './probe.ts'
import { startFfmpeg } from './process.ts'

export interface StreamFacts {
  /** FFmpeg's word: `h264`, `hevc`, `mjpeg`. */
  codec: string
  width: number
  height: number
  /** Null where neither the camera nor its pictures say it. */
  frameRate: number | null
  /** FFmpeg's word: `aac`, `pcm_alaw`; null = no sound. */
  audio: string | null
}

interface LookOptions {
  gate: LoginGate
  signal: AbortSignal
  ffprobe?: string
  longestMs?: number
}

/** A camera needs a second or two, and one that promises sound and sends none four. */
const LONGEST_MS = 15_000

const MOST_PICTURES = 240

interface RawStream {
  codec_type?: string
  codec_name?: string
  width?: number
  height?: number
  avg_frame_rate?: string
  r_frame_rate?: string
}

/** Throws a Fault with words for people. */
export async function lookAt(source: () => Promise<StreamSource>, options: LookOptions): Promise<StreamFacts> {
  const { gate, signal } = options
  let found = await source()
  while ((await gate.enter(found.address, signal)) === 'refused') found = await source()
  try {
    const facts = await look(found, options)
    gate.settle(found.address, 'accepted')
    return facts
  } catch (error) {
    const wasRefused = error instanceof Fault && needsPerson(error)
    gate.settle(found.address, wasRefused ? 'refused' : 'unknown')
    throw error
  }
}

async function look(source: StreamSource, { signal, ffprobe = 'ffprobe', longestMs = LONGEST_MS }: LookOptions) {
  signal.throwIfAborted()
  const command = lookCommand(source)
  const run = startFfmpeg(ffprobe, command.arguments, command.stdin, redactor(source.address))
  let late = false
  const timer = setTimeout(() => {
    late = true
    run.stop()
  }, longestMs)
  const stop = () => run.stop()
  signal.addEventListener('abort', stop, { once: true })
  try {
    const said = await new Response(run.output).text()
    const { code, errors } = await run.over()
    signal.throwIfAborted()
    if (late) throw new Fault('device-timeout', 'The camera did not say in time what it sends. Try it once more.')
    return factsOf(code === 0 ? said : '', errors)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}

function factsOf(said: string, errors: string): StreamFacts {
  if (!said.trim()) throw faultOfRun(errors, false)
  const { streams = [] } = JSON.parse(said) as { streams?: RawStream[] }
  const video = streams.find((stream) => stream.codec_type === 'video')
  const audio = streams.find((stream) => stream.codec_type === 'audio')?.codec_name ?? null
  if (!video?.codec_name) {
    if (audio) throw new Fault('device-garbled', 'There is no video at this address, only sound. Is the path right?')
    throw faultOfRun(errors, false)
  }
  const { codec_name: codec, width = 0, height = 0 } = video
  if (!width || !height)
    throw new Fault('device-garbled', 'The camera answers at this address, but sent no picture that can be read.')
  const rate = rateOf(video.avg_frame_rate) ?? rateOf(video.r_frame_rate)
  // Where nobody says it, FFmpeg names the ticks of the stream's clock.
  return { codec, width, height, frameRate: rate !== null && rate <= MOST_PICTURES ? rate : null, audio }
}
